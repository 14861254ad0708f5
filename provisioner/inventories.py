"""Reads a centre's inventory and settles what it leaves open; whatever is wrong is told with its host and key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from provisioner.datafiles import load_plain, wrong_keys
from provisioner.errors import DataError
from provisioner.schema.inventory import FIRST_PORT, MOST, Connection, Host, HostVars, Inventory, InventoryFile, Vault

_ROOT = "all.children.e5b_hosts.hosts"
_SEE = "Corrigez l’inventaire ; inventories/example.yml et docs/parc.md en montrent la forme."
_SSH = 22


class _Loader(yaml.SafeLoader):
    """Plain values; a key given twice is an error (YAML itself keeps the last one, and a host would be lost)."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    for name, times in Counter(str(key) for key in keys).items():
        if times > 1:
            raise yaml.constructor.ConstructorError(None, None, f"« {name} » y est {times} fois", node.start_mark)
    return loader.construct_mapping(node, deep=True)


def _vault(loader: _Loader, node: yaml.ScalarNode) -> Vault:
    return Vault(text=str(loader.construct_scalar(node)))


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
_Loader.add_constructor("!vault", _vault)


def load(path: Path) -> Inventory:
    """Read an inventory. Raises DataError naming the file, and the host and key when one of them is wrong."""
    read = _read(path)
    written = read.all.children.e5b_hosts.hosts
    shared = read.all.vars
    hosts = []
    for position, (name, one) in enumerate(written.items()):
        way = Connection(
            ansible_port=one.ansible_port or shared.ansible_port or _SSH,
            ansible_user=one.ansible_user or shared.ansible_user,
            ansible_ssh_private_key_file=one.ansible_ssh_private_key_file or shared.ansible_ssh_private_key_file,
            ansible_connection=one.ansible_connection or shared.ansible_connection,
        )
        try:
            hosts.append(_host(name, one, way, position, _spare(name, written)))
        except ValidationError:
            raise DataError(
                f"{path} : « {name} » n’est pas un nom d’hôte (lettres sans accent, chiffres, points et tirets).", _SEE
            ) from None
    _check(path, written, hosts)
    return Inventory(centre=path.stem, hosts=tuple(hosts))


def _read(path: Path) -> InventoryFile:
    data = load_plain(path, _Loader)
    if not isinstance(data, dict) or not data:
        raise DataError(f"{path} : l’inventaire est vide.", _SEE)
    try:
        return InventoryFile.model_validate(data)
    except ValidationError as error:
        raise _refused(path, error) from None


def _host(name: str, one: HostVars, way: Connection, position: int, spare: str) -> Host:
    service = one.e5b_address or one.ansible_host
    return Host(
        name=name,
        address=one.ansible_host,
        port=way.ansible_port or _SSH,
        local=way.ansible_connection == "local",
        user=way.ansible_user or "",
        key=way.ansible_ssh_private_key_file or "",
        role=one.e5b_role,
        room=one.e5b_room,
        capacity=one.e5b_capacity,
        service=service,
        floating=service != one.ansible_host,
        spare=spare,
        first_port=FIRST_PORT + MOST * position,
    )


def _spare(name: str, hosts: dict[str, HostVars]) -> str:
    """Return who copies a host: who is named, else a spare of its room, else the next of its room, else of the centre.

    A host that carries nobody needs none.
    """
    own = hosts[name]
    if own.e5b_spare or own.e5b_role == "spare" or not own.e5b_capacity:
        return own.e5b_spare
    names = list(hosts)
    at = names.index(name)
    after = [one for one in names[at + 1 :] + names[:at] if hosts[one].e5b_capacity]
    near = [one for one in after if hosts[one].e5b_room == own.e5b_room]
    for among in (near, after):
        spares = [one for one in among if hosts[one].e5b_role == "spare"]
        plain = [one for one in among if hosts[one].e5b_role != "console"]
        if spares or plain:
            return (spares or plain)[0]
    return ""


def _check(path: Path, written: dict[str, HostVars], hosts: list[Host]) -> None:
    _once(path, "ansible_host", ((one.name, f"{one.address}:{one.port}") for one in hosts))
    _once(path, "e5b_address", ((one.name, one.service) for one in hosts if one.capacity))
    machines = {one.address: one.name for one in hosts}
    for one in hosts:
        owner = machines.get(one.service, one.name)
        if one.floating and owner != one.name:
            raise _wrong(path, one.name, "e5b_address", f"{one.service} est l’adresse de l’hôte « {owner} »")
    for name, said in ((name, one.e5b_spare) for name, one in written.items() if one.e5b_spare):
        if said not in written:
            known = ", ".join(written)
            raise _wrong(path, name, "e5b_spare", f"l’hôte « {said} » n’est pas dans l’inventaire ({known})")
        if said == name:
            raise _wrong(path, name, "e5b_spare", "un hôte ne peut pas être son propre secours")
        if not written[said].e5b_capacity:
            raise _wrong(path, name, "e5b_spare", f"l’hôte « {said} » a une capacité de 0")
    if not any(one.capacity and one.role != "spare" for one in hosts):
        raise DataError(
            f"{path} : aucun hôte ne porte de candidats.", "Donnez à l’un d’eux une « e5b_capacity » d’au moins 1."
        )


def _once(path: Path, key: str, pairs: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for name, value in pairs:
        if value in seen:
            raise _wrong(path, name, key, f"{value} est déjà l’adresse de l’hôte « {seen[value]} »")
        seen[value] = name


def _wrong(path: Path, host: str, key: str, text: str) -> DataError:
    return DataError(f"{path}, hôte « {host} », clé « {key} » : {text}.", _SEE)


def _refused(path: Path, error: ValidationError) -> DataError:
    key, expected = wrong_keys(error)[0]
    more = f" (et {error.error_count() - 1} autre(s) erreur(s))" if error.error_count() > 1 else ""
    if key == _ROOT:
        return DataError(f"{path} : aucun hôte dans le groupe « e5b_hosts ».", _SEE)
    if key.startswith(f"{_ROOT}."):
        host, _, name = key.removeprefix(f"{_ROOT}.").rpartition(".")
        if host:
            return DataError(f"{path}, hôte « {host} », clé « {name} » : {expected}.{more}", _SEE)
    return DataError(f"{path}, clé « {key or '(racine)'} » : {expected}.{more}", _SEE)
