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
    from provisioner.pipeline import lifecycle, sittings
    from provisioner.pipeline.bench_ready import free_ports

    cms, busy = request.param
    try:
        containers.golden("2022", cms)
    except EngineError:
        pytest.skip(f"no golden image of {cms}: ./e5b image build")
    folder = tmp_path_factory.mktemp("sitting")
    (folder / "roster.csv").write_text(ROSTER.format(cms=cms), encoding="utf-8")
    wave = f"temoins-{cms}-{'travail' if busy else 'repos'}"
    opened = sittings.up("2022", folder / "roster.csv", wave=wave, host="127.0.0.1", port_base=free_ports(10, 33_000))
    assert not opened.failed
    try:
        yield work(cms, wave, busy=busy, picture=folder / "image.jpg")
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)


def work(cms, wave, *, busy, picture):
    from PIL import Image

    from provisioner import paths
    from provisioner.adapters.workstation import workstation
    from provisioner.pipeline import bench_rivals, capture
    from provisioner.robots.candidate import Desk
    from provisioner.robots.scenarios import IDLE, SCENARIOS
    from provisioner.steps.sitting import store

    Image.radial_gradient("L").resize((1200, 800)).convert("RGB").save(picture)
    entry = store.entries(wave)[0]
    with workstation(entry.sitting.url) as station:
        admin = bench_rivals.recipe(cms).back_office
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
    from provisioner.pipeline import capture

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
    from provisioner.pipeline import capture, lifecycle, sittings
    from provisioner.pipeline.bench_ready import free_ports
    from provisioner.robots import wordpress
    from provisioner.robots.candidate import Desk
    from provisioner.steps.sitting import store

    try:
        containers.golden("2022", "wordpress")
    except EngineError:
        pytest.skip("no golden image of wordpress: ./e5b image build")
    (tmp_path / "roster.csv").write_text(ROSTER.format(cms="wordpress"), encoding="utf-8")
    wave = "temoins-essais"
    opened = sittings.up("2022", tmp_path / "roster.csv", wave=wave, host="127.0.0.1", port_base=free_ports(10, 33_000))
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
