"""Rehearsed hosts that have this very software, without any engine: a layer of links below the bare Debian's."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path

import yaml

from provisioner import paths

DEBIAN = Path.home() / ".e5b" / "rehearsal" / "debian-12"
_E5B = """#!/bin/sh
cd /opt/e5b
export PYTHONPATH=/opt/e5b:/opt/python PYTHONDONTWRITEBYTECODE=1
exec python3 -m provisioner "$@"
"""


def layer(folder: Path) -> Path:
    """Make the layer of this software; return what a farm takes for its hosts' first disk."""
    soft = folder / "logiciel"
    for name in ("provisioner", "subjects", "stacks", "checks", "inventories"):
        shutil.copytree(paths.PROJECT / name, soft / "opt/e5b" / name, ignore=shutil.ignore_patterns("__pycache__"))
    # Links: hosts write on layers of their own.
    subprocess.run(["cp", "-al", Path(sysconfig.get_path("purelib")).resolve(), soft / "opt/python"], check=True)
    program = soft / "usr/local/bin/e5b"
    program.parent.mkdir(parents=True)
    program.write_text(_E5B, encoding="utf-8")
    program.chmod(0o755)
    for place in (soft, soft / "opt", soft / "usr", soft / "usr/local", soft / "usr/local/bin"):
        place.chmod(0o755)
    # As overlayfs reads it: the first one is on top.
    return Path(f"{soft}:{DEBIAN}")


def inventory(farm, path: Path, **more) -> Path:
    """Write the inventory of a farm's hosts, as a technician would."""
    hosts = {
        one.name: {"ansible_host": one.address, "e5b_address": one.service, "e5b_capacity": 4, "e5b_room": one.name[-1]}
        for one in farm.machines
    }
    shared = {"ansible_user": "root", "ansible_ssh_private_key_file": str(farm.key), **more}
    groups = {"e5b_hosts": {"hosts": hosts}}
    path.write_text(yaml.safe_dump({"all": {"vars": shared, "children": groups}}, sort_keys=False), encoding="utf-8")
    return path


def ssh(farm, one, *command: str, given: str = "") -> str:
    """Have a host do something as its owner would, and return what it says."""
    options = ["-i", farm.key, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null"]
    options += ["-o", "LogLevel=ERROR"]
    done = subprocess.run(
        ["ssh", *options, f"root@{one.address}", *command], input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(farm, one, script: str) -> str:
    """Run Python on a host, with this software at hand and a wave to write (`tests/unit/conducted.py`)."""
    source = (paths.PROJECT / "tests/unit/conducted.py").read_text(encoding="utf-8")
    program = "cd /opt/e5b && PYTHONPATH=/opt/e5b:/opt/python PYTHONDONTWRITEBYTECODE=1 python3 -"
    return ssh(farm, one, program, given=f"{source}\n{script}")


def furnish(farm, one, *numbers: str, wave: str = "essai") -> None:
    """Write a wave on a host: sittings without any site, whose clocks, journal and orders are real."""
    run(farm, one, f"WAVE = {wave!r}\nwave(*(sitting(n) for n in {numbers!r}))\n")


def place(centre, wave: str = "essai", **numbers: tuple[str, ...]) -> None:
    """Write down here who is on which host."""
    from provisioner.schema.fleet import Place, Placement

    places = tuple(
        Place(number=number, commission="1", home=host.replace("_", "-"), host=host.replace("_", "-"))
        for host, several in numbers.items()
        for number in several
    )
    centre.keep(Placement(centre=centre.inventory.centre, wave=wave, exam="2022", places=places))
