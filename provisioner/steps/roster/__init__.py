"""The centre's list of candidates."""

from provisioner.steps.roster.reading import COLUMNS, read, read_open

__all__ = ["COLUMNS", "read", "read_open"]
