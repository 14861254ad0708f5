"""The centre's list of candidates."""

from provisioner.steps.roster.reading import COLUMNS, WIDTHS, read, read_open
from provisioner.steps.roster.writing import rows

__all__ = ["COLUMNS", "WIDTHS", "read", "read_open", "rows"]
