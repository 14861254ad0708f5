"""Types that the models of the context share."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, StringConstraints

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")]
"""What ends up in an address: lower case, digits, dashes."""

Text = Annotated[str, StringConstraints(min_length=1)]
"""A text that must be there."""

Moment = Annotated[datetime, PlainSerializer(lambda value: value.strftime("%Y-%m-%d %H:%M:%S"), return_type=str)]
"""A local date and time (Europe/Paris), written as the databases write it."""

Day = Annotated[date, PlainSerializer(lambda value: value.isoformat(), return_type=str)]
"""A day."""

Email = Annotated[str, StringConstraints(pattern=r"^[a-z0-9._+-]+@[a-z0-9.-]+\.example$")]
"""An address that can reach nobody: the `.example` domain is reserved."""

Count = Annotated[int, Field(ge=0)]

Amount = Annotated[float, Field(ge=0)]
"""Euros, kilograms or centimetres."""

Percent = Annotated[float, Field(ge=0, le=100)]

TaxRate = Literal["20", "10", "5.5", "0"]
"""French VAT rate, in percent."""
