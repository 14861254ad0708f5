"""Accounts of the console as they go from the machine that leads a centre to its hosts: hashes, never a password."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict


class AccountCopy(Strict):
    """One account."""

    name: str = Field(min_length=1, max_length=40)
    role: Literal["technicien", "examinateur", "academie"]
    commission: str
    marking: Literal[1, 2]
    password: str = Field(pattern=r"^(scrypt\$[0-9a-f]{32}\$[0-9a-f]{64})?$")
    """What is kept of it; empty: the account is closed."""


class AccountsCopy(Strict):
    """All accounts, those that were closed too."""

    format: Literal[1] = 1
    accounts: tuple[AccountCopy, ...]
