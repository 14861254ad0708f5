"""`fleet move` and `fleet evacuate`: candidates go on at another host, at the same address."""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from provisioner.adapters.ansible import FleetError, Played
from provisioner.pipeline.fleet.centre import SILENT, Centre, Done, Say, done
from provisioner.schema.fleet import Placement
from provisioner.schema.inventory import Host


@dataclass(frozen=True)
class Moved:
    """What came of it."""

    wave: str
    source: str
    target: str
    alive: bool
    """Whether the former host answered, and closed its sites first."""
    taken: tuple[Mapping[str, Any], ...]
    """What the target says of each candidate: number, url, seconds, lost_after, error."""
    seconds: float
    """From the order to the last page."""

    @property
    def ok(self) -> bool:
        """Whether every candidate goes on."""
        return all(one["ok"] for one in self.taken)


def copy(centre: Centre, wave: str, say: Say = SILENT) -> Done:
    """Have each host of a wave copied to its spare, from now on. Done again, nothing changes. Raises FleetError."""
    known = centre.settled(wave)
    pairs = [{"from": one.name, "to": one.spare} for one in centre.inventory.hosts if one.spare and known.on(one.name)]
    hosts = list(dict.fromkeys(name for pair in pairs for name in pair.values()))
    if not hosts:
        return Done({}, {}, frozenset())
    return done(centre.play("spare", hosts, say, {"e5b_copies": pairs}))


def move(
    centre: Centre, wave: str, numbers: Collection[str], to: str = "", say: Say = SILENT, *, who: str = ""
) -> Moved:
    """Have candidates of one host go on at another (its spare, unless told). Their address stays.

    `who` gives the order, for the journal; empty: the account there. Raises FleetError when that cannot be, or the
    target failed.
    """
    known = centre.settled(wave)
    hosts = {one.number: one.host for one in known.places}
    strangers = sorted(set(numbers) - set(hosts))
    if strangers:
        raise FleetError(
            f"{', '.join(strangers)} : pas de la vague {wave}.", "« ./e5b fleet status » donne les candidats."
        )
    sources = {hosts[one] for one in numbers}
    if len(sources) > 1:
        raise FleetError(
            f"Ces candidats sont sur {len(sources)} postes : {', '.join(sorted(sources))}.", "Un ordre par poste."
        )
    return _go(centre, known, centre.host(sources.pop()), sorted(numbers), to, say, whole=False, who=who)


def evacuate(centre: Centre, wave: str, name: str, to: str = "", say: Say = SILENT, *, who: str = "") -> Moved:
    """Have all candidates of a host go on at another, with the address that they type. Raises FleetError."""
    known = centre.settled(wave)
    source = centre.host(name)
    numbers = known.on(name)
    if not numbers:
        return returned(centre, wave, name, say, who=who)
    return _go(centre, known, source, sorted(numbers), to, say, whole=True, who=who)


def evacuate_all(centre: Centre, name: str, to: str = "", say: Say = SILENT, *, who: str = "") -> list[Moved]:
    """Evacuate a host of every wave that goes on: its address is one for all of them. Raises FleetError."""
    centre.host(name)
    known = centre.going()
    carried = [one.wave for one in known if one.on(name)]
    left = [one.wave for one in known if any(place.home == name != place.host for place in one.places)]
    if not (carried or left):
        raise FleetError(f"« {name} » ne porte aucun candidat.", "Rien à déplacer.")
    return [evacuate(centre, wave, name, to, say, who=who) for wave in carried or left]


def returned(centre: Centre, wave: str, name: str, say: Say = SILENT, *, who: str = "") -> Moved:
    """Have a host that came back from the dead let go of candidates who went on elsewhere. Raises FleetError."""
    known, source = centre.settled(wave), centre.host(name)
    gone = [one for one in known.places if one.home == source.name and one.host != source.name]
    if not gone:
        raise FleetError(f"« {source.name} » ne porte aucun candidat de la vague {known.wave}.", "Rien à déplacer.")
    began = time.monotonic()
    target = centre.host(gone[0].host)
    # Its address is the others' too while it carries some.
    whole = not known.on(source.name)
    numbers = [one.number for one in gone]
    came = done(_release(centre, known.wave, source, target, numbers, say, whole=whole, who=who))
    if source.name in came.failures:
        told = came.failures[source.name]
        raise FleetError(f"{source.name} : {told.message}", told.hint)
    return Moved(known.wave, source.name, target.name, alive=True, taken=(), seconds=time.monotonic() - began)


