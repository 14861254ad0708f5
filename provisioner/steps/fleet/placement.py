"""Places candidates on hosts by capacity; a commission stays on one host where it can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from provisioner.errors import DataError
from provisioner.schema.inventory import Host


def place(who: Mapping[str, str], hosts: Sequence[Host], settled: Mapping[str, str]) -> dict[str, str]:
    """Return the host of each candidate; `who` gives the commission of each number, `settled` those placed before.

    Nobody who is placed moves. Each commission, the largest first, goes to the hosts that already have some of it,
    else to the least loaded one where all of it fits, and is cut over several only where no host is large enough.

    Raises DataError when the candidates are more than the hosts carry.
    """
    free = {one.name: one.capacity for one in hosts}
    found: dict[str, str] = {}
    near: dict[str, set[str]] = defaultdict(set)
    for number, host in settled.items():
        if number in who:
            found[number] = host
            if host in free:
                free[host] -= 1
                near[who[number]].add(host)
    _enough(len(who), len(who) - len(found), sum(max(0, left) for left in free.values()), hosts)
    groups: dict[str, list[str]] = defaultdict(list)
    for number, commission in who.items():
        if number not in found:
            groups[commission].append(number)
    for commission, numbers in sorted(groups.items(), key=lambda one: (-len(one[1]), one[0])):
        for number, host in zip(numbers, _seats(len(numbers), near[commission], free, hosts), strict=True):
            found[number] = host  # noqa: PERF403 the seats taken count for the next commission
    return {number: found[number] for number in who}


def _seats(count: int, near: set[str], free: dict[str, int], hosts: Sequence[Host]) -> list[str]:
    """Take `count` seats, on as few hosts as can be."""
    capacity = {one.name: one.capacity for one in hosts}
    seats: list[str] = []
    while len(seats) < count:
        left = count - len(seats)
        open_ = [name for name in free if free[name] > 0]
        close = [name for name in open_ if name in near]
        whole = [name for name in close or open_ if free[name] >= left]
        if whole:
            chosen = max(whole, key=lambda name: free[name] / capacity[name])
        else:
            chosen = max(close or open_, key=lambda name: free[name])
        taken = min(left, free[chosen])
        free[chosen] -= taken
        seats += [chosen] * taken
    return seats


def _enough(all_: int, more: int, seats: int, hosts: Sequence[Host]) -> None:
    if more > seats:
        told = ", ".join(f"{one.name} : {one.capacity}" for one in hosts)
        there = sum(one.capacity for one in hosts)
        raise DataError(
            f"{all_} candidats pour {there} places ({told}) : il en manque {more - seats}.",
            "Ajoutez un poste, relevez une « e5b_capacity » si le poste le permet, ou faites deux vagues.",
        )
