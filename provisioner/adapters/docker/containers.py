"""Containers of candidates' sites and of the front door: made, found and removed by label only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provisioner import paths
from provisioner.adapters.docker.engine import RefusedError, order
from provisioner.errors import EngineError, SittingError
from provisioner.names import DEBIAN_PHP, LABEL

KIND = f"{LABEL}.kind"
HOME = f"{LABEL}.home"
"""Label of every container we make: the `E5B_HOME` it belongs to, so that two homes never touch each other's."""

_NEEDED = ["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"]
"""What starting MariaDB and Apache under their own users takes, and no more."""
_MEMORY = 1 << 30
_PROCESSES = 256


@dataclass(frozen=True)
class Found:
    """A container of ours, as the engine lists it."""

    id: str
    name: str
    image: str
    state: str
    """`created`, `running`, `restarting`, `exited`, `paused`, `dead`."""
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Golden:
    """A golden image, as its labels say."""

    tag: str
    id: str
    version: str
    reservations: tuple[str, ...] = ()
    """French: the accepted substitutes for releases of the exam that it was made from."""


Goldens = Mapping[tuple[str, str], Golden]
"""The newest golden images of an exam, by CMS and PHP."""


def golden(exam: str, cms: str, php: str = DEBIAN_PHP) -> Golden:
    """Return the newest golden image of a CMS of an exam on a PHP. Raises EngineError when there is none."""
    return chosen(goldens(exam), exam, cms, php)


def goldens(exam: str) -> Goldens:
    """Return the newest golden images of an exam; the engine takes a while. Raises EngineError."""
    filters = json.dumps({"label": [f"{KIND}=golden", f"{LABEL}.exam={exam}", f"{LABEL}.cms"]})
    images = order("GET", "/images/json", "Recherche de l’image du site", query={"filters": filters})
    tagged = [image for image in images if image.get("RepoTags") and "<none>:<none>" not in image["RepoTags"]]
    return {
        (image["Labels"][f"{LABEL}.cms"], image["Labels"].get(f"{LABEL}.php", DEBIAN_PHP)): Golden(
            image["RepoTags"][0],
            image["Id"],
            image["Labels"].get(f"{LABEL}.version", ""),
            tuple(json.loads(image["Labels"].get(f"{LABEL}.reservations", "[]"))),
        )
        for image in sorted(tagged, key=lambda image: (image["Created"], image["RepoTags"][0]))
    }


def chosen(images: Goldens, exam: str, cms: str, php: str = DEBIAN_PHP) -> Golden:
    """Return the image of a CMS on a PHP, among those of an exam. Raises EngineError when it is not built."""
    if (cms, php) not in images:
        others = sorted(other for name, other in images if name == cms)
        told = f" sur PHP {php}" if others or php != DEBIAN_PHP else ""
        there = f" ; celle sur PHP {', '.join(others)} n’est pas prise à sa place" if others else ""
        raise EngineError(
            f"L’image du site {cms} de l’épreuve {exam}{told} n’est pas construite{there}.",
            f"Lancez « ./e5b image build --exam {exam} », puis la même commande.",
        )
    return images[cms, php]


def run_site(name: str, image: str, folder: Path, labels: Mapping[str, str]) -> str:
    """Create and start a candidate's container, with no network: `folder` is its only way in. Return its id.

    Raises SittingError when the name is taken, EngineError for the rest; nothing is left behind then.
    """
    limits = {
        "NetworkMode": "none",
        "CapDrop": ["ALL"],
        "CapAdd": _NEEDED,
        "SecurityOpt": ["no-new-privileges"],
        "Memory": _MEMORY,
        "PidsLimit": _PROCESSES,
        "Mounts": [_mount(folder, "/run/e5b")],
    }
    # With the network disabled as well, the engine does not prepare one that stays empty: half the time of a start.
    return _run(name, image, limits, labels, StopTimeout=20, NetworkDisabled=True)


def run_door(name: str, image: str, command: list[str], folders: list[Path], labels: Mapping[str, str]) -> str:
    """Create and start the front door on the host's network; `folders` have the same path inside as outside."""
    limits = {
        "NetworkMode": "host",
        "CapDrop": ["ALL"],
        "CapAdd": ["DAC_OVERRIDE"],
        "SecurityOpt": ["no-new-privileges"],
        "ReadonlyRootfs": True,
        "Mounts": [_mount(folder, str(folder)) for folder in folders],
    }
    return _run(name, image, limits, labels, Cmd=command, StopTimeout=5)


def _mount(folder: Path, target: str) -> dict[str, str]:
    return {"Type": "bind", "Source": str(folder), "Target": target}


