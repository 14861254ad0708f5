"""What the front door must show of each sitting, from where its clock stands."""

from __future__ import annotations


def tell(wave: str) -> None:
    """Tell the front door where the sittings of a wave stand. Raises DoorError, EngineError."""
