"""What workstations allow: rules in, files of each browser out."""

from __future__ import annotations

import json
import re

import pytest
import yaml

from provisioner import paths
from provisioner.errors import DataError
from provisioner.pipeline.prepare import workstations
from provisioner.steps.workstation import registry

INVENTORY = """
all:
  children:
    e5b_hosts:
      hosts:
        un: {ansible_host: 192.0.2.1, e5b_address: 192.0.2.101, e5b_capacity: 4}
        console: {ansible_host: 192.0.2.9, e5b_capacity: 0, e5b_role: console}
"""


def written(tmp_path, **more):
    return workstations.policies(tmp_path / "postes", ["192.0.2.11"], **more)


def load(made, name):
    return json.loads((made.folder / name).read_text(encoding="utf-8"))


def told(made, name):
    return (made.folder / name).read_bytes().decode("utf-16")


def test_every_file_says_the_same_rule(tmp_path):
    made = written(tmp_path, rule="closed")
    assert load(made, "linux/chromium/e5b.json")["URLBlocklist"] == ["*"]
    assert load(made, "linux/chromium/e5b.json")["URLAllowlist"] == ["192.0.2.11", workstations.START]
    firefox = load(made, "windows/firefox/policies.json")["policies"]["WebsiteFilter"]
    assert firefox["Block"] == ["<all_urls>"]
    assert "*://192.0.2.11/*" in firefox["Exceptions"]
    for name, key in (("chrome", registry.CHROME), ("edge", registry.EDGE)):
        assert f'[{key}\\URLBlocklist]\r\n"1"="*"\r\n' in told(made, f"windows/{name}.reg")
    opened = written(tmp_path, rule="open")
    hosts = opened.policy.hosts
    assert set(hosts) <= set(load(opened, "linux/chromium/e5b.json")["URLBlocklist"])
    assert load(opened, "linux/firefox/policies.json")["policies"]["WebsiteFilter"]["Block"] == [
        f"*://*.{host}/*" for host in hosts
    ]
    for host in ("drive.google.com", "discord.com", "chatgpt.com"):
        assert f'="{host}"\r\n' in told(opened, "windows/edge.reg")
    # What the search of a candidate needs is not in the list.
    assert not {"google.com", "google.fr", "wikipedia.org", "wordpress.org", "prestashop.com"} & set(hosts)


def test_what_is_taken_out_is_what_was_put_in_and_nothing_else(tmp_path):
    made = written(tmp_path)
    for name in ("chrome", "edge"):
        put = re.findall(r'^"(\w+)"=(?:dword|")', told(made, f"windows/{name}.reg"), re.MULTILINE)
        out = re.findall(r'^"(\w+)"=-', told(made, f"windows/{name}-retirer.reg"), re.MULTILINE)
        assert sorted(one for one in put if not one.isdigit()) == sorted(out)
        lists = re.findall(
            r"^\[(HKEY.*\\URL\w+|HKEY.*List|HKEY.*URLs)\]", told(made, f"windows/{name}.reg"), re.MULTILINE
        )
        for key in lists:
            assert f"[-{key}]" in told(made, f"windows/{name}-retirer.reg")
        assert "[-HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Google\\Chrome]" not in told(
            made, "windows/chrome-retirer.reg"
        )


def test_a_text_of_the_registry_is_escaped():
    said = registry.written({"K": {"a": 'C:\\E5B "x"', "b": True, "c": 3}}).decode("utf-16")
    assert '"a"="C:\\\\E5B \\"x\\""\r\n"b"=dword:00000001\r\n"c"=dword:00000003' in said


def test_what_a_centre_sets(tmp_path):
    data = tmp_path / "centre.yml"
    text = workstations.DATA.read_text(encoding="utf-8")
    text = text.replace("downloads: false", "downloads: true").replace("clipboard: local", "clipboard: shared")
    data.write_text(text.replace("allowed: []", "allowed: [developer.mozilla.org]"), encoding="utf-8")
    made = written(tmp_path, data=data)
    policy = load(made, "linux/chromium/e5b.json")
    assert policy["DownloadRestrictions"] == 0
    assert "developer.mozilla.org" in policy["URLAllowlist"]
    assert "AllowClipboardHistory" not in told(made, "windows/edge.reg")
    assert '"AllowClipboardHistory"=dword:00000000' in told(written(tmp_path), "windows/edge.reg")


def test_addresses_come_from_the_inventory_too(tmp_path):
    (tmp_path / "parc.yml").write_text(INVENTORY, encoding="utf-8")
    made = workstations.policies(tmp_path / "postes", [], inventory=tmp_path / "parc.yml")
    # Both addresses of a host that carries candidates; the console's is none of their business.
    assert made.sites == ("192.0.2.101", "192.0.2.1")
    # On the first page, what fiches say.
    page = (made.folder / "linux/accueil.html").read_text(encoding="utf-8")
    assert "<option>192.0.2.101</option>" in page
    assert "192.0.2.1<" not in page


def test_a_host_s_name_does_not_stand_for_its_subdomains(tmp_path):
    made = workstations.policies(tmp_path / "postes", ["e5b.lycee.example"])
    assert load(made, "linux/chromium/e5b.json")["URLAllowlist"][0] == ".e5b.lycee.example"


REFUSED = {
    "rule: closed": ("rule: fermé", "clé « rule »"),
    "printing: false": ("imprimer: false", "clé « imprimer » : clé inconnue"),
    "allowed: []": ("allowed: ['https://x.fr/']", "clé « allowed.0 »"),
    "[mail.google.com,": (
        "[dropbox.com,",
        "« dropbox.com » est bloqué deux fois (Documents et fichiers partagés, Courrier)",
    ),
}


@pytest.mark.parametrize("old", REFUSED)
def test_rules_that_do_not_say_what_they_should_are_refused(tmp_path, old):
    new, says = REFUSED[old]
    data = tmp_path / "centre.yml"
    data.write_text(workstations.DATA.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=re.escape(says)):
        written(tmp_path, data=data)
    assert not (tmp_path / "postes").exists()


@pytest.mark.parametrize(
    ("sites", "says"), [([], "Aucune adresse"), (["http://192.0.2.1:8001"], "n’est pas une adresse")]
)
def test_addresses_that_would_lock_candidates_out_are_refused(tmp_path, sites, says):
    with pytest.raises(DataError, match=says):
        workstations.policies(tmp_path / "postes", sites)


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "postes").mkdir()
    (tmp_path / "postes" / "photo.jpg").touch()
    with pytest.raises(DataError, match="autre chose"):
        written(tmp_path)
    assert (tmp_path / "postes" / "photo.jpg").is_file()


def test_the_role_installs_files_that_the_command_writes(tmp_path):
    made = written(tmp_path)
    tasks = (paths.PROJECT / "inventories/roles/workstation/tasks/present.yml").read_text(encoding="utf-8")
    copied = next(task for task in yaml.safe_load(tasks) if "ansible.builtin.copy" in task)
    assert [one for one in copied["loop"] if f"linux/{one['from']}" not in made.files] == []
    assert any(f"file://{one['to']}" == workstations.START for one in copied["loop"])
