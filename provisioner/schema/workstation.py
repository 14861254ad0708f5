"""What candidates' workstations allow: `inventories/roles/workstation/policy.yml`, or a centre's own copy."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from provisioner.schema.base import Strict

Host = Annotated[str, Field(pattern=r"^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$")]
"""A name or an IPv4 address, lower case, no port."""
MOST = 1000
"""Entries that Chromium reads of a list; more would be left out silently."""
Rule = Literal["closed", "open"]


class Category(Strict):
    """Sites that are blocked for one reason."""

    name: str
    hosts: tuple[Host, ...] = Field(min_length=1)


class WorkstationPolicy(Strict):
    """A centre's rules."""

    format: Literal[1]
    rule: Rule
    """`closed`: the exam's sites and nothing else; `open`: the web, but what is blocked."""
    downloads: bool = False
    printing: bool = False
    clipboard: Literal["local", "shared"] = "local"
    allowed: tuple[Host, ...] = ()
    """More sites, under `closed`."""
    blocked: tuple[Category, ...] = ()
    """Under `open`."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """What is blocked under `open`."""
        return tuple(dict.fromkeys(host for one in self.blocked for host in one.hosts))

    @model_validator(mode="after")
    def _sane(self) -> Self:
        seen: dict[str, str] = {}
        for one in self.blocked:
            for host in one.hosts:
                if host in seen:
                    raise ValueError(f"« {host} » est bloqué deux fois ({seen[host]}, {one.name})")
                seen[host] = one.name
        if len(seen) > MOST or len(self.allowed) > MOST:
            raise ValueError(f"plus de {MOST} sites : les navigateurs n’en lisent pas davantage")
        if self.rule == "open" and not seen:
            raise ValueError("« open » ne bloquerait rien : « blocked » est vide")
        return self
