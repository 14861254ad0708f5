"""A candidate's site is captured whole, and is not altered by a byte."""

import hashlib
import json
import os
import shutil
import stat
import time

import pytest

from provisioner.errors import E5BError, EngineError, SittingError

pytestmark = [
    pytest.mark.docker,
    pytest.mark.browser,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]

ROSTER = "numero,nom,prenom,commission,cms,sujet,tiers_temps\n7001,Essai,Capture,1,{cms},A,non\n"
JOURNAL = "/var/lib/mysql/ib_logfile0"
WRITE = {
    "wordpress": "UPDATE wordpress.wp_options SET option_value = 'Le bois revit' WHERE option_name = 'blogdescription'",
    "prestashop": "UPDATE prestashop.ps_configuration SET value = '02 43 00 00 00' WHERE name = 'PS_SHOP_PHONE'",
}


def image_of(cms):
    from provisioner.adapters.docker import containers

    for exam in ("2022", "decouverte"):
        try:
            containers.golden(exam, cms)
        except EngineError:
            continue
        return exam
    return pytest.skip(f"no golden image of {cms}: ./e5b image build")


@pytest.fixture(scope="module", params=["wordpress", "prestashop"])
def candidate(request, tmp_path_factory):
    from provisioner.pipeline.bench.ready import free_ports
    from provisioner.pipeline.sitting import lifecycle, opening

    exam = image_of(request.param)
    roster = tmp_path_factory.mktemp("roster") / "roster.csv"
    roster.write_text(ROSTER.format(cms=request.param), encoding="utf-8")
    wave = f"capture-{request.param}"
    opened = opening.up(exam, roster, wave=wave, host="127.0.0.1", port_base=free_ports(10, 34_000))
    assert not opened.failed
    yield opened.started[0]
    lifecycle.down(lifecycle.select(wave), force=True)


def run(engine, container, command):
    code, output = engine.containers.get(container).exec_run(["sh", "-c", command])
    assert code == 0, output
    return output.decode()


def state(engine, container):
    """Every file that is not byte for byte as in the read-only image, and every one that is gone."""
    from provisioner.adapters.docker import layer

    where = layer.layer(container)
    found = {entry["Path"] for entry in engine.api.diff(container) or [] if entry["Kind"] == 2}
    for part in ("var/lib/mysql", "var/www/html"):
        for path in sorted((where.upper / part).rglob("*")):
            if stat.S_ISREG(path.lstat().st_mode):
                inside = path.relative_to(where.upper)
                content = path.read_bytes()
                # Opening a file to write brings it here as it is: only other bytes are a change.
                original = next((lower / inside for lower in where.lowers if (lower / inside).is_file()), None)
                if original is None or original.read_bytes() != content:
                    found.add(f"{hashlib.sha256(content).hexdigest()} /{inside}")
    assert any("/var/lib/mysql/" in line for line in found)
    return found


def settled(engine, container):
    """The state once MariaDB has put on disk what starting made it write, which takes it a few seconds."""
    deadline = time.monotonic() + 90
    known = state(engine, container)
    while time.monotonic() < deadline:
        time.sleep(4)
        now = state(engine, container)
        if now == known:
            return now
        known = now
    return pytest.fail("the site never came to rest")


def folder_of(sitting):
    from provisioner import paths

    return paths.waves() / sitting.wave / sitting.number


