"""Sealed dossiers: everything of one sitting in one signed archive, chained to the centre's others.

`store.seal` writes one, `examine` reads one to its last byte, `chain` looks at several. Nothing here knows where the
evidence comes from: the same keys and archives serve whatever else must be signed.
"""

from __future__ import annotations

from provisioner.steps.seal.examine import Examined, Problem, examine
from provisioner.steps.seal.keys import Key, centre_key, fingerprint
from provisioner.steps.seal.store import seal

__all__ = ["Examined", "Key", "Problem", "centre_key", "examine", "fingerprint", "seal"]