def _run(name: str, image: str, limits: dict[str, Any], labels: Mapping[str, str], **more: Any) -> str:
    doing = f"Démarrage de {name}"
    common = {
        # Not `unless-stopped`: an engine that was killed stops what still runs when it starts again, and leaves it so.
        "RestartPolicy": {"Name": "always"},
        "LogConfig": {"Type": "json-file", "Config": {"max-size": "2m", "max-file": "2"}},
    }
    wanted = {"Image": image, "Labels": {**labels, HOME: str(paths.home())}, "HostConfig": {**limits, **common}, **more}
    made = ""
    try:
        try:
            made = str(order("POST", "/containers/create", doing, query={"name": name}, body=wanted)["Id"])
        except RefusedError as error:
            if error.status == 409:
                raise SittingError(
                    f"Le nom « {name} » est déjà pris par un autre conteneur Docker.",
                    f"S’il ne sert plus : « docker rm -f {name} » ; sinon donnez un autre nom de vague (--wave).",
                ) from None
            raise
        order("POST", f"/containers/{made}/start", doing)
    except BaseException:
        if made:
            remove(made)
        raise
    return made


def find(**labels: str) -> list[Found]:
    """Return our containers of this home, running or not, that carry these labels (`kind="sitting"`, `wave=…`)."""
    wanted = [f"{HOME}={paths.home()}", *(f"{LABEL}.{key}={value}" for key, value in labels.items())]
    filters = json.dumps({"label": wanted})
    listed = order("GET", "/containers/json", "Liste des sites", query={"all": "1", "filters": filters})
    return [
        Found(one["Id"], one["Names"][0].lstrip("/"), one["Image"], one["State"], one["Labels"] or {})
        for one in listed
        if one["Names"]
    ]


def start(container: str) -> None:
    """Start a container that exists. Raises EngineError."""
    order("POST", f"/containers/{container}/start", f"Démarrage de {container}")


def remove(container: str) -> None:
    """Remove a container, running or not, with what it wrote; absent is fine. Raises EngineError."""
    options = {"force": "1", "v": "1"}
    try:
        order("DELETE", f"/containers/{container}", f"Suppression de {container}", query=options)
    except RefusedError as error:
        # Absent, or another order is removing it already.
        if error.status != 404 and not (error.status == 409 and "already in progress" in error.said):
            raise


def running(container: str) -> bool:
    """Say whether a container runs, and does not keep starting again. Raises EngineError."""
    seen = inspect(container)
    return bool(seen and seen["State"]["Running"] and not seen["State"]["Restarting"] and seen["RestartCount"] < 2)


def inspect(container: str) -> dict[str, Any] | None:
    """Return all that the engine tells of a container; None when there is none. Raises EngineError."""
    try:
        found: dict[str, Any] = order("GET", f"/containers/{container}/json", f"État de {container}")
    except RefusedError as error:
        if error.status != 404:
            raise
        return None
    return found


def rest(container: str, patience_s: int = 20) -> None:
    """Stop a container for good, with what it wrote: nothing starts it again by itself. Absent is fine.

    Raises EngineError.
    """
    try:
        never = {"RestartPolicy": {"Name": "no"}}
        order("POST", f"/containers/{container}/update", f"Arrêt de {container}", body=never)
        order("POST", f"/containers/{container}/stop", f"Arrêt de {container}", query={"t": patience_s})
    except RefusedError as error:
        if error.status not in {304, 404}:
            raise


def last_words(container: str, lines: int = 15) -> str:
    """Return the last lines that a container printed; empty when they cannot be had."""
    from provisioner.adapters.docker.client import client, translated  # noqa: PLC0415 slow to import, seldom needed

    try:
        with translated("Journal"):
            text = client().api.logs(container, tail=lines)
    except EngineError:
        return ""
    return str(text.decode(errors="replace")).strip()


def has_image(tag: str) -> bool:
    """Say whether an image is there. Raises EngineError."""
    try:
        order("GET", f"/images/{tag}/json", "Recherche d’une image")
    except RefusedError as error:
        if error.status != 404:
            raise
        return False
    return True


def import_image(tag: str, archive: bytes, labels: Mapping[str, str]) -> None:
    """Make an image whose whole content is a tar archive. Raises EngineError."""
    from provisioner.adapters.docker.client import client, translated  # noqa: PLC0415 slow to import, seldom needed

    repository, _, version = tag.partition(":")
    changes = [f'LABEL {key}="{value}"' for key, value in labels.items()]
    with translated("Fabrication d’une image"):
        client().api.import_image_from_data(archive, repository=repository, tag=version, changes=changes)