def _release(
    centre: Centre,
    wave: str,
    source: Host,
    target: Host,
    numbers: Sequence[str],
    say: Say,
    *,
    whole: bool,
    lead: bool = False,
    who: str = "",
) -> Played:
    """Have a host let go of sites, with its address when `whole`; its door leads to the other host when `lead`."""
    wanted = [argument for number in numbers for argument in ("--candidate", number)]
    forward = ["--forward", target.address] if lead else []
    by = [f"--by={who}"] if who else []
    each = {source.name: {"release": [*wanted, "--to", target.name, *forward, *by]}}
    return centre.play("release", [source.name], say, {"e5b_wave": wave, "e5b_drop": whole}, each=each, quick=True)


def _go(
    centre: Centre,
    known: Placement,
    source: Host,
    numbers: Sequence[str],
    to: str,
    say: Say,
    *,
    whole: bool,
    who: str = "",
) -> Moved:
    began = time.monotonic()
    target = centre.host(_target(source, to))
    more = len(known.on(target.name)) + len(numbers)
    if more > target.capacity:
        # Crowded is better than nothing: they are told, not refused.
        say(target.name, f"portera {more} candidats, pour une capacité de {target.capacity}")
    wanted = [argument for number in numbers for argument in ("--candidate", number)]
    closed = done(_release(centre, known.wave, source, target, numbers, say, whole=whole, who=who))
    failure = closed.failures.get(source.name)
    alive = source.name in closed.answers
    if failure and not failure.unreachable:
        # It lives and did not let go: two sites of one candidate would both take writings.
        raise FleetError(f"{source.name} n’a pas lâché ses sites : {failure.message}", failure.hint)
    if not alive and not source.floating:
        say(source.name, "éteint, et son adresse est la sienne propre : le poste de secours la prend")
    addresses = [source.name] if (whole and source.floating) or not alive else []
    variables = {"e5b_wave": known.wave, "e5b_from": source.name, "e5b_alive": alive, "e5b_addresses": addresses}
    came = done(centre.play("take", [target.name], say, variables, each={target.name: {"take": wanted}}))
    if target.name in came.failures:
        told = came.failures[target.name]
        raise FleetError(f"{target.name} n’a pas repris les sites : {told.message}", told.hint)
    taken = tuple(came.answers[target.name])
    there = sorted(str(one["number"]) for one in taken if one["ok"])
    places = tuple(one.model_copy(update={"host": target.name}) if one.number in there else one for one in known.places)
    centre.keep(known.model_copy(update={"places": places}))
    if alive and not addresses and there:
        # The address that they type stays where it is: its door leads on, now that somebody answers there.
        led = done(_release(centre, known.wave, source, target, there, say, whole=False, lead=True, who=who))
        for told in led.failures.values():
            raise FleetError(f"La porte de {source.name} ne mène pas à {target.name} : {told.message}", told.hint)
    return Moved(known.wave, source.name, target.name, alive, taken, time.monotonic() - began)


def _target(source: Host, to: str) -> str:
    if not (to or source.spare):
        raise FleetError(
            f"« {source.name} » n’a pas de poste de secours.", "Donnez --to, ou « e5b_spare » dans l’inventaire."
        )
    if (to or source.spare) == source.name:
        raise FleetError(f"Ces candidats sont déjà sur « {source.name} ».", "Donnez un autre poste.")
    if to and to != source.spare:
        raise FleetError(
            f"« {to} » n’a pas la copie des candidats de « {source.name} » : c’est « {source.spare or 'aucun'} ».",
            "Changez « e5b_spare » dans l’inventaire et relancez « ./e5b fleet up », qui commence la copie.",
        )
    return to or source.spare
