"""Waits that end: with what is waited for, or with a sentence."""

from __future__ import annotations

import time
from collections.abc import Callable

from provisioner.errors import SittingError

STEP_S = 0.1


def until(test: Callable[[], object], within_s: float, told: str) -> float:
    """Wait until `test` says yes and return the seconds it took. Raises SittingError with `told` (French)."""
    since = time.monotonic()
    while not test():
        if time.monotonic() - since > within_s:
            raise SittingError(
                f"{told} (attendu {within_s:.0f} s).",
                "Regardez la charge de la machine (« ./e5b doctor »), puis relancez la répétition.",
            )
        time.sleep(STEP_S)
    return time.monotonic() - since
