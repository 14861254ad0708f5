"""Python's libraries as files (wheels): gathered with pip, and made into an environment with no network."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from provisioner.adapters.system import SetupError

_PIP = ("pip", "--quiet", "--disable-pip-version-check", "--no-input")


def gather(requirements: Iterable[str], folder: Path) -> list[Path]:
    """Bring into `folder` the wheel of each requirement (`name==version`), and pip's own; return them.

    What has no wheel is built. Those of other versions are taken away. Raises SetupError.
    """
    wanted = [*requirements, "pip"]
    done = subprocess.run(
        [sys.executable, "-m", *_PIP, "wheel", "--no-deps", "--find-links", folder, "--wheel-dir", folder, *wanted],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise SetupError(
            f"Les bibliothèques Python du kit n’ont pas pu être réunies : {' '.join(done.stderr.split())[-300:]}",
            "Vérifiez l’accès au dépôt de paquets Python (internet ou miroir), puis relancez.",
        )
    versions = dict(line.split("==") for line in wanted if "==" in line)
    known = {_normal(name): version for name, version in versions.items()}
    found = {path: path.name.split("-") for path in sorted(folder.glob("*.whl"))}
    pips = [path for path, parts in found.items() if parts[0] == "pip"]
    kept = [path for path, parts in found.items() if known.get(_normal(parts[0])) == parts[1]] + pips[-1:]
    missing = set(known) - {_normal(path.name.split("-")[0]) for path in kept}
    if missing:
        raise SetupError(f"Sans bibliothèque Python : {', '.join(sorted(missing))}.", "Relancez.")
    return kept


def environment(python: Path, folder: Path, wheels: Path, requirements: Path, log: Path) -> None:
    """Make the environment `folder` of a Python from nothing but the files of `wheels`. Raises SetupError."""
    shutil.rmtree(folder, ignore_errors=True)
    pip = next(iter(sorted(wheels.glob("pip-*.whl"), reverse=True)), None)
    # Debian keeps what makes an environment with pip in a package of its own: the kit has pip itself instead.
    make = [str(python), "-m", "venv", "--without-pip", str(folder)]
    local = ["install", "--no-index", "--find-links", str(wheels), "pip", "--requirement", str(requirements)]
    install = [str(folder / "bin" / "python"), f"{pip}/pip", *_PIP[1:], *local]
    with log.open("ab") as output:
        for command in (make, install):
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False
            )
            if done.returncode:
                raise SetupError("L’environnement Python n’a pas pu être fait.", f"Le journal est {log}.")


def _normal(name: str) -> str:
    return name.lower().replace("-", "_").replace(".", "_")
