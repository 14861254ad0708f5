"""Candidates are placed by capacity, commissions together where they fit, nobody twice and nobody moved."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.errors import DataError
from provisioner.schema.inventory import Host
from provisioner.steps.fleet.placement import place


def host(name: str, capacity: int) -> Host:
    return Host(
        name=name,
        address=name,
        port=22,
        local=False,
        role="sittings",
        room="",
        capacity=capacity,
        service=name,
        floating=False,
        spare="",
        first_port=8001,
    )


def people(**sizes: int) -> dict[str, str]:
    return {f"{name}{rank}": name for name, size in sizes.items() for rank in range(size)}


HOSTS = st.lists(st.integers(1, 20), min_size=1, max_size=6).map(
    lambda sizes: [host(f"h{rank}", size) for rank, size in enumerate(sizes)]
)


@given(HOSTS, st.lists(st.integers(0, 12), max_size=8), st.data())
def test_everybody_has_a_seat_and_no_host_too_many(hosts, sizes, data):
    who = people(**{f"c{rank}_": size for rank, size in enumerate(sizes)})
    seats = sum(one.capacity for one in hosts)
    if len(who) > seats:
        with pytest.raises(DataError, match=f"il en manque {len(who) - seats}"):
            place(who, hosts, {})
        return
    first = place(who, hosts, {})
    assert set(first) == set(who)
    counts = Counter(first.values())
    assert all(counts[one.name] <= one.capacity for one in hosts)
    # Placed again, with some of them settled, nobody of those moves, and everybody is still seated.
    settled = {one: first[one] for one in data.draw(st.sets(st.sampled_from(sorted(who)))) if who} if who else {}
    again = place(who, hosts, settled)
    assert {one: again[one] for one in settled} == settled
    counts = Counter(again.values())
    assert all(counts[one.name] <= one.capacity for one in hosts)
    assert place(who, hosts, again) == again


@given(HOSTS, st.integers(1, 20))
def test_a_commission_that_fits_stays_together(hosts, size):
    if max(one.capacity for one in hosts) >= size:
        assert len(set(place(people(a=size), hosts, {}).values())) == 1


def test_a_whole_room_is_spread_evenly():
    hosts = [host(name, 10) for name in "abcd"]
    found = place(people(**{f"c{rank}_": 5 for rank in range(8)}), hosts, {})
    assert Counter(found.values()) == {"a": 10, "b": 10, "c": 10, "d": 10}


def test_half_a_room_leaves_no_host_idle():
    found = place(people(x=5, y=5), [host("a", 10), host("b", 10)], {})
    assert Counter(found.values()) == {"a": 5, "b": 5}


def test_a_latecomer_joins_their_commission():
    hosts = [host("a", 10), host("b", 10)]
    first = place(people(x=5, y=5), hosts, {})
    later = place(people(x=6, y=5), hosts, first)
    assert later["x5"] == first["x0"]


def test_a_commission_is_cut_only_when_it_must_be():
    found = place(people(x=14), [host("a", 10), host("b", 6)], {})
    assert Counter(found.values()) == {"a": 10, "b": 4}


def test_what_is_lacking_is_told_with_its_hosts():
    with pytest.raises(DataError) as caught:
        place(people(x=5), [host("a", 3), host("b", 1)], {})
    assert caught.value.message == "5 candidats pour 4 places (a : 3, b : 1) : il en manque 1."


def test_a_host_that_left_the_inventory_keeps_who_is_settled():
    assert place(people(x=2), [host("a", 2)], {"x0": "gone"}) == {"x0": "gone", "x1": "a"}
