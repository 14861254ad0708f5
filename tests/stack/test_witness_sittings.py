"""On real sites: both witnesses tell the same of a candidate at work, and nothing of one who only looks."""

import os

import pytest

pytestmark = [
    pytest.mark.docker,
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]

HEADER = "numero,nom,prenom,commission,cms,sujet,tiers_temps\n"


@pytest.fixture(scope="module", params=["wordpress", "prestashop"])
def pair(request, tmp_path_factory):
    """Two candidates of one CMS, the first at work, the second looking round; both captured."""
    from provisioner.adapters.docker import containers
    from provisioner.errors import EngineError
    from provisioner.pipeline import lifecycle, sittings
    from provisioner.pipeline.bench_ready import free_ports

    cms = request.param
    try:
        containers.golden("2022", cms)
    except EngineError:
        pytest.skip(f"no golden image of {cms}: ./e5b image build")
    roster = tmp_path_factory.mktemp("roster") / "roster.csv"
    lines = [f"{number},Essai,Témoins,1,{cms},A,non\n" for number in ("7101", "7102")]
    roster.write_text(HEADER + "".join(lines), encoding="utf-8")
    wave = f"temoins-{cms}"
    opened = sittings.up("2022", roster, wave=wave, host="127.0.0.1", port_base=free_ports(10, 33_000))
    assert not opened.failed
    try:
        yield cms, wave, work(cms, wave, tmp_path_factory.mktemp("picture") / "image.jpg")
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)


def work(cms, wave, picture):
    from PIL import Image

    from provisioner import paths
    from provisioner.adapters.workstation import workstation
    from provisioner.pipeline import bench_rivals, capture
    from provisioner.robots.candidate import Desk
    from provisioner.robots.scenarios import IDLE, SCENARIOS
    from provisioner.steps.sitting import store

    Image.radial_gradient("L").resize((1200, 800)).convert("RGB").save(picture)
    found = []
    for entry, scenario in zip(store.entries(wave), (SCENARIOS[cms], IDLE[cms]), strict=True):
        with workstation(entry.sitting.url) as station:
            secret = entry.candidate.access.password
            admin = bench_rivals.recipe(cms).back_office
            scenario.play(Desk(station.page, entry.sitting.url, entry.sitting.login, secret, admin), picture)
        folder = paths.waves() / wave / entry.number
        found.append(capture.capture(folder, capture.capture_password(folder), pages=False))
    return found


def test_both_witnesses_tell_the_same(pair):
    _, _, (busy, idle) = pair
    for result in (busy, idle):
        assert result.unread_log == ""
        assert result.witness.agrees, result.witness.disagreements
    assert busy.witness.events > 20
    assert busy.witness.rows > 10


def test_every_change_has_its_time_in_the_sitting(pair):
    _, _, (busy, _) = pair
    assert busy.changes
    spans = {(span.kind, span.id): span for span in busy.timeline.spans if span.action != "undone"}
    for change in busy.changes:
        times = spans[change.kind, change.id].times
        assert times, change.title
        assert all(busy.timeline.opened <= at for at in times)


def test_who_only_looks_leaves_no_net_event(pair):
    _, _, (_, idle) = pair
    assert (idle.changes, idle.others, idle.files) == ((), (), ())
    assert idle.timeline.spans == ()


def test_the_same_from_the_disk_alone(pair):
    from provisioner import paths
    from provisioner.pipeline import capture

    _, wave, (busy, _) = pair
    folder = paths.waves() / wave / "7101"

    assert capture.again(folder) == busy

    assert (folder / "capture/events.jsonl.gz").stat().st_size < 5_000_000


def test_pages_opened_are_known_and_hold_no_secret(pair):
    cms, _, (busy, idle) = pair
    if busy.visits is None:
        pytest.skip("the golden image keeps no access log")
    for result in (busy, idle):
        paths = [visit.path for visit in result.visits]
        assert paths
        assert not [path for path in paths if "token" in path or "nonce" in path]
        assert not [path for path in paths if "ajax" in path or "login" in path.lower()]
    admin = "/wp-admin/" if cms == "wordpress" else "/gestion/"
    assert [path for path in (visit.path for visit in idle.visits) if path.startswith(admin)]
