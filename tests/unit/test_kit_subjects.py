"""Subjects are sealed, opened with their passphrase only, all of them or none; a kit's software holds none."""

import json
from datetime import datetime, timedelta

import kits
import pytest

from provisioner import paths
from provisioner.adapters import passphrase
from provisioner.errors import KitError
from provisioner.pipeline.kit import subjects
from provisioner.schema.kit import Installed
from provisioner.steps.kit import bank, contents, place
from provisioner.subjects import ids

SUBJECTS = {"2022/wordpress-a/subject.yml": b"secret: menus", "2022/wordpress-a/annexe.txt": b"x" * 5000}


@pytest.fixture
def software(tmp_path):
    kits.files(tmp_path / "soft" / "subjects", {"2022/exam.yml": b"id: 2022", "2022/prestashop-z/subject.yml": b"old"})
    return tmp_path / "soft"


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    return bank.closed(kits.files(tmp_path_factory.mktemp("bank"), SUBJECTS), kits.SECRET)


def test_nothing_shows_through(sealed):
    assert b"secret" not in sealed
    assert b"wordpress" not in sealed


def test_opened_in_place_of_the_old_ones(sealed, software):
    assert bank.opened(sealed, kits.SECRET.lower().replace("-", " "), software) == ["2022/wordpress-a"]
    assert (software / "subjects/2022/wordpress-a/subject.yml").read_bytes() == b"secret: menus"
    assert not (software / "subjects/2022/prestashop-z").exists()
    bank.opened(sealed, kits.SECRET, software)
    assert sorted(path.name for path in (software / "subjects").iterdir()) == ["2022"]


@pytest.mark.parametrize("secret", ["7KQ2-M3PA-X9ZT-4WRH-6BCE", "x"])
def test_wrong_passphrase_opens_nothing(sealed, software, secret):
    with pytest.raises(KitError, match="n’ouvre pas"):
        bank.opened(sealed, secret, software)
    assert (software / "subjects/2022/prestashop-z").exists()


@pytest.mark.parametrize("at", [3, 14, 80, -1])
def test_altered_seal(sealed, at):
    changed = bytearray(sealed)
    changed[at] ^= 1
    with pytest.raises((ValueError, KeyError)):
        passphrase.decrypt(bytes(changed), kits.SECRET)


@pytest.mark.parametrize("raw", [b"", b"nothing", b"e5b-scelle-1\n{}\nx", b"e5b-scelle-1\n[]\nx", b"e5b-scelle-1\n"])
def test_what_was_never_sealed(software, raw):
    with pytest.raises(KitError, match="illisibles"):
        bank.opened(raw, kits.SECRET, software)


def test_cost_cannot_be_raised(sealed):
    head, _, rest = sealed.partition(b"\n")[2].partition(b"\n")
    told = json.loads(head) | {"n": 1 << 30}
    with pytest.raises(ValueError, match="cost"):
        passphrase.decrypt(b"e5b-scelle-1\n" + json.dumps(told).encode() + b"\n" + rest, kits.SECRET)


def test_passphrases_are_long_and_different():
    made = {passphrase.new() for _ in range(50)}
    assert len(made) == 50
    assert all(len(passphrase.normal(one)) == 20 for one in made)


@pytest.mark.parametrize("name", ["subject.yml", "2022/x.yml/..", "2099/wordpress-a/subject.yml"])
def test_subjects_elsewhere_are_refused(tmp_path, software, name):
    data = bank.closed(kits.files(tmp_path / "bank", {"ok": b"x"}) and {name: tmp_path / "bank" / "ok"}, "")
    with pytest.raises(KitError):
        bank.opened(data, "", software)
    assert (software / "subjects/2022/prestashop-z").exists()


def test_software_of_a_kit_has_no_subject():
    found = contents.software()
    for exam in ("2021", "2022"):
        assert f"subjects/{exam}/exam.yml" in found
        for id_ in ids(exam):
            assert not [name for name in found if name.startswith(f"subjects/{exam}/{id_}/")]
    assert ids("2022")
    assert {f"2022/{id_}/subject.yml" for id_ in ids("2022")} <= set(contents.bank(["2022"]))
    assert not [name for name in found if name.startswith((".venv", ".git", "tests")) or "__pycache__" in name]
    assert {"e5b", "requirements.txt", "provisioner/cli.py", "docs/kit.md"} <= set(found)


def test_libraries_of_developers_stay_out():
    wanted = {line.partition("==")[0] for line in contents.requirements()}
    assert {"click", "cryptography", "zstandard", "playwright"} <= wanted
    assert not {"ruff", "mypy", "pytest"} & wanted


def installed(software, **changes):
    record = Installed(
        manifest="0" * 64, built_at="", software=str(software), sealed=True, opens_at="", parts={}
    ).model_copy(update=changes)
    place.remember(record)


def test_open_at_its_time_only(sealed, software):
    with pytest.raises(KitError, match="Aucun kit"):
        subjects.open_subjects(kits.SECRET)
    later = (datetime.now().astimezone() + timedelta(hours=1)).isoformat()
    installed(software, opens_at=later)
    (paths.kit() / "subjects.vol").write_bytes(sealed)
    with pytest.raises(KitError, match="s’ouvrent le"):
        subjects.open_subjects(kits.SECRET)
    installed(software, opens_at=(datetime.now().astimezone() - timedelta(hours=1)).isoformat())
    assert subjects.open_subjects(kits.SECRET) == ["2022/wordpress-a"]
    installed(software, sealed=False)
    with pytest.raises(KitError, match="ne sont pas scellés"):
        subjects.open_subjects(kits.SECRET)
