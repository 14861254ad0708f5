"""On real sites: both witnesses tell the same of a candidate at work, and nothing of one who only looks."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.docker,
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]

ROSTER = "numero,nom,prenom,commission,cms,sujet,tiers_temps\n7101,Essai,Témoins,1,{cms},A,non\n"


@dataclass
class Played:
    cms: str
    busy: bool
    folder: Path
    result: Any


@pytest.fixture(
    scope="module",
    params=[(cms, busy) for cms in ("wordpress", "prestashop") for busy in (True, False)],
    ids=lambda one: f"{one[0]}-{'work' if one[1] else 'look'}",
)
def played(request, tmp_path_factory):
    """A candidate at work, or one who only looks, then captured; one site at a time."""
    from provisioner.adapters.docker import containers
    from provisioner.errors import EngineError
    from provisioner.pipeline.bench.ready import free_ports
    from provisioner.pipeline.sitting import lifecycle, opening

    cms, busy = request.param
    try:
        containers.golden("2022", cms)
    except EngineError:
        pytest.skip(f"no golden image of {cms}: ./e5b image build")
    folder = tmp_path_factory.mktemp("sitting")
    (folder / "roster.csv").write_text(ROSTER.format(cms=cms), encoding="utf-8")
    wave = f"temoins-{cms}-{'travail' if busy else 'repos'}"
    opened = opening.up("2022", folder / "roster.csv", wave=wave, host="127.0.0.1", port_base=free_ports(10, 33_000))
    assert not opened.failed
    try:
        yield work(cms, wave, busy=busy, picture=folder / "image.jpg")
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)


def work(cms, wave, *, busy, picture):
    from PIL import Image

    from provisioner import paths
    from provisioner.adapters.workstation import workstation
    from provisioner.pipeline.bench import rivals
    from provisioner.pipeline.evidence import capture
    from provisioner.robots.candidate import Desk
    from provisioner.robots.scenarios import IDLE, SCENARIOS
    from provisioner.steps.sitting import store

    Image.radial_gradient("L").resize((1200, 800)).convert("RGB").save(picture)
    entry = store.entries(wave)[0]
    with workstation(entry.sitting.url) as station:
        admin = rivals.recipe(cms).back_office
        desk = Desk(station.page, entry.sitting.url, entry.sitting.login, entry.candidate.access.password, admin)
        (SCENARIOS if busy else IDLE)[cms].play(desk, picture)
    folder = paths.waves() / wave / entry.number
    return Played(cms, busy, folder, capture.capture(folder, capture.capture_password(folder), pages=False))


def test_both_witnesses_tell_the_same(played):
    assert played.result.unread_log == ""
    witness = played.result.witness
    assert witness.agrees, witness.disagreements
    if played.busy:
        assert witness.events > 20
        assert witness.rows > 10


def test_every_change_has_its_time_in_the_sitting(played):
    timeline = played.result.timeline
    spans = {(span.kind, span.id): span for span in timeline.spans if span.action != "undone"}
    for change in played.result.changes:
        times = spans[change.kind, change.id].times
        assert times, change.title
        assert all(timeline.opened <= at for at in times)
    assert bool(played.result.changes) == played.busy


def test_who_only_looks_leaves_no_net_event(played):
    if not played.busy:
        assert (played.result.changes, played.result.others, played.result.files) == ((), (), ())
        assert played.result.timeline.spans == ()


def test_the_same_from_the_disk_alone(played):
    from provisioner.pipeline.evidence import capture

    assert capture.again(played.folder) == played.result
    assert (played.folder / "capture/events.jsonl.gz").stat().st_size < 5_000_000


def test_pages_opened_are_known_and_hold_no_secret(played):
    paths = [visit.path for visit in played.result.visits]
    assert paths
    assert not [path for path in paths if "token" in path or "nonce" in path]
    assert not [path for path in paths if "ajax" in path or "login" in path.lower()]
    admin = "/wp-admin/" if played.cms == "wordpress" else "/gestion/"
    assert len([path for path in paths if path.startswith(admin)]) > 3


def test_what_was_tried_and_undone_is_told_across_a_restart(engine, tmp_path):
    from provisioner import paths
    from provisioner.adapters.docker import containers
    from provisioner.adapters.workstation import workstation
    from provisioner.errors import EngineError
    from provisioner.pipeline.bench.ready import free_ports
    from provisioner.pipeline.evidence import capture
    from provisioner.pipeline.sitting import lifecycle, opening
    from provisioner.robots import wordpress
    from provisioner.robots.candidate import Desk
    from provisioner.steps.sitting import store

    try:
        containers.golden("2022", "wordpress")
    except EngineError:
        pytest.skip("no golden image of wordpress: ./e5b image build")
    (tmp_path / "roster.csv").write_text(ROSTER.format(cms="wordpress"), encoding="utf-8")
    wave = "temoins-essais"
    opened = opening.up("2022", tmp_path / "roster.csv", wave=wave, host="127.0.0.1", port_base=free_ports(10, 33_000))
    assert not opened.failed
    try:
        entry = store.entries(wave)[0]
        with workstation(entry.sitting.url) as station:
            password = entry.candidate.access.password
            desk = Desk(station.page, entry.sitting.url, entry.sitting.login, password, "/wp-admin/")
            wordpress.log_in(desk)
            desk.open("/wp-admin/options-general.php")
            first = desk.page.input_value("#blogdescription")
            gesture = wordpress.ACTIONS
            gesture["change_tagline"].function(desk, tagline="Un slogan essayé")
            gesture["add_category"].function(desk, name="Essai de catégorie")
            # A person takes a while to change their mind; what follows at once is one save to the log.
            desk.page.wait_for_timeout(4000)
            # The server stops as in a power cut: the log goes on in another file.
            container = engine.containers.get(entry.container)
            container.kill()
            lifecycle.start([entry], lambda *_: None)
            gesture["delete_category"].function(desk, name="Essai de catégorie")
            gesture["change_tagline"].function(desk, tagline=first)
        folder = paths.waves() / wave / entry.number
        result = capture.capture(folder, capture.capture_password(folder), pages=False)
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)
    assert (result.changes, result.others) == ((), ())
    assert result.witness.agrees, result.witness.disagreements
    told = {span.kind: span for span in result.timeline.spans}
    assert {span.action for span in told.values()} == {"undone"}
    assert any("Un slogan essayé" in said for said in told["identity"].tried)
    assert any("Essai de catégorie" in said for said in told["category"].tried)
    assert all(len(span.times) == 2 for span in told.values())


TYPES = """
SET sql_mode = '';
CREATE TABLE wp_types (id INT PRIMARY KEY, tiny TINYINT, utiny TINYINT UNSIGNED, big BIGINT, ubig BIGINT UNSIGNED,
  med MEDIUMINT, f FLOAT, d DOUBLE, price DECIMAL(20,6), small DECIMAL(3,2), digits DECIMAL(18,0), day DATE,
  moment DATETIME, precise DATETIME(3), stamp TIMESTAMP NULL, hour TIME, y YEAR, letters CHAR(9), words VARCHAR(300),
  latin VARCHAR(20) CHARACTER SET latin1, text LONGTEXT, bytes VARBINARY(9), file MEDIUMBLOB, choice ENUM('a','é'),
  several SET('un','deux','trois'), bits BIT(12), note JSON);
