"""A dossier brings the candidate's site back, cell by cell, on a new copy; as it was at the end, or before."""

import gzip
import json
import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from provisioner import candidate_folder

pytestmark = [
    pytest.mark.docker,
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]

ROSTER = "numero,nom,prenom,commission,cms,sujet,tiers_temps\n7301,Essai,Reouverture,1,{cms},hors banque,non\n"
ADMIN = {"wordpress": "/wp-admin/", "prestashop": "/gestion/"}
PREFIX = {"wordpress": "wp_", "prestashop": "ps_"}
# What a module activated during the sitting does: tables of its own, of every type, with values of every length.
MODULE = """
SET sql_mode = '';
CREATE TABLE {p}essai (id INT PRIMARY KEY AUTO_INCREMENT, nom VARCHAR(40) COLLATE utf8mb4_bin, texte LONGTEXT, prix DECIMAL(20,6),
  jour DATE, heure DATETIME(3), f FLOAT, d DOUBLE, octets VARBINARY(9), fichier MEDIUMBLOB, bits BIT(12), adresse TEXT, choix ENUM('a','é'));
INSERT INTO {p}essai VALUES
 (1, 'é', REPEAT('é', 30000), -12.5, '0000-00-00', '2022-05-12 09:05:01.120', 0.1, 1 / 3, X'00FF', X'FFFE00', b'101000000001',
  '{url}/page', 'é'),
 (7, 'base64:AAAA', '', 0, '2022-05-12', '0000-00-00 00:00:00', 3.4e38, 1e300, '', '', b'0', CONCAT('a:1:{{s:1:"u";s:', LENGTH('{url}/x'), ':"{url}/x";}}'), ''),
 (8, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE {p}sans_cle (a INT, b VARCHAR(9));
INSERT INTO {p}sans_cle VALUES (1, 'x'), (1, 'x'), (2, NULL);
"""  # noqa: E501


@dataclass
class Sealed:
    cms: str
    dossier: Path
    folder: Path
    middle: Path
    minute: float
    tag: str


@pytest.fixture(scope="module", params=["wordpress", "prestashop"])
def sealed(request, tmp_path_factory):
    """A candidate at work, captured in the middle and at the end, sealed, taken off the machine."""
    from provisioner.adapters.docker import containers
    from provisioner.errors import EngineError
    from provisioner.pipeline.bench.ready import free_ports
    from provisioner.pipeline.evidence import capture, dossier, review
    from provisioner.pipeline.sitting import lifecycle, opening

    cms = request.param
    try:
        containers.golden("2022", cms)
    except EngineError:
        pytest.skip(f"no golden image of {cms}: ./e5b image build")
    work = tmp_path_factory.mktemp("sitting")
    (work / "roster.csv").write_text(ROSTER.format(cms=cms), encoding="utf-8")
    wave = f"rouvrir-{cms}"
    opened = opening.up("2022", work / "roster.csv", wave=wave, host="127.0.0.1", port_base=free_ports(10, 33_000))
    assert not opened.failed
    site = opened.started[0]
    folder = capture.paths.waves() / wave / "7301"
    try:
        play(cms, wave, work / "image.jpg")
        password = capture.capture_password(folder)
        capture.capture(folder, password, pages=False)
        shutil.copy(folder / "capture" / "after.json.gz", work / "middle.json.gz")
        middle = datetime.now().astimezone().timestamp()
        late(site, cms)
        capture.capture(folder, password, pages=False)
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)
    review.write(folder)
    path = dossier.seal(folder)
    from provisioner.schema import requests

    began = datetime.fromisoformat(requests.read(folder / "capture" / "requests.jsonl.gz")[0].at).timestamp()
    return Sealed(cms, path, folder, work / "middle.json.gz", (middle - began) / 60, site.image)


def play(cms, wave, picture):
    from PIL import Image

    from provisioner.adapters.workstation import workstation
    from provisioner.robots.candidate import Desk
    from provisioner.robots.scenarios import SCENARIOS
    from provisioner.steps.sitting import store

    Image.radial_gradient("L").resize((1200, 800)).convert("RGB").save(picture)
    entry = store.entries(wave)[0]
    with workstation(entry.sitting.url) as station:
        password = entry.candidate.access.password
        desk = Desk(station.page, entry.sitting.url, entry.sitting.login, password, ADMIN[cms])
        SCENARIOS[cms].play(desk, picture)


