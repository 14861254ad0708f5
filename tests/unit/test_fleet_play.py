"""Real playbooks, played by the real Ansible over this very machine, and over addresses where nobody answers."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from provisioner import paths
from provisioner.adapters import ansible
from provisioner.errors import E5BError
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet import look

FILES = ansible.PLAYBOOKS / "files"


@pytest.fixture
def centre(tmp_path):
    def made(**hosts):
        path = tmp_path / "essai.yml"
        groups = {"e5b_hosts": {"hosts": {name: {"e5b_capacity": 2, **one} for name, one in hosts.items()}}}
        path.write_text(yaml.safe_dump({"all": {"children": groups}}), encoding="utf-8")
        return centres.load(path)

    return made


HERE = {"ansible_host": "127.0.0.1", "ansible_connection": "local"}
NOBODY = {"ansible_host": "127.0.0.2", "ansible_port": 1}


@pytest.mark.skipif(shutil.which("ssh") is None, reason="needs an SSH client")
def test_each_host_is_looked_at_and_one_that_is_dead_is_told(centre):
    said = []
    found = look.check(centre(ici=HERE, mort=NOBODY), lambda host, text: said.append((host, text)))
    assert list(found.checks) == ["ici"]
    assert {one.id for one in found.checks["ici"]} > {"memory", "disk", "clock", "software"}
    assert next(one for one in found.checks["ici"] if one.id == "clock").state == "ok"
    assert "serveur SSH" in found.failures["mort"].message
    assert not found.ok
    assert ("ici", "Horloge") in said


def test_an_order_is_the_hosts_own_e5b(centre):
    here = centre(ici=HERE)
    done = here.order("Épreuves", {"ici": ["--version"]})
    assert done.ok
    assert "e5b" in str(done.answers["ici"])


def test_what_the_host_refuses_is_told_in_its_words(centre):
    done = centre(ici=HERE).order("Fin", {"ici": ["stop", "--wave", "jamais", "--json"]})
    assert "La vague « jamais » n’existe pas." in done.failures["ici"].message
    assert "\n" not in done.failures["ici"].message


def test_ctrl_c_is_given_back(centre):
    import signal

    before = signal.getsignal(signal.SIGINT)
    centre(ici=HERE).play("check", ["ici"])
    assert signal.getsignal(signal.SIGINT) is before


def test_what_is_secret_is_neither_shown_nor_left(centre, tmp_path, monkeypatch):
    secret = "TRES-SECRET-PHRASE-1234"
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    seen = []
    order = ansible.Order(
        "open",
        centre(ici=HERE).path,
        {"e5b_parc": {"ici": {"command": "/bin/cat"}}, "e5b_environment": {}},
        secret=secret,
    )
    real = subprocess.Popen

    def watched(*arguments, **named):
        seen.append(json.dumps([arguments, named], default=str))
        return real(*arguments, **named)

    monkeypatch.setattr(subprocess, "Popen", watched)
    played = ansible.play(order)
    # `cat` refuses its arguments: what it was given on its input is nowhere in what comes back.
    assert played.failures
    assert secret not in repr(played)
    assert secret not in "".join(seen)
    assert not list(temporary.iterdir())


def test_a_broken_inventory_is_told_by_ansible_too(tmp_path):
    path = tmp_path / "x.yml"
    path.write_text("all: {children: {autres: {hosts: {a: {}}}}}\n", encoding="utf-8")
    with pytest.raises(E5BError):
        ansible.play(ansible.Order("jamais-ecrit", path))


def test_every_playbook_is_well_formed_and_hands_back_a_report(tmp_path):
    books = [ansible.PLAYBOOKS / f"{name}.yml" for name in ansible.known()]
    for path in books:
        (play,) = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert play["tasks"][-1]["name"] == ansible.REPORT, path.name
        assert all(task["name"] for task in play["tasks"])
    environment = os.environ | {"ANSIBLE_CONFIG": str(ansible.PLAYBOOKS / "ansible.cfg"), "LC_ALL": "C.UTF-8"}
    environment |= {"ANSIBLE_HOME": str(tmp_path)}
    program = Path(sys.executable).parent / "ansible-playbook"
    command = [program, "--syntax-check", "-i", paths.PROJECT / "inventories" / "example.yml", *books]
    subprocess.run(command, check=True, capture_output=True, env=environment)


@pytest.mark.parametrize("name", ["facts.sh", "address.sh", "copy-sittings.sh", "stay.sh"])
def test_scripts_are_plain_shell(name):
    assert subprocess.run(["sh", "-n", FILES / name], check=False).returncode == 0
    assert "$((RANDOM" not in (FILES / name).read_text(encoding="utf-8")


@pytest.fixture
def kit(tmp_path):
    """A folder of files as a kit has them, its list, and the tool that brings it."""
    source, target = tmp_path / "kit", tmp_path / "poste"
    (source / "volumes").mkdir(parents=True)
    target.mkdir()
    listed = []
    for rank in range(3):
        path = source / "volumes" / f"v{rank}.vol"
        path.write_bytes(os.urandom(300_000))
        digest = __import__("hashlib").sha256(path.read_bytes()).hexdigest()
        listed.append({"path": f"volumes/v{rank}.vol", "size": 300_000, "sha256": digest})
    (tmp_path / "list.json").write_text(json.dumps(listed), encoding="utf-8")

    def bring(order, *more):
        command = [sys.executable, FILES / "bring-kit.py", order, tmp_path / "list.json", target, *more]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return source, target, bring


@pytest.fixture
def served(kit):
    source, _, _ = kit
    from provisioner.adapters.ports import free_port

    port = free_port()
    tool = [sys.executable, FILES / "bring-kit.py", "serve", source, "127.0.0.1", str(port), "60"]
    with subprocess.Popen(tool) as server:
        import http.client
        import time

        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
                break
            except OSError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
        server.terminate()


def test_a_kit_passes_from_host_to_host_and_only_once(kit, served):
    source, target, bring = kit
    assert len(json.loads(bring("missing").stdout)) == 3
    assert len(json.loads(bring("fetch", served).stdout)) == 3
    assert (target / "volumes/v1.vol").read_bytes() == (source / "volumes/v1.vol").read_bytes()
    assert json.loads(bring("fetch", served).stdout) == []
    (target / "volumes/v1.vol").write_bytes(b"half")
    assert json.loads(bring("fetch", served).stdout) == ["volumes/v1.vol"]
    assert json.loads(bring("missing").stdout) == []


def test_an_altered_volume_is_not_taken(kit, served):
    source, target, bring = kit
    path = source / "volumes/v1.vol"
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    done = bring("fetch", served)
    assert done.returncode == 1
    assert "abîmé" in done.stderr
    assert not (target / "volumes/v1.vol").exists()


def test_a_host_that_gives_nothing_is_told(kit):
    _, _, bring = kit
    done = bring("fetch", "http://127.0.0.1:1/")
    assert done.returncode == 1
    assert "n’a pas pu être pris" in done.stderr


def test_vault_files_are_for_their_owner(centre):
    here = centre(ici=HERE)
    assert stat.S_IMODE(here.folder.stat().st_mode) == 0o700