def test_an_idle_site_has_not_changed_and_is_not_altered(engine, candidate):
    from provisioner.pipeline.evidence import capture

    folder = folder_of(candidate)
    capture.baseline(candidate.image, candidate.cms)
    before = settled(engine, candidate.container)
    result = capture.capture(folder, capture.capture_password(folder))
    # The first connection after the start lets InnoDB write a pending checkpoint in its journal, whoever connects;
    # no table, no undo record, no binary log and no file of the site may change with it.
    moved = state(engine, candidate.container) ^ before
    assert [line for line in moved if JOURNAL not in line] == []
    before = settled(engine, candidate.container)
    assert capture.capture(folder, capture.capture_password(folder)) == result
    assert state(engine, candidate.container) ^ before == set()
    assert (result.changes, result.others, result.files) == ((), (), ())
    pages = json.loads((folder / "capture/pages/pages.json").read_text(encoding="utf-8"))
    assert pages["blocked"] == {}
    home = pages["pages"][0]
    assert home["path"] == "/"
    assert home["before"]["status"] == home["after"]["status"] == 200
    for side in ("before", "after"):
        for view in home[side]["views"]:
            assert (folder / "capture/pages" / view["image"]).stat().st_size > 5_000
        assert (folder / "capture/pages" / home[side]["text"]).read_text(encoding="utf-8").strip()


def test_no_copy_is_left_behind(engine, candidate):
    from provisioner import paths

    assert not list(paths.run().glob("copie-*"))
    assert not engine.images.list(filters={"label": "e5b.kind=copy"})
    assert not list(folder_of(candidate).glob(".capture*"))


def test_a_change_is_told_and_a_second_capture_agrees(engine, candidate):
    from provisioner.pipeline.evidence import capture

    folder = folder_of(candidate)
    run(engine, candidate.container, f'mariadb -e "{WRITE[candidate.cms]}"')
    run(
        engine,
        candidate.container,
        "echo bois > /var/www/html/img/essai.txt 2>/dev/null || "
        "(mkdir -p /var/www/html/wp-content/uploads && echo bois > /var/www/html/wp-content/uploads/essai.txt)",
    )
    first = capture.capture(folder, capture.capture_password(folder))
    assert [change.kind for change in first.changes] in (["identity"], ["shop"])
    assert [file.size for file in first.files] == [5]
    assert (folder / "capture/files" / first.files[0].path).read_bytes() == b"bois\n"
    assert capture.capture(folder, capture.capture_password(folder), pages=False) == first
    assert capture.again(folder) == first


def test_both_ways_to_list_files_agree(engine, candidate):
    from provisioner.adapters.docker import files, layer

    folder = "wp-content/uploads" if candidate.cms == "wordpress" else "img"
    script = (
        "cd /var/www/html/$0 && mkdir -p neuf/dedans && echo a > neuf/dedans/a && f=$(find . -name '*.jpg' | head -2)"
    )
    script += " && set -- $f && rm $1 && echo b >> $2"
    run(engine, candidate.container, f"set -- {folder}; sh -c '{script.replace(chr(39), chr(34))}' {folder}")
    asked = files.asked(candidate.container, files_root(), [folder])
    read = layer.touched(layer.layer(candidate.container), files_root(), [folder])
    assert [(one.path, one.action) for one in asked] == read
    assert {action for _, action in read} == {"created", "changed", "removed"}


def files_root():
    from provisioner.steps.capture.evidence import ROOT

    return ROOT


def test_a_failed_capture_leaves_the_previous_one(candidate):
    from provisioner.pipeline.evidence import capture

    folder = folder_of(candidate)
    kept = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(E5BError):
        impatient(capture, folder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == kept


def impatient(capture, folder):
    """Ask with a password that is not the right one."""
    with capture.step.staging(folder) as stage:
        from provisioner import paths
        from provisioner.adapters.database import reading
        from provisioner.schema.sitting import Sitting

        sitting = Sitting.model_validate_json((stage / "sitting.json").read_text(encoding="utf-8"))
        (stage / "capture" / "half.txt").write_text("à moitié", encoding="utf-8")
        reading.snapshot(paths.run() / sitting.container / "db.sock", sitting.cms, "", "faux", patience_s=0.2)


def test_a_folder_of_nobody_is_said(tmp_path):
    from provisioner.pipeline.evidence import capture

    with pytest.raises(SittingError, match=r"sitting\.json absent"):
        capture.capture(tmp_path, "x")
    shutil.rmtree(tmp_path)
