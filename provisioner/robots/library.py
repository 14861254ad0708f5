"""What a scripted candidate knows of each CMS: its gestures, the way in, the way out, and how to look around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from provisioner.robots import prestashop, wordpress
from provisioner.robots.action import Action
from provisioner.robots.candidate import Desk
from provisioner.schema.exam import Cms


@dataclass(frozen=True)
class BackOffice:
    """One CMS, as candidates use it."""

    actions: dict[str, Action]
    log_in: Callable[[Desk], None]
    log_out: Callable[[Desk], None]
    browse: Callable[[Desk], None]
    """Looks at the main lists without changing anything."""


BACK_OFFICES: dict[Cms, BackOffice] = {
    "wordpress": BackOffice(wordpress.ACTIONS, wordpress.log_in, wordpress.log_out, wordpress.browse),
    "prestashop": BackOffice(prestashop.ACTIONS, prestashop.log_in, prestashop.log_out, prestashop.browse),
}
