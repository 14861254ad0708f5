"""The inventory of a centre, `inventories/<centre>.yml`: an Ansible inventory of which exactly these keys are used."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict

Role = Literal["sittings", "console", "spare"]
"""`sittings` carries candidates; `spare` only takes those of others; `console` is where orders are given."""

MOST = 100
"""Candidates of one host: each host has as many ports of its own (`FIRST_PORT`)."""
FIRST_PORT = 8001

_NAME = r"^[A-Za-z0-9][A-Za-z0-9.-]{0,62}$"
_ADDRESS = r"^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$"


class Vault(Strict):
    """A value that Ansible alone can read (`!vault`)."""

    text: str


class Connection(Strict):
    """How Ansible reaches a machine; keys only, never a password."""

    ansible_port: int | None = Field(default=None, ge=1, le=65535)
    ansible_user: str | None = Field(default=None, min_length=1)
    ansible_ssh_private_key_file: str | None = Field(default=None, min_length=1)
    ansible_connection: Literal["ssh", "local"] | None = None
    """`local`: this very machine."""


class HostVars(Connection):
    """One host of the group `e5b_hosts`."""

    ansible_host: str = Field(pattern=_ADDRESS)
    e5b_capacity: int = Field(ge=0, le=MOST)
    """Sittings carried at once; 0: none."""
    e5b_role: Role = "sittings"
    e5b_room: str = ""
    e5b_address: str = Field(default="", pattern=rf"{_ADDRESS}|^$")
    """What candidates type; empty: `ansible_host`. When it differs, it is an address that another host can take."""
    e5b_spare: str = ""
    """Name of the host where its sittings are copied to; empty: see `provisioner.inventories`."""


class WorkstationVars(Connection):
    """One candidate's workstation, of the group `e5b_workstations`."""

    ansible_host: str = Field(pattern=_ADDRESS)
    e5b_room: str = ""


class Shared(Connection):
    """What all machines of the centre share."""

    e5b_subjects_passphrase: Vault | None = None
    """Passphrase of the sealed subjects, in Ansible's vault only."""


class Hosts(Strict):
    hosts: dict[str, HostVars] = Field(min_length=1)


class Workstations(Strict):
    hosts: dict[str, WorkstationVars] = Field(min_length=1)


class Groups(Strict):
    e5b_hosts: Hosts
    e5b_workstations: Workstations | None = None


class All(Strict):
    vars: Shared = Shared()
    children: Groups


class InventoryFile(Strict):
    """The whole file."""

    all: All


class Host(Strict):
    """One host with everything settled."""

    name: str = Field(pattern=_NAME)
    address: str
    """Where Ansible reaches it."""
    port: int
    """Of SSH."""
    local: bool
    """Whether it is this very machine."""
    user: str = ""
    """Account that SSH signs in as; empty: its own choice."""
    key: str = ""
    """File of the private key; empty: SSH's own choice."""
    role: Role
    room: str
    capacity: int
    service: str
    """Address that candidates type."""
    floating: bool
    """Whether that address can go to another host."""
    spare: str
    """Name of the host where its sittings are copied to; empty: none."""
    first_port: int
    """Its candidates' ports begin there: no two hosts of a centre share one, so that any host can take any sitting."""


class Inventory(Strict):
    """A centre, checked."""

    centre: str
    """Stem of the file."""
    hosts: tuple[Host, ...]

    @property
    def carriers(self) -> tuple[Host, ...]:
        """Hosts that candidates are placed on."""
        return tuple(one for one in self.hosts if one.role != "spare" and one.capacity)

    def host(self, name: str) -> Host | None:
        """Return a host by its name."""
        return next((one for one in self.hosts if one.name == name), None)