def late(site, cms):
    """Do, well after the rest, what no gesture does: new tables, a file put over another, one removed."""
    import time

    from provisioner import paths
    from provisioner.adapters.docker import probe

    time.sleep(3)  # the log knows whole seconds only
    sql = MODULE.format(p=PREFIX[cms], url=site.url)
    (paths.run() / site.container / "module.sql").write_text(sql, encoding="utf-8")
    order = f"mariadb --default-character-set=utf8mb4 {cms} < /run/e5b/module.sql"
    probe.ask(site.container, ["sh", "-c", order], user="root")
    folder = "wp-content/uploads" if cms == "wordpress" else "img"
    # Not the small copies that the CMS makes by itself.
    find = "find . -name '*.jpg' | grep -vE -- '-[0-9]+x[0-9]+|default|/tmp/' | sort | head -2"
    script = f"cd /var/www/html/{folder} && set -- $({find}) && rm $1 && echo b >> $2"
    probe.ask(site.container, ["sh", "-c", f"{script} && mkdir -p neuf && echo é > 'neuf/à deux points: \"x\".txt'"])


@pytest.fixture
def reopened(sealed, monkeypatch):
    """Reopen the dossier; `seen` holds what the database was before any page was asked. One site at a time."""
    from provisioner.pipeline.evidence import reopen
    from provisioner.steps.reopen import site as making

    seen = []
    real = making.wait
    monkeypatch.setattr(making, "wait", lambda site, url: (seen.append(site.snapshot()), real(site, url)))

    def made(**options):
        found = reopen.reopen(sealed.dossier, lambda _: None, host="127.0.0.1", **options)
        return found, seen[-1]

    yield made
    reopen.close([])


def differences(sealed, before, found, now):
    """Compare with the project's own witness: only the address and the password may differ."""
    from provisioner.schema.snapshot import Snapshot
    from provisioner.steps import diff
    from provisioner.steps.diff.engine import cleaner
    from provisioner.steps.diff.witness import compare, personal_cells

    sitting = candidate_folder.sitting(sealed.folder)
    here = sitting.model_copy(update={"url": found.url})
    clean = cleaner({**diff.personal_of(here), **diff.personal_of(sitting)})
    told = compare(Snapshot.read(before), now, (), personal_cells(diff.load_model(sealed.cms), clean))
    assert told.rows > 0, "the password at least is another one"
    return told.disagreements


def test_the_site_is_as_it_was_at_the_end(sealed, reopened):
    found, now = reopened()
    assert found.witness.agrees
    assert found.reservations == ()
    assert differences(sealed, sealed.folder / "capture" / "after.json.gz", found, now) == ()
    assert now.tables["essai"].rows[0][2] == "é" * 30_000
    assert found.url in now.tables["essai"].rows[0][11]
    same_files(sealed, found)
    signs_in(sealed, found)
    assert b"</html>" in page(found.url)


def test_the_comparison_sees_one_other_cell(sealed, reopened):
    found, now = reopened()
    table = now.tables["essai"]
    table.rows[1][3] = "0.000001"
    told = differences(sealed, sealed.folder / "capture" / "after.json.gz", found, now)
    assert len(told) == 1
    assert "essai (id = 7), prix" in told[0]


def test_the_site_is_as_it_was_in_the_middle(sealed, reopened):
    found, now = reopened(minute=sealed.minute)
    assert "essai" not in now.tables
    assert differences(sealed, sealed.middle, found, now) == ()
    assert datetime.fromisoformat(found.at).timestamp() < datetime.now().astimezone().timestamp()


def test_at_minute_zero_nothing_was_done(sealed, reopened):
    found, now = reopened(minute=0)
    from provisioner.schema.snapshot import Snapshot
    from provisioner.steps import diff

    before = Snapshot.read(sealed.folder / "capture" / "before.json.gz")
    sitting = candidate_folder.sitting(sealed.folder)
    mine = {**diff.personal_of(sitting.model_copy(update={"url": found.url})), **diff.personal_of(sitting)}
    told = diff.diff(before, now, diff.load_model(sealed.cms), mine)
    # The very first page, asked before the candidate came, writes what every first page writes.
    assert (told.changes, told.others) == ((), ())


