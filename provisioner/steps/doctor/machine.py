"""Figures of the machine itself."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryFile

from provisioner import names, paths
from provisioner.adapters import system
from provisioner.adapters.ports import holder
from provisioner.adapters.ports import listening as listening_ports
from provisioner.errors import reason
from provisioner.schema.doctor import Check, State

GIB = 1024**3
CANDIDATE_BYTES = 150 * 1024**2
"""Memory of one candidate's site, with some margin (docs/performance.md)."""
PORTS = range(8001, 8031)
"""Ports given to the candidates' sites unless the order says otherwise."""
SET_CLOCK = "« date -s '2027-05-12 07:31' », puis « hwclock -w »"
"""How anybody sets a machine's clock, and its battery's, for good (an example of a date)."""
SOCKET_PATH_MAX = 107
"""Longest path of a Unix socket on Linux."""
_FRENCH_ZONES = (
    *("Europe/Paris", "America/Cayenne", "America/Guadeloupe", "America/Marigot", "America/Martinique"),
    *("America/Miquelon", "America/St_Barthelemy", "Indian/Mayotte", "Indian/Reunion", "Pacific/Gambier"),
    *("Pacific/Marquesas", "Pacific/Noumea", "Pacific/Tahiti", "Pacific/Wallis"),
)


def cores() -> Iterator[Check]:
    """Two cores are what the figures of docs/performance.md were measured on."""
    count = len(os.sched_getaffinity(0))
    state: State = "ok" if count >= 2 else "attention"
    remedy = (
        "" if count >= 2 else "Prévoyez une machine à 2 cœurs ou plus : une vague de candidats y démarrera lentement."
    )
    detail = f"{count} cœurs" if count > 1 else "1 cœur"
    yield Check(id="cpu", label="Processeur", state=state, detail=detail, remedy=remedy)


def memory() -> Iterator[Check]:
    """Say how many candidates the free memory can carry."""
    total, available = system.memory_bytes()
    carried = max(0, (available - GIB) // CANDIDATE_BYTES)
    detail = f"{total / GIB:.1f} Gio, dont {available / GIB:.1f} disponibles : environ {carried} candidats à la fois"
    state: State = "ok" if carried >= 10 else "attention" if carried >= 1 else "bloquant"
    remedy = "" if state == "ok" else "Fermez d’autres programmes, ou prévoyez une machine à 4 Gio de mémoire ou plus."
    yield Check(id="memory", label="Mémoire", state=state, detail=detail.replace(".", ","), remedy=remedy)


def disk() -> Iterator[Check]:
    """Look at the disks of this program's state and of Docker."""
    folders = dict.fromkeys((paths.home(), Path("/var/lib/docker")))
    free = min(system.free_bytes(folder) for folder in folders)
    state: State = "ok" if free >= 15 * GIB else "attention" if free >= 5 * GIB else "bloquant"
    remedy = "" if state == "ok" else "Libérez de la place : 15 Gio suffisent pour construire et tenir une journée."
    detail = f"{free / GIB:.1f} Gio libres".replace(".", ",")
    yield Check(id="disk", label="Disque", state=state, detail=detail, remedy=remedy)


def home() -> Iterator[Check]:
    """Check that the state's folder can be written, and is short enough for the sockets that live below it."""
    folder = paths.home().absolute()
    label = "Dossier de travail"
    left = SOCKET_PATH_MAX - len(os.fsencode(folder / "run" / names.container("vague-01", "0123456789") / "web.sock"))
    if left < 0:
        remedy = f"Choisissez un dossier plus court d’au moins {-left} caractère(s) avec la variable E5B_HOME."
        yield Check(id="home", label=label, state="bloquant", detail=f"{folder} : chemin trop long", remedy=remedy)
        return
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with TemporaryFile(dir=existing):
            yield Check(id="home", label=label, state="ok", detail=str(folder))
    except OSError as error:
        remedy = "Rendez ce dossier accessible en écriture, ou choisissez-en un autre avec la variable E5B_HOME."
        yield Check(id="home", label=label, state="bloquant", detail=f"{existing} : {reason(error)}", remedy=remedy)


def ports() -> Iterator[Check]:
    """Look for other programs on the candidates' ports; those of running sites are ours and are not counted."""
    listening = listening_ports()
    taken = [port for port in PORTS if port in listening]
    shown = f"{PORTS[0]} à {PORTS[-1]}"
    if not taken:
        yield Check(id="ports", label="Ports", state="ok", detail=f"{shown} libres")
        return
    by = holder(listening[taken[0]])
    detail = f"{len(taken)} pris sur {shown} : {', '.join(map(str, taken[:8]))}{'…' if len(taken) > 8 else ''}"
    detail += f" ({taken[0]} par {by})" if by else ""
    remedy = "Normal si des candidats sont en cours (« ./e5b status ») ; sinon arrêtez le programme qui les occupe."
    yield Check(id="ports", label="Ports", state="attention", detail=detail, remedy=remedy)


def clock() -> Iterator[Check]:
    """Check the clock: the times of the evidence rest on it, and so do questions about dates."""
    now = datetime.now().astimezone()
    zone = system.timezone()
    shown = f"{now:%d/%m/%Y %H:%M:%S}, fuseau {zone or 'inconnu'}"
    newest = max(path.stat().st_mtime for path in paths.PROJECT.glob("*.t*ml"))
    synchronised = system.clock_synchronised()
    if now < datetime.fromtimestamp(newest).astimezone() - timedelta(days=1) or now.year > 2100:
        remedy = f"Réglez l’heure : {SET_CLOCK}."
        yield Check(id="clock", label="Horloge", state="bloquant", detail=f"{shown} : date impossible", remedy=remedy)
        return
    if zone not in _FRENCH_ZONES:
        remedy = "« timedatectl set-timezone Europe/Paris » : les heures des dossiers seront celles des candidats."
        yield Check(id="clock", label="Horloge", state="attention", detail=shown, remedy=remedy)
    else:
        yield Check(id="clock", label="Horloge", state="ok", detail=shown)
    compare = f"Sans réseau : comparez l’heure ci-dessus à une horloge sûre ; à plus d’une minute d’écart, {SET_CLOCK}."
    remedy = "" if synchronised else compare
    detail = "réglée par un serveur de temps" if synchronised else "non réglée par un serveur de temps"
    state: State = "ok" if synchronised else "attention"
    yield Check(id="time_sync", label="Synchronisation", state=state, detail=detail, remedy=remedy)
