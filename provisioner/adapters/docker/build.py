"""Images: pulled, imported, built, listed. A failed build leaves the images that were there."""

from __future__ import annotations

import contextlib
import queue
import re
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docker.errors import APIError

from provisioner.adapters.docker.client import client, translated
from provisioner.errors import EngineError

Say = Callable[[str], None]
"""Receives one line of progress."""

_FULL = "no space left on device"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_STEP = re.compile(r"Step (\d+)/(\d+) :")


class BuildError(EngineError):
    """A recipe that failed; the message holds the end of its output."""


@dataclass(frozen=True)
class Image:
    """One tagged image of this machine."""

    tag: str
    id: str
    labels: Mapping[str, str]
    created: str
    size: int


def find(tag: str) -> Image | None:
    """Return the image tagged `tag`, or None."""
    with translated("Recherche d’une image"):
        found = client().api.images(filters={"reference": tag})
    return _image(found[0], tag) if found else None


def labelled(*labels: str) -> list[Image]:
    """Return the tagged images that carry every label given (`name=value`), newest first."""
    with translated("Liste des images"):
        found = client().api.images(filters={"label": list(labels)})
    newest = sorted(found, key=lambda one: one["Created"], reverse=True)
    return [_image(one, tag) for one in newest for tag in one.get("RepoTags") or [] if tag != "<none>:<none>"]


def _image(found: dict[str, Any], tag: str) -> Image:
    return Image(tag, found["Id"], found.get("Labels") or {}, str(found["Created"]), int(found.get("Size") or 0))


def pull(reference: str, tag: str, deadline_s: float, whole_s: float = 600) -> bool:
    """Pull `reference` and tag it `tag`; False when no registry begins to answer within `deadline_s`."""
    events: queue.Queue[dict[str, Any] | None] = queue.Queue()
    threading.Thread(target=_pull_into, args=(reference, events), name="image", daemon=True).start()
    wait = deadline_s
    while True:
        try:
            event = events.get(timeout=wait)
        except queue.Empty:
            return False
        if event is None:
            break
        if "error" in event:
            return False
        wait = whole_s
    with translated(f"Image {reference}"):
        repository, _, version = tag.partition(":")
        return bool(client().api.tag(reference, repository, version))


def _pull_into(reference: str, events: queue.Queue[dict[str, Any] | None]) -> None:
    try:
        for event in client().api.pull(reference, stream=True, decode=True):
            events.put(event)
        events.put(None)
    except Exception as error:  # noqa: BLE001 whatever happens in this thread means « no registry », told by `pull`
        events.put({"error": str(error)})


def load_root(archive: Iterable[bytes], tag: str, labels: Mapping[str, str]) -> None:
    """Make an image of one layer from a tar archive of a whole system. Raises EngineError."""
    repository, _, version = tag.partition(":")
    changes = [f'LABEL {name}="{value}"' for name, value in labels.items()]
    with translated("Création de l’image Debian"):
        client().api.import_image_from_stream(archive, repository=repository, tag=version, changes=changes)


def build(
    context: Path,
    tag: str,
    *,
    arguments: Mapping[str, str],
    labels: Mapping[str, str],
    say: Say,
    dockerfile: str = "Dockerfile",
    network: str | None = None,
    cache: bool = True,
) -> str:
    """Build the recipe of the folder `context` and tag it once it is whole; return its id.

    Raises BuildError when a step fails, EngineError for the rest.

    `network` « none » cuts every step from the network; None is the engine's own.
    """
    tail: list[str] = []
    identity = ""
    with translated(f"Construction de {tag}"):
        events = client().api.build(
            path=str(context),
            dockerfile=dockerfile,
            tag=tag,
            buildargs=dict(arguments),
            labels=dict(labels),
            network_mode=network,
            nocache=not cache,
            rm=True,
            forcerm=True,
            decode=True,
        )
        for event in events:
            if "error" in event:
                raise _failure(tag, str(event["error"]), tail)
            identity = (event.get("aux") or {}).get("ID", identity)
            for line in str(event.get("stream", "")).splitlines():
                if plain := _COLOUR.sub("", line).strip():
                    tail = [*tail[-30:], plain]
                    if step := _STEP.match(line):
                        say(f"{tag} : étape {step[1]} sur {step[2]}")
    return identity


def _failure(tag: str, error: str, tail: list[str]) -> EngineError:
    if _FULL in (error + " ".join(tail)).lower():
        return EngineError(
            f"Construction de {tag} : le disque est plein.",
            "Libérez de la place (« ./e5b doctor » dit combien il en faut), puis relancez ; rien n’a été perdu.",
        )
    last = " / ".join(line[:300] for line in tail[-6:])
    return BuildError(
        f"Construction de {tag} : échec ({error.strip()}). Dernières lignes : {last}",
        "Corrigez ce qu’elles nomment, puis relancez ; l’image précédente est intacte.",
    )


def remove(tag: str) -> None:
    """Remove the tag, and the image when no container uses it. Raises EngineError."""
    with translated(f"Suppression de {tag}"):
        client().images.remove(tag)


def forget(name: str) -> None:
    """Remove an image that a newer one replaces, unless a container, even stopped, was made from it."""
    with contextlib.suppress(APIError):
        if not client().api.containers(all=True, filters={"ancestor": name}):
            client().images.remove(name)


def layers(name: str) -> tuple[str, ...]:
    """Return the layers of an image, the lowest first. Raises EngineError."""
    with translated("Recherche d’une image"):
        return tuple(client().api.inspect_image(name)["RootFS"]["Layers"] or ())


def forget_unnamed(label: str) -> None:
    """Remove the untagged images that carry a label (`name=value`): stages of recipes. One in use stays."""
    with contextlib.suppress(APIError):
        for image in client().api.images(filters={"dangling": True, "label": label}):
            with contextlib.suppress(APIError):
                client().api.remove_image(image["Id"])
