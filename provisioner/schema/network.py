"""What a centre says of its own network."""

from __future__ import annotations

from ipaddress import ip_address

from pydantic import Field, field_validator

from provisioner.schema.base import Strict


class Network(Strict):
    """`$E5B_HOME/reseau.yml`; absent: workstations reach this machine directly."""

    proxies: tuple[str, ...] = Field(default=(), max_length=16)
    """Addresses of the proxies between workstations and this machine: only what they say of who asks is believed."""

    @field_validator("proxies")
    @classmethod
    def _addresses(cls, proxies: tuple[str, ...]) -> tuple[str, ...]:
        for one in proxies:
            try:
                ip_address(one)
            except ValueError:
                raise ValueError(f"« {one} » n’est pas l’adresse d’une machine (192.168.1.2)") from None
        return tuple(str(ip_address(one)) for one in proxies)
