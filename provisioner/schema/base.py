"""What every model shares."""

from __future__ import annotations

import os

from pydantic import BaseModel, ConfigDict

# Looking for plugins of pydantic in every installed package takes a tenth of the start of a command; we have none.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


class Strict(BaseModel):
    """A model of a data file: unknown keys are errors, values are not coerced silently, instances frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False, defer_build=True)
