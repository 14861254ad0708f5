"""What a centre's machine says once a kit is installed: its command, its clock, its subjects, its images."""

import os
import subprocess
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner

from provisioner import exams, output, paths, subjects
from provisioner.cli import cli
from provisioner.commands.image import command as image_command
from provisioner.errors import KitError
from provisioner.pipeline.kit import here
from provisioner.pipeline.kit import subjects as kit_subjects
from provisioner.pipeline.prepare import diagnosis
from provisioner.pipeline.sitting import seeds
from provisioner.schema.doctor import Diagnosis
from provisioner.schema.image import ImageRecord
from provisioner.schema.kit import Installed
from provisioner.schema.sitting import RosterLine
from provisioner.steps.kit import place


def moment(**later):
    return (datetime.now().astimezone() + timedelta(**later)).isoformat()


def remember(software, *, sealed=True, opens_at="", built_at=""):
    place.remember(
        Installed(
            manifest="0" * 64, built_at=built_at, software=str(software), sealed=sealed, opens_at=opens_at, parts={}
        )
    )


def checks(monkeypatch):
    monkeypatch.setattr(diagnosis, "diagnose", lambda _others: Diagnosis(ok=True, checks=()))
    found = diagnosis.run()
    return {one.id: one for one in found.checks}, found.ok


def test_the_command_is_named_as_it_is_typed(monkeypatch, capfd):
    output.print_error("Rien.", "Lancez « ./e5b status ».")
    assert "« ./e5b status »" in capfd.readouterr().err
    monkeypatch.setenv("E5B_COMMAND", "e5b")
    output.print_error("Rien.", "Lancez « ./e5b status ».")
    assert "« e5b status »" in capfd.readouterr().err
    assert "./e5b" not in CliRunner().invoke(cli, ["up", "--help"], prog_name=output.command()).output


def test_a_link_to_the_software_names_the_command(tmp_path):
    (tmp_path / "e5b").symlink_to(paths.PROJECT / "e5b")
    environment = {**os.environ, "COLUMNS": "100", "E5B_COMMAND": ""}
    for command, usage in ((tmp_path / "e5b", "Usage : e5b "), (paths.PROJECT / "e5b", "Usage : ./e5b ")):
        done = subprocess.run(
            [command, "status", "--help"], capture_output=True, text=True, check=True, env=environment
        )
        assert done.stdout.startswith(usage)


def test_subjects_that_wait_are_told_until_they_are_there(monkeypatch, tmp_path):
    remember(tmp_path, opens_at=moment(days=12))
    told, ok = checks(monkeypatch)
    assert ok
    assert told["subjects"].state == "ok"
    assert "dans 12 jours d’après cette horloge" in told["subjects"].detail
    remember(tmp_path, opens_at=moment(hours=-1))
    told, _ = checks(monkeypatch)
    assert told["subjects"].state == "attention"
    assert "kit open" in told["subjects"].remedy
    (tmp_path / "subjects" / "2022" / "wordpress-a").mkdir(parents=True)
    (tmp_path / "subjects" / "2022" / "wordpress-a" / "subject.yml").touch()
    told, _ = checks(monkeypatch)
    assert (told["subjects"].state, told["subjects"].detail) == ("ok", "en place")


def test_a_clock_that_stands_before_the_kit_blocks(monkeypatch, tmp_path):
    remember(tmp_path, built_at=moment(days=365))
    told, ok = checks(monkeypatch)
    assert not ok
    assert told["kit_clock"].state == "bloquant"
    assert "date -s" in told["kit_clock"].remedy
    remember(tmp_path, built_at=moment(days=-1))
    assert "kit_clock" not in checks(monkeypatch)[0]


def test_the_hour_is_told_by_the_machines_own_zone(monkeypatch, tmp_path):
    import time

    monkeypatch.setenv("TZ", "America/Martinique")
    time.tzset()
    try:
        remember(tmp_path, opens_at="2127-05-12T07:30:00+02:00")
        with pytest.raises(KitError, match="12/05/2127 à 1 h 30"):
            kit_subjects.seal_of()
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def line(number, cms, subject):
    return RosterLine(
        number=number,
        surname="N",
        first_name="P",
        commission="1",
        cms=cms,
        subject=subject,
        extra_time=False,
        line=2,
    )


def test_subjects_that_a_roster_asks_and_nobody_has():
    exam = exams.load_exam("2022")
    lines = [line("1", "wordpress", "A"), line("2", "prestashop", "Z"), line("3", "wordpress", "sujet z")]
    assert "wordpress-a" in subjects.ids("2022")
    assert seeds.lacking(exam, lines) == ["PrestaShop Z", "WordPress Z"]
    assert seeds.lacking(exam, lines[:1]) == []
    assert seeds.has_bank(exam)
    assert not seeds.has_bank(exams.load_exam("decouverte"))


def test_images_of_a_kit_are_not_built_again(monkeypatch, tmp_path):
    record = ImageRecord(
        exam="2022",
        cms="wordpress",
        cms_version="5.8.2",
        tag="e5b/2022-wordpress:0",
        id="sha256:0",
        built_at=moment(),
        inputs={},
        reservations=(),
    )
    monkeypatch.setattr(here.image, "listing", lambda: [record])
    exam = exams.load_exam("2022")
    assert here.brought(exam, "wordpress") == ""
    remember(tmp_path)
    assert here.brought(exam, "wordpress") == record.tag
    assert here.brought(exam, "prestashop") == ""
    done = CliRunner().invoke(image_command, ["build", "--exam", "2022", "--cms", "wordpress"])
    assert done.exit_code == 0
    assert "apportée par le kit. Rien à construire." in done.output
