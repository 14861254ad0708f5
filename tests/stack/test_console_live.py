"""On a real site: what examiners are shown while a candidate works is what the capture finds in the end."""

import os

import pytest

pytestmark = [
    pytest.mark.docker,
    pytest.mark.browser,
    pytest.mark.media,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]

ROSTER = "numero,nom,prenom,commission,cms,sujet,tiers_temps\n7301,Essai,Direct,1,{cms},A,non\n"
QUESTIONS = {"wordpress": (1, 2), "prestashop": (1,)}


@pytest.fixture(scope="module", params=["wordpress", "prestashop"])
def site(request, tmp_path_factory):
    from provisioner.adapters.docker import containers
    from provisioner.errors import EngineError
    from provisioner.pipeline.bench.ready import free_ports
    from provisioner.pipeline.sitting import lifecycle, opening

    cms = request.param
    try:
        containers.golden("2022", cms)
    except EngineError:
        pytest.skip(f"no golden image of {cms}: ./e5b image build")
    folder = tmp_path_factory.mktemp("direct")
    (folder / "roster.csv").write_text(ROSTER.format(cms=cms), encoding="utf-8")
    wave = f"direct-{cms}"
    opened = opening.up("2022", folder / "roster.csv", wave=wave, host="127.0.0.1", port_base=free_ports(10, 34_000))
    assert not opened.failed
    lifecycle.start(lifecycle.select(wave), lambda _number, _state: None)
    try:
        yield wave, lifecycle.select(wave)[0]
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)


def work(entry, seen):
    """Answer questions of the subject; `seen` is called after each gesture."""
    from provisioner import exams, subjects
    from provisioner.adapters.workstation import workstation
    from provisioner.pipeline.bank import judge
    from provisioner.pipeline.sitting import opening
    from provisioner.robots import player
    from provisioner.robots.candidate import Desk
    from provisioner.robots.library import BACK_OFFICES

    cms, access = entry.candidate.who.cms, entry.candidate.access
    solved = judge.solved(exams.load_exam("2022"), subjects.read_one("2022", f"{cms}-a"))
    with workstation(entry.sitting.url) as station:
        path = opening.stack(cms).login_path
        desk = Desk(station.page, entry.sitting.url, access.login, access.password, path)
        BACK_OFFICES[cms].log_in(desk)
        for question in QUESTIONS[cms]:
            for _told, do in player.gestures(solved[question].solution, {}):
                do(desk)
                seen()


def told(live):
    lists = [*(one.changes for one in live.questions), live.outside]
    return sorted((one.kind, one.id, one.sentence) for changes in lists for one in changes)


def test_what_is_shown_live_is_what_is_found(site):
    from provisioner.pipeline.evidence import capture
    from provisioner.pipeline.live import told as live_told
    from provisioner.pipeline.live import watch as live
    from provisioner.pipeline.live.watch import Watcher
    from provisioner.steps.sitting import store

    wave, entry = site
    watcher = Watcher()
    watcher.refresh()
    watcher.look()
    assert told(live.read(wave, "7301")) == []
    counts = []

    def seen():
        watcher.look()
        counts.append(len(told(live.read(wave, "7301"))))

    work(entry, seen)
    assert counts[0] > 0, "the first gesture shows at once"
    assert counts == sorted(counts)
    seen()
    shown = live.read(wave, "7301")
    assert not shown.problem
    for question in QUESTIONS[entry.candidate.who.cms]:
        assert {one.state for one in shown.questions[question].criteria} == {"satisfied"}
        assert shown.questions[question].changes
    # One who looks for the first time now is told the same.
    late = Watcher()
    late.refresh()
    late.look()
    again = live.read(wave, "7301")
    assert told(again) == told(shown)
    assert again.events == shown.events
    folder = store.folder(wave, "7301")
    capture.capture(folder, capture.capture_password(folder), pages=False)
    found = live_told.captured(folder)
    assert told(found) == told(shown)
    assert [one.criteria for one in found.questions] == [one.criteria for one in shown.questions]
