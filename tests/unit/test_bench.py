"""What the bench computes and says, its state folder, and the recipes of the stacks. Real measures need Docker."""

import json
import os
import re
import signal

import pytest
from click.testing import CliRunner

from provisioner import paths
from provisioner.commands.bench import command, lines
from provisioner.errors import E5BError, EngineError, SittingError
from provisioner.pipeline.bench import compare, pages, ready, recording, rivals
from provisioner.pipeline.bench import home as bench_home
from provisioner.schema.bench import Figures
from provisioner.steps.image import inputs

STACKS = sorted(path.parent.name for path in paths.STACKS.glob("*/stack.yml"))
KEYS = {
    *("version", "ready_s", "install_s", "import_s", "memory_mib", "disk_mb", "backoffice_server_s"),
    *("backoffice_browser_s", "capture_db_s", "diff_checks_s", "capture_pages_s", "recording"),
}


def figures(**changes):
    spread = {"median": 0.1, "max": 0.4}
    values = {
        "version": "1.7.6.5",
        "ready_s": {"1": 0.6, "10": 4.8, "30": None},
        "install_s": 12.34,
        "import_s": 3.0,
        "memory_mib": 72.0,
        "disk_mb": 23.4,
        "backoffice_server_s": spread,
        "backoffice_browser_s": {"median": 0.5, "max": 1.2},
        "capture_db_s": 0.4,
        "diff_checks_s": 0.2,
        "capture_pages_s": 6.0,
        "recording": {
            "pages": 60,
            "turns": 9,
            "with_s": 0.1,
            "without_s": 0.099,
            "bare_s": 0.096,
            "ratio": 1.0101,
            "whole_ratio": 1.042,
        },
    }
    return Figures.model_validate(values | changes)


def test_json_has_the_promised_shape(monkeypatch):
    monkeypatch.setattr(compare, "run", lambda *_: {"prestashop": figures()})
    done = CliRunner().invoke(command, ["--json"])
    found = json.loads(done.stdout)
    assert set(found) == {"prestashop"}
    assert set(found["prestashop"]) == KEYS
    assert set(found["prestashop"]["ready_s"]) == {"1", "10", "30"}
    assert set(found["prestashop"]["backoffice_server_s"]) == {"median", "max"}


def test_what_is_shown_is_french():
    shown = lines(figures())
    assert shown["Installation par candidat"] == "12,34 s"
    assert shown["De l’ordre à la première page, 30 candidat(s)"] == "—"
    assert shown["Coût des journaux par page"] == "+1,0 %"
    assert shown["Coût des journaux et de la porte"] == "+4,2 %"
    assert shown["Page d’administration, serveur"] == "médiane 0,10 s, au plus 0,40 s"


def test_the_cost_of_recording_is_the_median_of_pairs():
    told = {"/a": [0.2, 0.21, 9.0], "/b": [0.1, 0.1, 0.1]}
    silent = {"/a": [0.2, 0.2, 0.2], "/b": [0.1, 0.1, 5.0]}
    found = recording.summary(told, silent, silent)
    assert (found.pages, found.turns) == (2, 3)
    assert (found.ratio, found.whole_ratio) == (1.0, 1.0)
    dearer = {name: [time * 1.1 for time in times] for name, times in told.items()}
    dearest = {name: [time * 1.1 for time in times] for name, times in dearer.items()}
    found = recording.summary(dearest, dearer, told)
    assert (found.ratio, found.whole_ratio) == (1.1, 1.21)
    assert found.with_s > found.without_s > found.bare_s
    assert compare.percent(0.98) == "−2,0 %"


@pytest.mark.parametrize("cms", STACKS)
def test_every_cms_can_be_measured_and_that_does_not_change_its_image(cms):
    known = rivals.recipe(cms)
    assert re.fullmatch(r"/\S*/", known.back_office)
    folder = paths.STACKS / cms / "bench"
    for name in ("dump", "import-prepare", "import", "install-prepare", "install"):
        assert (folder / name).read_text(encoding="utf-8").startswith("#!/bin/bash")
    assert not [name for name, _ in inputs.recipe_files(paths.STACKS / cms) if name.startswith("bench")]