INSERT INTO wp_types VALUES
 (1, -128, 255, -9223372036854775808, 18446744073709551615, -8388608, 0.1, 0.1, -12.5, 0.05, 123456789012345678,
  '2022-05-12', '2022-05-12 09:05:01', '2022-05-12 09:05:01.120', '2022-05-12 09:05:01', '-01:02:03', 2022, 'é', '😀',
  'été', REPEAT('é', 30000), X'00FF', X'FFFE00', 'é', 'deux,un', b'101000000001', '{"a": 1}'),
 (2, 0, 0, 0, 0, 0, 16777216, 1e300, 0, 0, 0, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00',
  '0000-00-00 00:00:00', '838:59:59', 0, '', '', '', '', '', '', 'faux', '', b'0', '[]');
INSERT INTO wp_types (id) VALUES (3);
CREATE TABLE wp_keyless (a INT, b VARCHAR(9));
INSERT INTO wp_keyless VALUES (1, 'x'), (1, 'x'), (2, NULL);
UPDATE wp_keyless SET b = 'y' WHERE a = 1 LIMIT 1;
DELETE FROM wp_keyless WHERE a = 2;
UPDATE wp_types SET id = 4, f = 3.4e38 WHERE id = 2;
UPDATE wp_types SET f = 1.17549e-38, d = 1 / 3, several = 'trois', words = 'a\\0b' WHERE id = 1;
UPDATE wp_options SET option_name = 'passage', option_id = 900001 WHERE option_name = 'blogdescription';
UPDATE wp_options SET option_name = 'blogdescription' WHERE option_id = 900001;
CREATE TABLE wp_passing (id INT PRIMARY KEY, a INT);
INSERT INTO wp_passing VALUES (1, 1);
DROP TABLE wp_passing;
ALTER TABLE wp_terms ADD COLUMN extra INT DEFAULT 3;
UPDATE wp_terms SET extra = 4;
"""


def test_every_type_of_column_reads_the_same_from_both(engine, tmp_path):
    from provisioner import paths
    from provisioner.adapters.docker import containers
    from provisioner.errors import EngineError
    from provisioner.pipeline.bench.ready import free_ports
    from provisioner.pipeline.evidence import capture
    from provisioner.pipeline.sitting import lifecycle, opening

    try:
        containers.golden("2022", "wordpress")
    except EngineError:
        pytest.skip("no golden image of wordpress: ./e5b image build")
    (tmp_path / "roster.csv").write_text(ROSTER.format(cms="wordpress"), encoding="utf-8")
    wave = "temoins-types"
    opened = opening.up("2022", tmp_path / "roster.csv", wave=wave, host="127.0.0.1", port_base=free_ports(10, 33_000))
    assert not opened.failed
    try:
        site = opened.started[0]
        run = paths.run() / site.container / "types.sql"
        run.write_text(TYPES, encoding="utf-8")
        order = ["sh", "-c", "mariadb --default-character-set=utf8mb4 wordpress < /run/e5b/types.sql"]
        code, said = engine.containers.get(site.container).exec_run(order)
        assert code == 0, said
        folder = paths.waves() / wave / "7101"
        result = capture.capture(folder, capture.capture_password(folder), pages=False)
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)
    assert result.unread_log == ""
    assert result.witness.agrees, result.witness.disagreements
    assert {"types", "keyless"} <= {other.table for other in result.others}
    assert "passing" not in {other.table for other in result.others}
