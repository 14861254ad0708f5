"""A signed statement of what a purge destroyed: one file, of which one form is right."""

from __future__ import annotations

import json

from pydantic import ValidationError

from provisioner.schema.base import Strict
from provisioner.schema.seal import Purge, canonical
from provisioner.steps.seal import keys
from provisioner.steps.seal.keys import Key

PURPOSE = "e5b-purge-1"
"""What the centre's signature of a statement is for."""


class _Signed(Strict):
    statement: Purge
    signature: str


def signed(purge: Purge, key: Key) -> bytes:
    """Return the bytes of the file that holds a statement and its signature."""
    return canonical(_Signed(statement=purge, signature=key.sign(PURPOSE, canonical(purge)).hex()))


def opened(raw: bytes) -> Purge | None:
    """Return the statement of such a file; None when it, or its signature, is not what the centre wrote."""
    try:
        found = _Signed.model_validate(json.loads(raw))
        signature = bytes.fromhex(found.signature)
        true = keys.verified(found.statement.key, PURPOSE, signature, canonical(found.statement))
    except (ValidationError, ValueError, RecursionError):
        return None
    return found.statement if true and canonical(found) == raw else None
