"""A centre's inventory: what is left open is settled, what is wrong is told with its host and key."""

from pathlib import Path

import pytest
import yaml

from provisioner import inventories, paths
from provisioner.errors import DataError

EXAMPLE = paths.PROJECT / "inventories" / "example.yml"


def written(tmp_path: Path, hosts, **variables) -> Path:
    groups = {"e5b_hosts": {"hosts": hosts}}
    path = tmp_path / "centre.yml"
    path.write_text(yaml.safe_dump({"all": {"vars": variables, "children": groups}}, sort_keys=False), encoding="utf-8")
    return path


def host(number: int, **more):
    return {"ansible_host": f"10.0.0.{number}", "e5b_capacity": 10, **more}


def told(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        inventories.load(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value.message


def test_the_example_is_one():
    centre = inventories.load(EXAMPLE)
    assert centre.centre == "example"
    assert [one.name for one in centre.carriers] == ["salle-a", "salle-b"]
    assert [one.spare for one in centre.hosts] == ["secours", "secours", "", ""]
    assert [one.first_port for one in centre.hosts] == [8001, 8101, 8201, 8301]
    first = centre.host("salle-a")
    assert first
    assert (first.service, first.floating) == ("192.0.2.111", True)


def test_spares_by_default(tmp_path):
    hosts = {"a": host(1, e5b_room="1"), "b": host(2, e5b_room="2"), "c": host(3, e5b_room="1"), "d": host(4)}
    centre = inventories.load(written(tmp_path, hosts))
    assert {one.name: one.spare for one in centre.hosts} == {"a": "c", "b": "c", "c": "a", "d": "a"}


def test_a_spare_of_the_room_comes_first(tmp_path):
    hosts = {
        "a": host(1),
        "b": host(2),
        "s": host(3, e5b_role="spare"),
        "t": host(4, e5b_capacity=0, e5b_role="console"),
    }
    centre = inventories.load(written(tmp_path, hosts))
    assert {one.name: one.spare for one in centre.hosts} == {"a": "s", "b": "s", "s": "", "t": ""}


def test_one_host_alone_has_no_spare(tmp_path):
    (only,) = inventories.load(written(tmp_path, {"a": host(1)})).hosts
    assert not only.spare


def test_a_shared_port_makes_two_machines_of_one_address(tmp_path):
    hosts = {
        "a": host(1, ansible_port=2201, e5b_address="10.0.0.101"),
        "b": host(1, ansible_port=2202, e5b_address="10.0.0.102"),
    }
    assert len(inventories.load(written(tmp_path, hosts)).hosts) == 2


def test_a_vault_is_kept_closed(tmp_path):
    path = tmp_path / "centre.yml"
    path.write_text(
        "all:\n  vars:\n    e5b_subjects_passphrase: !vault |\n      $ANSIBLE_VAULT;1.1;AES256\n      3361\n"
        "  children: {e5b_hosts: {hosts: {a: {ansible_host: 10.0.0.1, e5b_capacity: 1}}}}\n",
        encoding="utf-8",
    )
    assert inventories.load(path).hosts[0].name == "a"


@pytest.mark.parametrize(
    ("hosts", "says"),
    [
        ({}, "aucun hôte"),
        ({"a": host(1, e5b_capacite=3)}, "hôte « a », clé « e5b_capacite » : clé inconnue"),
        (
            {"a": host(1), "b": host(1)},
            "hôte « b », clé « ansible_host » : 10.0.0.1:22 est déjà l’adresse de l’hôte « a »",
        ),
        (
            {"a": host(1, e5b_address="10.0.0.9"), "b": host(2, e5b_address="10.0.0.9")},
            "hôte « b », clé « e5b_address »",
        ),
        ({"a": host(1, e5b_address="10.0.0.2"), "b": host(2, e5b_capacity=0)}, "est l’adresse de l’hôte « b »"),
        ({"a": host(1, e5b_spare="z")}, "hôte « a », clé « e5b_spare » : l’hôte « z » n’est pas dans l’inventaire"),
        ({"a": host(1, e5b_spare="a")}, "son propre secours"),
        ({"a": host(1, e5b_spare="b"), "b": host(2, e5b_capacity=0)}, "capacité de 0"),
        ({"a": host(1, e5b_capacity=101)}, "clé « e5b_capacity » : un nombre d’au plus 100 est attendu"),
        ({"a": host(1, e5b_capacity="dix")}, "clé « e5b_capacity » : un nombre entier est attendu"),
        ({"a": host(1, e5b_role="chef")}, "clé « e5b_role »"),
        ({"a": host(1, ansible_password="secret")}, "clé « ansible_password » : clé inconnue"),
        ({"a": {"e5b_capacity": 3}}, "hôte « a », clé « ansible_host » : clé obligatoire absente"),
        ({"a": host(1, e5b_capacity=0)}, "aucun hôte ne porte de candidats"),
        ({"salle a": host(1)}, "« salle a » n’est pas un nom d’hôte"),
        ({"a": host(1, ansible_host="-oProxyCommand=x")}, "clé « ansible_host »"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, hosts, says):
    assert says in told(written(tmp_path, hosts))


def test_a_password_for_all_is_refused_too(tmp_path):
    assert "clé inconnue" in told(written(tmp_path, {"a": host(1)}, ansible_become_password="x"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "vide"),
        ("all: {children: {e5b_hosts: {hosts: {a: {ansible_host: x", "mal formé"),
        (
            "all:\n  children:\n    e5b_hosts:\n      hosts:\n        a: {}\n        b: {}\n        a: {}\n",
            "« a » y est 2 fois",
        ),
        ("all: {children: {hotes: {}}}", "e5b_hosts"),
        ("all: !!python/object/apply:os.system [ls]", "mal formé"),
    ],
)
def test_a_broken_file_is_told(tmp_path, text, says):
    path = tmp_path / "centre.yml"
    path.write_text(text, encoding="utf-8")
    assert says in told(path)


def test_an_absent_file_is_told(tmp_path):
    assert "n’existe pas" in told(tmp_path / "rien.yml")
