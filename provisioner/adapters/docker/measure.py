"""What a container costs the machine, as the engine counts it."""

from __future__ import annotations

from collections.abc import Mapping

from provisioner.adapters.docker.client import client, translated
from provisioner.names import LABEL


def written(**labels: str) -> Mapping[str, int]:
    """Return the bytes of the writable layer (`docker ps --size`) of the containers that carry these labels, by id."""
    wanted = [f"{LABEL}.{key}={value}" for key, value in labels.items()]
    with translated("Place occupée par les sites"):
        listed = client().api.containers(all=True, size=True, filters={"label": wanted})
    return {str(one["Id"]): int(one.get("SizeRw") or 0) for one in listed}
