"""Images out of an engine and into another one, as one stream where the layers that they share stand once."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO

from provisioner.adapters.docker.client import client, translated
from provisioner.errors import EngineError


@contextmanager
def saved(tags: Sequence[str]) -> Iterator[IO[bytes]]:
    """Give the stream of these images. Raises EngineError when it stops midway."""
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(["docker", "save", *tags], stdout=subprocess.PIPE, stderr=said) as process:
            assert process.stdout is not None  # noqa: S101
            yield process.stdout
        if process.returncode:
            said.seek(0)
            text = " ".join(said.read().decode(errors="replace").split())[-300:]
            raise EngineError(f"Les images n’ont pas pu être lues ({text}).", "« ./e5b image list » dit ce qui est là.")


def load(stream: BinaryIO) -> None:
    """Give the engine the images of a stream. Raises EngineError."""
    with translated("Chargement des images"):
        client().images.load(iter(lambda: stream.read(1 << 20), b""))


def image_ids(tags: Sequence[str]) -> dict[str, str]:
    """Return the id of each of these images that is there. Raises EngineError."""
    with translated("Recherche des images"):
        listed = client().api.images()
    return {tag: one["Id"] for one in listed for tag in one["RepoTags"] or () if tag in tags}
