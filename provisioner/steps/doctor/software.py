"""Programs that the machine must have."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.adapters import spelling as dictionary
from provisioner.adapters import system
from provisioner.adapters.browser import BrowserError, executable
from provisioner.adapters.docker import daemon
from provisioner.adapters.docker.client import client, translated
from provisioner.errors import EngineError
from provisioner.schema.doctor import Check, State

SETUP = "Lancez « ./e5b setup » (en tant que root)."
GOOD_DRIVERS = ("overlay2", "overlayfs", "btrfs", "zfs")
_FONTS = ("fonts-dejavu-core", "fonts-liberation", "fonts-noto-color-emoji")


def engine() -> Iterator[Check]:
    """Docker Engine: answers, its version, and a storage driver that copies nothing at start."""
    label = "Moteur Docker"
    answer = daemon.ping()
    if answer != "ok":
        denied = answer == "denied"
        detail = "refuse cet utilisateur" if denied else "absent ou arrêté"
        remedy = "« sudo usermod -aG docker $USER », puis rouvrez la session." if denied else SETUP
        yield Check(id="engine", label=label, state="bloquant", detail=detail, remedy=remedy)
        return
    try:
        with translated("Examen du moteur Docker"):
            info = client().info()
    except EngineError as error:
        yield Check(id="engine", label=label, state="bloquant", detail=error.message, remedy=error.hint)
        return
    driver = str(info.get("Driver"))
    detail = f"version {info.get('ServerVersion')}, stockage {driver}"
    good = driver in GOOD_DRIVERS
    state: State = "ok" if good else "attention"
    remedy = "" if good else "Utilisez « overlay2 » : avec ce stockage chaque site recopie toute l’image."
    yield Check(id="engine", label=label, state=state, detail=detail, remedy=remedy)


def browser() -> Iterator[Check]:
    """Chromium, without which there are no pictures of pages."""
    try:
        version = system.command_output(executable(), "--version")
    except BrowserError as error:
        yield Check(id="browser", label="Navigateur", state="bloquant", detail=error.message, remedy=SETUP)
        return
    if version:
        yield Check(id="browser", label="Navigateur", state="ok", detail=version.split(" built")[0])
    else:
        remedy = "Réinstallez-le ; sous Ubuntu, la version « snap » ne convient pas : installez Google Chrome."
        yield Check(id="browser", label="Navigateur", state="bloquant", detail="ne démarre pas", remedy=remedy)


def door() -> Iterator[Check]:
    """Caddy's binary, which receives the candidates' browsers."""
    version = system.command_output("caddy", "version").split(" ")[0]
    if version:
        yield Check(id="door", label="Porte d’entrée", state="ok", detail=f"Caddy {version}")
    else:
        yield Check(id="door", label="Porte d’entrée", state="bloquant", detail="Caddy est absent", remedy=SETUP)


def base() -> Iterator[Check]:
    """Look for the tool that makes the base image where no image registry answers."""
    version = system.command_output("/usr/sbin/debootstrap", "--version") or system.command_output(
        "debootstrap", "--version"
    )
    if version:
        yield Check(id="base", label="Image de base", state="ok", detail=version)
    else:
        detail = "debootstrap est absent : les images ne pourront pas être construites sans registre d’images"
        yield Check(id="base", label="Image de base", state="attention", detail=detail, remedy=SETUP)


def spelling() -> Iterator[Check]:
    """Ask the French dictionary, without which reports give no hints on spelling."""
    try:
        dictionary.unknown(["orthographe"])
    except dictionary.SpellingError as error:
        label = "Dictionnaire français"
        yield Check(id="spelling", label=label, state="attention", detail=error.message, remedy=SETUP)
        return
    yield Check(id="spelling", label="Dictionnaire français", state="ok", detail="hunspell répond")


def fonts() -> Iterator[Check]:
    """Fonts for pictures of pages and printed sheets."""
    if not system.has_apt():
        return
    missing = sorted(set(_FONTS) - system.installed_packages(_FONTS))
    state: State = "attention" if missing else "ok"
    detail = f"manquent : {', '.join(missing)}" if missing else "présentes"
    yield Check(id="fonts", label="Polices", state=state, detail=detail, remedy=SETUP if missing else "")
