"""The chain holds whatever stops the machine: real processes that seal, killed again and again, and many at once."""

import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from test_seal import identity, now, origin

from provisioner import paths
from provisioner.pipeline.evidence import dossier
from provisioner.steps import seal
from provisioner.steps.seal import store

SEALS = """
import sys
from datetime import UTC, datetime
from provisioner.schema.seal import Identity, Origin
from provisioner.steps import seal
key, origin = seal.centre_key(), Origin(software="0", data={}, image="e5b/x:1")
told = dict(wave="m", number="7", commission="1", exam="2022", cms="wordpress", subject="A", created_at="2022-05-12")
for number in range(int(sys.argv[1]), 100_000):
    members = {"a": b"x" * 200_000, "n": str(number).encode()}
    print(seal.seal(members, Identity(**told), origin, key, datetime.now(UTC)).name, flush=True)
"""


def test_killed_while_sealing_nothing_told_is_lost():
    chance, told, number = random.Random(3), [], 0
    for _ in range(6):
        order = [sys.executable, "-c", SEALS, str(number)]
        with subprocess.Popen(order, cwd=paths.PROJECT, stdout=subprocess.PIPE, text=True) as process:
            told += [process.stdout.readline().strip() for _ in range(chance.randrange(2, 9))]
            os.kill(process.pid, signal.SIGKILL)
            told += process.stdout.read().split()
        number += 1_000
    found = dossier.verify([])
    left = {one.name for one in found.dossiers}
    assert set(told) <= left
    # One that was in place before it could be told of is taken up by the next seal: then the register has them all.
    seal.seal({"a": b"end"}, identity(), origin(), seal.centre_key(), now())
    assert dossier.verify([]).problems == ()
    assert len(store.read_register().links) == len(left) + 1
    assert not list(paths.dossiers().glob(".*.tmp"))


def test_many_at_once_follow_one_another():
    key = seal.centre_key()

    def one(number):
        who = identity().model_copy(update={"number": str(number)})
        return seal.seal({"n": str(number).encode()}, who, origin(), key, now())

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(one, range(24)))
    assert len(set(made)) == 24
    assert [link.sequence for link in store.read_register().links] == list(range(1, 25))
    assert dossier.verify([]).problems == ()


def test_the_key_made_by_many_at_once_is_one():
    with ThreadPoolExecutor(8) as pool:
        assert len({key.name for key in pool.map(lambda _: seal.centre_key(), range(8))}) == 1
