"""A whole exam day, played for real with three candidates: what it must show, never how fast."""

import os

import pytest
import writing

pytestmark = [
    pytest.mark.docker,
    pytest.mark.browser,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to kill what runs in a container"),
]


def test_a_day_is_rehearsed_and_leaves_only_its_report():
    from provisioner import paths
    from provisioner.adapters.docker import containers
    from provisioner.pipeline import exam_day

    exam = writing.exam_of("wordpress")
    home, before = paths.home(), {one.id for one in containers.find()}
    found = exam_day.rehearse(3, 2, print, exam)
    assert found.ok, [one.says for one in found.proofs if one.state == "bad"]
    assert {one.id for one in found.proofs} >= {"visible", "freeze", "closing", "loss", "verify", "tamper", "reopen"}
    assert found.figures["lost"] == 0
    assert found.figures["acknowledged"] > 0
    assert paths.home() == home
    assert {one.id for one in containers.find()} == before
    kept = {path.name for path in found.folder.iterdir()}
    assert {"bilan.html", "bilan.json", "technicien-4-fin.png", "examinateur-2-suivi.png", "fiche-2001.pdf"} <= kept
