"""The centre's list of candidates."""

from provisioner.steps.roster.reading import COLUMNS, read

__all__ = ["COLUMNS", "read"]
