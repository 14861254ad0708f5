"""Hosts of their own (a bare Debian, SSH, namespaces), led by the real Ansible over the real SSH."""

import os
import socket
import subprocess
from pathlib import Path

import pytest
import yaml

from provisioner.adapters import machines
from provisioner.adapters.ansible import FleetError
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet import look

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(os.geteuid() != 0 or bool(machines.lacking()), reason="needs root and what makes hosts"),
]


@pytest.fixture(scope="module")
def farm(tmp_path_factory):
    rootfs = Path.home() / ".e5b" / "rehearsal" / "debian-12"
    try:
        machines.bare(rootfs)
    except FleetError as error:
        pytest.skip(f"no bare Debian, and none can be made: {error.message}")
    made = machines.Farm(tmp_path_factory.mktemp("farm") / "postes", rootfs)
    try:
        made.open(2)
        yield made
    finally:
        made.close()
        made.remove()


@pytest.fixture
def centre(farm, tmp_path):
    path = tmp_path / "essai.yml"
    hosts = {
        one.name: {"ansible_host": one.address, "e5b_address": one.service, "e5b_capacity": 2} for one in farm.machines
    }
    shared = {"ansible_user": "root", "ansible_ssh_private_key_file": str(farm.key)}
    groups = {"e5b_hosts": {"hosts": hosts}}
    path.write_text(yaml.safe_dump({"all": {"vars": shared, "children": groups}}), encoding="utf-8")
    return centres.load(path)


def test_a_bare_host_is_looked_at_and_leads_nowhere(farm, centre):
    assert farm.ways_out() == {}
    found = look.check(centre)
    assert not found.failures
    states = {one.id: one.state for one in found.checks["poste-1"]}
    assert (states["system"], states["clock"], states["software"]) == ("ok", "ok", "attention")
    assert found.ok


def test_an_order_before_the_installation_says_what_is_missing(centre):
    done = centre.order("État", {"poste-1": ["status", "--json"]})
    assert "logiciel n’est pas installé" in done.failures["poste-1"].message


def asked(farm, script, *arguments):
    one = farm.machines[0]
    ssh = ["ssh", "-i", farm.key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o"]
    command = [*ssh, "LogLevel=ERROR", f"root@{one.address}", "sh", "-s", "--", *arguments]
    return subprocess.run(command, stdin=script.open(), capture_output=True, text=True, check=False)


def test_the_candidates_address_is_taken_once_and_given_up(farm):
    from provisioner.adapters.ansible import PLAYBOOKS

    script, one = PLAYBOOKS / "files" / "address.sh", farm.machines[0]
    assert asked(farm, script, "take", one.service, one.address).stdout.strip() == "prise"
    assert asked(farm, script, "take", one.service, one.address).stdout.strip() == "déjà là"
    with socket.create_connection((one.service, 22), timeout=5) as reached:
        assert reached.recv(4) == b"SSH-"
    assert asked(farm, script, "drop", one.service, one.address).stdout.strip() == "rendue"
    assert asked(farm, script, "drop", one.service, one.address).stdout.strip() == "déjà absente"
    refused = asked(farm, script, "take", one.service, "10.9.9.9")
    assert refused.returncode == 1
    assert "n’a pas l’adresse 10.9.9.9" in refused.stderr


def test_a_host_without_power_is_told_and_comes_back(farm, centre):
    victim = farm.machines[1]
    farm.kill(victim)
    found = look.check(centre)
    assert list(found.checks) == ["poste-1"]
    assert found.failures["poste-2"].unreachable
    farm.start(victim)
    farm.answers(victim)
    assert not look.check(centre).failures


def test_another_machine_at_the_same_address_is_refused(farm, centre):
    assert not look.check(centre).failures
    victim = farm.machines[1]
    farm.kill(victim)
    key = victim.folder / "upper" / "etc" / "ssh" / "ssh_host_ed25519_key"
    key.unlink()
    key.with_suffix(".pub").unlink()
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    farm.start(victim)
    farm.answers(victim)
    assert "clé SSH a changé" in look.check(centre).failures["poste-2"].message
