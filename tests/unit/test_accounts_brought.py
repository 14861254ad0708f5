"""Accounts brought from the machine that leads a centre: one name, one password; never a password in clear."""

import json
import os
import subprocess
import sys

import pytest

from provisioner import paths
from provisioner.schema.accounts import AccountsCopy
from provisioner.steps.console import accounts, bringing, passwords, sign_ins
from provisioner.steps.console.database import Database

SECRET = "cheval pile agrafe exact"


@pytest.fixture
def machines(e5b_home, monkeypatch):
    """The machine that leads, and a host."""
    monkeypatch.setattr(passwords, "COST", 2)
    leads, host = (Database(e5b_home / name / "console.sqlite") for name in ("leads", "host"))
    accounts.add(leads, "nadia", "technicien")
    accounts.add(leads, "marie", "examinateur", "12")
    accounts.choose(leads, "marie", SECRET)
    return leads, host


def brought(machines):
    return bringing.bring(machines[1], bringing.told(machines[0]))


def opens(database, name, password):
    return accounts.verified(database, name, password) is not None


def test_one_password_opens_everywhere_and_twice_is_once(machines):
    assert brought(machines).changed == ("marie", "nadia")
    assert opens(machines[1], "marie", SECRET)
    assert accounts.find(machines[1], "marie").commission == "12"
    assert brought(machines).changed == ()
    assert SECRET not in bringing.told(machines[0]).model_dump_json()


def test_what_changed_there_changes_here_and_closes_what_was_open(machines):
    brought(machines)
    leads, host = machines
    token = sign_ins.open_for(host, accounts.find(host, "marie"))
    accounts.choose(leads, "marie", "quatre autres mots choisis")
    assert brought(machines).changed == ("marie",)
    assert not opens(host, "marie", SECRET)
    assert opens(host, "marie", "quatre autres mots choisis")
    assert sign_ins.find(host, token) is None


def test_a_password_changed_here_stays_until_it_is_changed_there(machines):
    brought(machines)
    leads, host = machines
    accounts.choose(host, "marie", "changé sur son propre poste")
    assert brought(machines).changed == ()
    assert opens(host, "marie", "changé sur son propre poste")
    accounts.choose(leads, "marie", "donné à nouveau par nadia")
    assert brought(machines).changed == ("marie",)
    assert opens(host, "marie", "donné à nouveau par nadia")


def test_an_account_that_was_closed_there_is_closed_here(machines):
    brought(machines)
    leads, host = machines
    accounts.remove(leads, "marie")
    assert brought(machines).changed == ("marie",)
    assert accounts.find(host, "marie") is None
    assert brought(machines).changed == ()


def test_one_that_was_closed_before_it_ever_came_is_not_made(machines):
    accounts.remove(machines[0], "marie")
    assert brought(machines).changed == ("nadia",)
    assert [one.name for one in accounts.everyone(machines[1])] == ["nadia"]


def test_those_of_this_machine_stay_and_nobody_becomes_another(machines):
    _, host = machines
    accounts.add(host, "paul", "examinateur", "9")
    accounts.add(host, "Marie", "examinateur", "7")
    done = brought(machines)
    assert done.changed == ("nadia",)
    assert "« Marie » existe déjà" in done.kept[0]
    assert accounts.find(host, "Marie").commission == "7"
    assert accounts.find(host, "paul")


def receive(text):
    return subprocess.run(
        [sys.executable, "-m", "provisioner", "console", "account", "receive", "--json"],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        cwd=paths.PROJECT,
        env=dict(os.environ),
    )


def test_the_command_reads_its_input_and_never_shows_it(machines):
    copy = bringing.told(machines[0])
    done = receive(copy.model_dump_json())
    assert json.loads(done.stdout) == {"changed": ["marie", "nadia"], "kept": []}
    assert "scrypt" not in done.stdout + done.stderr
    assert opens(Database(), "marie", SECRET)
    kept = copy.accounts[0].password
    for wrong in (f'{{"format": 1, "accounts": [{{"name": "x", "password": "{kept}"}}]}}', f"{kept}\n", ""):
        refused = receive(wrong)
        assert refused.returncode == 1
        assert "ne contient pas les comptes" in refused.stderr
        assert kept not in refused.stdout + refused.stderr


@pytest.mark.parametrize("password", ["clair", "scrypt$00$11", "scrypt$" + "0" * 32 + "$" + "g" * 64])
def test_what_is_no_hash_is_refused(password):
    one = {"name": "x", "role": "technicien", "commission": "", "marking": 1, "password": password}
    with pytest.raises(ValueError, match="password"):
        AccountsCopy.model_validate_json(json.dumps({"accounts": [one]}))