def test_read_only_is_looked_at_and_never_written(sealed, reopened):
    from provisioner.adapters.docker import probe
    from provisioner.errors import EngineError

    found, _ = reopened(read_only=True)
    assert found.witness.agrees
    signs_in(sealed, found)
    table = PREFIX[sealed.cms] + ("options" if sealed.cms == "wordpress" else "configuration")
    for order in (f"DELETE FROM {table}", f"DROP TABLE {table}", f"CREATE TABLE {PREFIX[sealed.cms]}intrus (a INT)"):
        with pytest.raises(EngineError):
            probe.ask(found.container, ["mariadb", sealed.cms, "-e", order])
    assert (
        probe.ask(found.container, ["mariadb", sealed.cms, "-Ne", f"SELECT COUNT(*) > 100 FROM {table}"]).strip() == "1"
    )


def test_an_altered_dossier_another_image_or_centre_is_refused(sealed, tmp_path):
    from provisioner.adapters.docker import containers
    from provisioner.errors import DossierError
    from provisioner.pipeline.evidence import dossier, reopen

    def refused(path, says, **options):
        with pytest.raises(DossierError, match=says):
            reopen.reopen(path, lambda _: None, host="127.0.0.1", **options)

    data = bytearray(sealed.dossier.read_bytes())
    data[-5000] ^= 1
    (tmp_path / "altere.zip").write_bytes(data)
    refused(tmp_path / "altere.zip", "n’est pas intact")
    refused(sealed.dossier, "pas celle demandée", key="0" * 32)
    other = tmp_path / "7302"
    shutil.copytree(sealed.folder, other)
    sitting = json.loads((other / "sitting.json").read_text(encoding="utf-8"))
    (other / "sitting.json").write_text(
        json.dumps(sitting | {"number": "7302", "image": "e5b/autre:1"}), encoding="utf-8"
    )
    refused(dossier.seal(other), "n’est pas ici")
    assert containers.find(kind="reopened") == []


def test_no_name_and_no_secret_is_in_the_dossier(sealed):
    import zipfile

    from provisioner.steps.sitting import store

    access = store.read_wave(sealed.folder.parent.name).candidates[0].access
    words = ["Reouverture", access.password, access.capture_password, *access.keys.values()]
    log = (sealed.folder / "access.log").read_text(encoding="utf-8")
    assert "Cookie" in log, "the front door's own log is there, and is not what is sealed"
    with zipfile.ZipFile(sealed.dossier) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            plain = gzip.decompress(data) if name.endswith(".gz") else data
            assert not [word for word in words if word.encode() in plain], name


def same_files(sealed, found):
    from provisioner.adapters.docker import files
    from provisioner.steps.capture.evidence import LARGEST, ROOT

    work, derived = (
        json.loads((sealed.folder / "capture" / name).read_text(encoding="utf-8"))
        for name in ("files.json", "derived.json")
    )
    assert {one["action"] for one in work} == {"created", "changed", "removed"}
    assert derived, "the small copies of the picture that was put there"
    for one in (*work, *derived):
        there = files.content(found.container, f"{ROOT}/{one['path']}", LARGEST)
        kept = sealed.folder / "capture" / "files" / one["path"]
        wanted = None if one["action"] == "removed" else kept.read_bytes()
        assert (there.data if there else None) == wanted, one["path"]


def signs_in(sealed, found):
    from provisioner.adapters.workstation import workstation
    from provisioner.robots import prestashop, wordpress
    from provisioner.robots.candidate import Desk

    with workstation(found.url) as station:
        desk = Desk(station.page, found.url, found.login, found.password, ADMIN[sealed.cms])
        {"wordpress": wordpress, "prestashop": prestashop}[sealed.cms].log_in(desk)


def page(url):
    import urllib.request

    with urllib.request.urlopen(url, timeout=30) as answer:
        data = answer.read()
    return gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
