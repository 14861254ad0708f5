"""Containers of candidates' sites and of the front door: made, found and removed by label only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docker.errors import APIError, ImageNotFound, NotFound
from docker.types import LogConfig, Mount

from provisioner import paths
from provisioner.adapters.docker.client import client, translated
from provisioner.errors import EngineError, SittingError
from provisioner.names import LABEL

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


def golden(exam: str, cms: str) -> Golden:
    """Return the newest golden image of a CMS of an exam. Raises EngineError when there is none."""
    labels = [f"{KIND}=golden", f"{LABEL}.exam={exam}", f"{LABEL}.cms={cms}"]
    with translated("Recherche de l’image du site"):
        images = client().api.images(filters={"label": labels})
    tagged = [image for image in images if image.get("RepoTags") and "<none>:<none>" not in image["RepoTags"]]
    if not tagged:
        raise EngineError(
            f"L’image du site {cms} de l’épreuve {exam} n’est pas construite.",
            f"Lancez « ./e5b image build --exam {exam} », puis la même commande.",
        )
    newest = max(tagged, key=lambda image: (image["Created"], image["RepoTags"][0]))
    return Golden(newest["RepoTags"][0], newest["Id"], newest["Labels"].get(f"{LABEL}.version", ""))


def run_site(name: str, image: str, folder: Path, labels: Mapping[str, str]) -> str:
    """Create and start a candidate's container, with no network: `folder` is its only way in. Return its id.

    Raises SittingError when the name is taken, EngineError for the rest; nothing is left behind then.
    """
    api = client().api
    limits = api.create_host_config(
        network_mode="none",
        cap_drop=["ALL"],
        cap_add=_NEEDED,
        security_opt=["no-new-privileges"],
        mem_limit=_MEMORY,
        pids_limit=_PROCESSES,
        restart_policy={"Name": "unless-stopped"},
        log_config=_logs(),
        mounts=[Mount("/run/e5b", str(folder), type="bind")],
    )
    return _run(name, image, limits, {**labels, HOME: str(paths.home())}, stop_timeout=20)


def run_door(name: str, image: str, command: list[str], folders: list[Path], labels: Mapping[str, str]) -> str:
    """Create and start the front door on the host's network; `folders` have the same path inside as outside."""
    limits = client().api.create_host_config(
        network_mode="host",
        cap_drop=["ALL"],
        cap_add=["DAC_OVERRIDE"],
        security_opt=["no-new-privileges"],
        restart_policy={"Name": "unless-stopped"},
        log_config=_logs(),
        read_only=True,
        mounts=[Mount(str(folder), str(folder), type="bind") for folder in folders],
    )
    return _run(name, image, limits, {**labels, HOME: str(paths.home())}, command=command, stop_timeout=5)


def _logs() -> LogConfig:
    return LogConfig(type="json-file", config={"max-size": "2m", "max-file": "2"})


def _run(name: str, image: str, limits: dict[str, Any], labels: Mapping[str, str], **more: Any) -> str:
    api = client().api
    made: str = ""
    try:
        with translated(f"Démarrage de {name}"):
            try:
                answer = api.create_container(image, host_config=limits, name=name, labels=dict(labels), **more)
                made = str(answer["Id"])
            except APIError as error:
                if error.status_code == 409:
                    raise SittingError(
                        f"Le nom « {name} » est déjà pris par un autre conteneur Docker.",
                        f"S’il ne sert plus : « docker rm -f {name} » ; sinon donnez un autre nom de vague (--wave).",
                    ) from None
                raise
            api.start(made)
    except BaseException:
        if made:
            remove(made)
        raise
    return made


def find(**labels: str) -> list[Found]:
    """Return our containers of this home, running or not, that carry these labels (`kind="sitting"`, `wave=…`)."""
    wanted = [f"{HOME}={paths.home()}", *(f"{LABEL}.{key}={value}" for key, value in labels.items())]
    with translated("Liste des sites"):
        listed = client().api.containers(all=True, filters={"label": wanted})
    return [
        Found(one["Id"], one["Names"][0].lstrip("/"), one["Image"], one["State"], one["Labels"] or {})
        for one in listed
        if one["Names"]
    ]


def start(container: str) -> None:
    """Start a container that exists. Raises EngineError."""
    with translated(f"Démarrage de {container}"):
        client().api.start(container)


def remove(container: str) -> None:
    """Remove a container, running or not, with what it wrote; absent is fine. Raises EngineError."""
    with translated(f"Suppression de {container}"):
        try:
            client().api.remove_container(container, force=True, v=True)
        except NotFound:
            return
        except APIError as error:
            # Another order is removing it already.
            if error.status_code != 409 or "already in progress" not in str(error.explanation):
                raise


def running(container: str) -> bool:
    """Say whether a container runs, and does not keep starting again. Raises EngineError."""
    with translated(f"État de {container}"):
        try:
            seen = client().api.inspect_container(container)
        except NotFound:
            return False
    return bool(seen["State"]["Running"] and not seen["State"]["Restarting"] and seen["RestartCount"] < 2)


def last_words(container: str, lines: int = 15) -> str:
    """Return the last lines that a container printed; empty when they cannot be had."""
    try:
        with translated("Journal"):
            text = client().api.logs(container, tail=lines)
    except EngineError:
        return ""
    return str(text.decode(errors="replace")).strip()


def has_image(tag: str) -> bool:
    """Say whether an image is there. Raises EngineError."""
    with translated("Recherche d’une image"):
        try:
            client().api.inspect_image(tag)
        except ImageNotFound:
            return False
    return True


def import_image(tag: str, archive: bytes, labels: Mapping[str, str]) -> None:
    """Make an image whose whole content is a tar archive. Raises EngineError."""
    repository, _, version = tag.partition(":")
    changes = [f'LABEL {key}="{value}"' for key, value in labels.items()]
    with translated("Fabrication d’une image"):
        client().api.import_image_from_data(archive, repository=repository, tag=version, changes=changes)
