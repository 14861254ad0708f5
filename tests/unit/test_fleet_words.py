"""What a host that fails says, in French, with what to do; what a host tells of itself, judged."""

import pytest

from provisioner.adapters.ansible import Failure
from provisioner.schema.inventory import Host
from provisioner.steps.fleet import preflight, words

HOST = Host(
    name="a",
    address="10.0.0.1",
    port=22,
    local=False,
    role="sittings",
    room="",
    capacity=10,
    service="10.0.0.1",
    floating=False,
    spare="",
    first_port=8001,
)
FACTS = {
    "system": "debian 12",
    "architecture": "amd64",
    "python": "/usr/bin/python3",
    "user": "0",
    "memory_kib": str(8 * 2**20),
    "free_kib_home": str(50 * 2**20),
    "free_kib_engine": str(50 * 2**20),
    "free_kib_system": str(50 * 2**20),
    "engine": "20.10.24",
    "software": "abc-def",
    "speed_mbit": "1000",
}


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("Failed to connect to the host via ssh: ssh: connect to host h port 22: Connection refused", "serveur SSH"),
        ("ssh: connect to host h port 22: No route to host", "injoignable"),
        ("ssh: connect to host h port 22: Connection timed out", "ne répond pas"),
        ("ssh: Could not resolve hostname salle: Name or service not known", "nom de ce poste est inconnu"),
        ("root@h: Permission denied (publickey,password).", "clé SSH est refusée"),
        ("@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @ Host key verification failed.", "clé SSH a changé"),
        ("something never seen", "injoignable (something never seen)"),
    ],
)
def test_a_host_that_cannot_be_reached(message, says):
    found = words.failure(Failure("Horloge", message, unreachable=True))
    assert says in found.message
    assert found.hint
    assert found.unreachable


@pytest.mark.parametrize(
    ("message", "output", "says"),
    [
        ("non-zero return code", "cp: error writing: No space left on device", "disque du poste est plein"),
        ("MODULE FAILURE", "/bin/sh: 1: /usr/bin/python3: not found", "Python n’est pas installé"),
        ("Missing sudo password", "", "sudo demande un mot de passe"),
        ("[Errno 2] No such file or directory: b'e5b'", "", "logiciel n’est pas installé"),
        ("non-zero return code", "Error: No such command 'spare'.", "plus ancien"),
        ("Le poste n’a pas 10.0.0.9.\nCorrigez l’inventaire.", "", "Le poste n’a pas 10.0.0.9."),
        ("non-zero return code", "broken in some new way", "« Horloge » a échoué : non-zero return code broken"),
    ],
)
def test_a_host_that_fails(message, output, says):
    found = words.failure(Failure("Horloge", message, output=output))
    assert says in found.message
    assert found.hint
    assert not found.unreachable


def test_what_a_host_says_itself_is_passed_on():
    output = "Ouverture…\nErreur : Le port 8001 est déjà pris par nginx.\nQue faire : Arrêtez ce programme.\n"
    found = words.failure(Failure("Ouverture", "non-zero return code", output=output))
    assert (found.message, found.hint) == ("Le port 8001 est déjà pris par nginx.", "Arrêtez ce programme.")


def judged(offset=0.0, kit="", **facts):
    found = preflight.Seen({**FACTS, **facts}, offset, 0.1)
    return {one.id: one for one in preflight.judge(HOST, found, kit)}


def test_a_host_that_is_ready():
    found = judged(kit="abc-def")
    assert {one.state for one in found.values()} == {"ok"}


@pytest.mark.parametrize(
    ("changed", "check", "state", "says"),
    [
        ({"system": "ubuntu 24.04"}, "system", "bloquant", "ubuntu 24.04"),
        ({"python": ""}, "python", "bloquant", "absent"),
        ({"memory_kib": str(3 * 2**20)}, "memory", "bloquant", "3,0 Gio, 4,0 attendus pour 10 candidats"),
        ({"free_kib_engine": str(2**20)}, "disk", "bloquant", "1,0 Gio libres, 2,0 attendus"),
        ({"software": "", "free_kib_home": str(5 * 2**20)}, "disk", "bloquant", "6,0 attendus"),
        ({"engine": ""}, "engine", "bloquant", "arrêté"),
        ({"engine": "", "software": ""}, "engine", "attention", "pas encore installé"),
        ({"speed_mbit": "10"}, "link", "attention", "10 Mbit/s"),
        ({"speed_mbit": "-1"}, "link", "ok", "non annoncé"),
        ({"user": "1000"}, "account", "attention", "root"),
        ({"memory_kib": "beaucoup"}, "memory", "bloquant", "0,0 Gio"),
    ],
)
def test_a_host_that_is_not(changed, check, state, says):
    found = judged(**changed)[check]
    assert found.state == state
    assert says in found.detail
    assert found.remedy or state == "ok"


def test_memory_tells_what_fits():
    assert judged(memory_kib=str(3 * 2**20))["memory"].remedy == "Ramenez « e5b_capacity » à 6."


@pytest.mark.parametrize(
    ("offset", "state", "says"),
    [
        (0.3, "ok", "à l’heure"),
        (5.0, "attention", "avance de 5 s"),
        (-5.0, "attention", "retarde de 5 s"),
        (-3600.0, "bloquant", "retarde de 60 min"),
        (86400.0, "bloquant", "avance de 24 h"),
    ],
)
def test_clocks(offset, state, says):
    found = judged(offset=offset)["clock"]
    assert (found.state, says in found.detail) == (state, True)


def test_older_software():
    assert judged(kit="new-new")["software"].state == "bloquant"
    assert preflight.alike({"a": "x", "b": "x", "c": "y"}).state == "bloquant"
    assert preflight.alike({"a": "x", "b": "x", "c": ""}).state == "ok"
    assert preflight.alike({"a": "x", "b": ""}) is None


def test_what_a_host_tells_is_read_whatever_its_line_ends():
    found = preflight.seen({"facts": "system=debian 12\r\nuser=0\r\n\r\n", "clock": "1000.5"}, 999.0, 1000.0)
    assert found.facts == {"system": "debian 12", "user": "0"}
    assert found.offset_s == 1.0
    assert preflight.seen({"facts": "", "clock": "?"}, 1.0, 2.0).offset_s == 0.0