def test_prestashop_is_installed_with_the_options_of_its_recipe():
    texts = [(paths.STACKS / "prestashop" / name).read_text(encoding="utf-8") for name in ("install", "bench/install")]
    recipe, measured = (
        dict(re.findall(r"--([a-z_]+)=('[^']*'|\S*)", text.partition("index_cli.php")[2])) for text in texts
    )
    assert recipe.pop("name") != measured.pop("name")
    assert recipe == measured
    assert recipe["step"] == "database,modules,theme"


def test_a_menu_gives_each_page_once_and_never_signs_out():
    inside = "http://127.0.0.1:8001/gestion/"
    links = [f"{inside}index.php?controller=A{n}&token=t" for n in range(12)]
    given = [*links, links[0] + "#top", f"{inside}index.php?controller=AdminLogin&logout", "http://autre.invalid/"]
    assert pages.menu(given, inside) == links


def test_a_menu_that_is_not_one_is_told():
    with pytest.raises(SittingError, match="0 pages"):
        pages.menu(["http://autre.invalid/"], "http://127.0.0.1/gestion/")


def test_pages_are_named_without_the_session_s_tokens():
    url = "http://h:1/gestion/index.php?controller=AdminOrders&token=secret&_token=other"
    assert pages.name(url) == "/gestion/index.php?controller=AdminOrders"


def test_median_and_worst():
    spread = pages.spread({"a": 0.1, "b": 0.30004, "c": 0.2})
    assert (spread.median, spread.max) == (0.2, 0.3)


def test_the_last_candidate_to_be_ready_counts():
    answer = json.dumps({"candidates": [{"ready_s": 0.5}, {"ready_s": 2.25}, {"ready_s": 1.0}]})
    assert ready.slowest(answer) == 2.25


def test_roster_is_one_that_up_reads(tmp_path):
    from provisioner.exams import load_exam
    from provisioner.steps import roster

    path = ready.roster(tmp_path, "wordpress", 30)
    assert [line.number for line in roster.read(path, load_exam("2022").cms)] == [str(n) for n in range(1, 31)]


def test_ports_are_taken_where_nobody_listens(monkeypatch):
    monkeypatch.setattr(ready.ports, "listening", lambda: {18705: "1"})
    assert ready.free_ports(10) == 18800


def test_nothing_to_measure_is_told(monkeypatch):
    def none(_exam, _cms, _php):
        raise EngineError("absente")

    monkeypatch.setattr(compare.containers, "golden", none)
    with pytest.raises(E5BError, match="rien à mesurer"):
        compare.subjects([])


def test_the_exam_s_own_image_is_measured_before_that_of_the_discovery(monkeypatch):
    monkeypatch.setattr(compare.containers, "golden", lambda exam, cms, _php: (exam, cms))
    assert [one.exam for one in compare.subjects([])] == ["2022", "2022"]


def test_state_folder_of_a_measure_is_its_own_and_goes_away(monkeypatch, tmp_path):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))
    monkeypatch.setattr(bench_home, "remove_all", lambda _home: None)
    media = paths.media_cache()
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "kept").touch()
    with bench_home.own_home() as home:
        assert paths.home() == home != tmp_path
        assert paths.media_cache() == media
        assert (paths.images() / "kept").exists()
    assert not home.exists()
    assert (tmp_path / "images" / "kept").exists()
    assert paths.home() == tmp_path
    assert "E5B_MEDIA" not in os.environ


def test_state_folder_goes_away_when_the_process_is_told_to_end(monkeypatch, tmp_path):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))
    monkeypatch.setattr(bench_home, "remove_all", lambda _home: None)
    with pytest.raises(KeyboardInterrupt), bench_home.own_home() as home:
        signal.raise_signal(signal.SIGTERM)
    assert not home.exists()


def test_performance_document_names_every_figure():
    text = (paths.PROJECT / "docs" / "performance.md").read_text(encoding="utf-8")
    assert not [key for key in KEYS - {"version"} if f"`{key}`" not in text]
