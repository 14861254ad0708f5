"""The simulation of a host keeps to what must be true of any host."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from tools.scale import __main__ as command
from tools.scale import figures, host
from tools.scale.figures import Assumed, Measured

MEASURED = Measured(
    open_core_s=0.6, page_median_s=0.05, page_max_s=0.3, closing_core_s=6.0, memory_mib=65.0, disk_mb=20.0
)
BENCH = {
    "ready_s": {"1": 0.6, "10": 3.0, "30": 9.0},
    "backoffice_server_s": {"median": 0.05, "max": 0.3},
    "capture_db_s": 0.2,
    "diff_checks_s": 0.1,
    "capture_pages_s": 5.0,
    "memory_mib": 65,
    "disk_mb": 20,
}


def play(cores, candidates, **more):
    return host.Host(cores, candidates, MEASURED, replace(Assumed(), **more), seed=1).run()


def test_the_work_of_closing_is_shared_by_two_closings_at_most():
    seen = play(8, 6, extra_time=0.0)
    # Six of six seconds each, two at once, after the grace.
    assert seen.closed == [pytest.approx(10 + 18, abs=0.5)] * host.WAVES
    assert play(1, 6, extra_time=0.0).closed == [pytest.approx(10 + 36, abs=1)] * host.WAVES


def test_a_page_takes_its_work_at_least_and_more_when_cores_lack():
    alone, crowded = play(4, 2), play(1, 30, think_s=5)
    assert max(alone.pages) >= 0.25
    assert crowded.page(0.95) > alone.page(0.95)
    assert crowded.busy_s <= crowded.over_s
    assert all(taken > 0 for taken in crowded.pages)


def test_the_same_seed_gives_the_same_day():
    assert play(2, 5) == play(2, 5)


def test_figures_come_from_what_bench_prints(tmp_path, capsys):
    path = tmp_path / "bench.json"
    path.write_text(json.dumps({"wordpress": BENCH}))
    known = figures.read(path, 2)
    assert known.open_core_s == pytest.approx(0.6)
    assert known.closing_core_s == pytest.approx(5.3)
    path.write_text(json.dumps({"wordpress": BENCH | {"ready_s": {"1": 0.6, "30": None}}}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["scale", str(path)])
        assert command.main() == 1
    assert "pas une mesure complète" in capsys.readouterr().err


def test_sums_are_those_of_the_exam():
    lines = "\n".join(command.totals(MEASURED, Assumed()))
    assert "| le pays | 10000 | 833 | 139 |" in lines
    assert "| une académie (celle de 2022) | 550 | 46 | 8 |" in lines
    # 200 × 850 Mo at 100 Mbit/s.
    assert "| 170 Go sortis d’un lien à 100 Mbit/s | 3,8 h |" in lines
