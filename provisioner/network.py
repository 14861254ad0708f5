"""The centre's network as it told: the proxies before this machine, and who asks behind them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from ipaddress import ip_address

from provisioner import paths

FILE = "reseau.yml"
_HOST = re.compile(r"\[([^\]]*)\](?::\d+)?|([^:]*):\d+")
"""An address with its port, as some proxies tell it; `[::1]` too."""


def proxies() -> tuple[str, ...]:
    """Return the addresses of the proxies whose word on who asks is taken; none without the file. Raises DataError."""
    path = paths.home() / FILE
    if not path.is_file():
        return ()
    # A start without the file does not wait for what reads one.
    from provisioner.datafiles import load_yaml  # noqa: PLC0415
    from provisioner.schema.network import Network  # noqa: PLC0415

    return load_yaml(path, Network).proxies


def client(remote: str, forwarded: Sequence[str], known: Collection[str]) -> str:
    """Return the address of who asks: `remote`, unless that is a known proxy, that says it in `X-Forwarded-For`.

    What each proxy adds stands last: what stands before an unknown address may be anybody's invention.
    """
    told = [one.strip() for one in ",".join(forwarded).split(",") if one.strip()]
    address = remote
    while address in known and told:
        last = told.pop()
        found = _HOST.fullmatch(last)
        address = (found[1] or found[2]) if found else last
    return address


def is_address(text: str) -> bool:
    """Say whether a text is the address of a machine."""
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
