"""No byte of a dossier changes unseen: every one of them is tried, and files are added, removed, swapped, replayed."""

import io
import random
import struct
import zipfile
from datetime import UTC, datetime
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.adapters import ed25519
from provisioner.schema.seal import Identity, Manifest, Member, Origin, canonical, digest
from provisioner.steps.seal import archive, examine, keys, store
from provisioner.steps.seal.examine import MANIFEST, PURPOSE, SIGNATURE, written

CONTENTS = {
    "capture/after.json.gz": bytes(range(40)),
    "capture/before.json.gz": b"avant" * 5,
    "capture/files/image.jpg": b"\xff\xd8" + bytes(30),
    "diff.json": b'{"changes": []}',
    "sitting.json": b'{"number": "0742"}',
    "vide.txt": b"",
}


@cache
def key():
    private = ed25519.new_private()
    return keys.Key(private, ed25519.public_of(private))


def dossier(contents=None, sequence=2, previous="ab" * 32, signer=None):
    """Return the members of a dossier and its bytes."""
    who, contents = signer or key(), CONTENTS if contents is None else contents
    sitting = {"wave": "m", "number": "0742", "commission": "1", "exam": "2022", "cms": "wordpress", "subject": "A"}
    manifest = Manifest(
        key=who.name,
        sequence=sequence,
        previous=previous,
        sealed_at="2022-05-12T10:00:00+02:00",
        sitting=Identity(**sitting, created_at=datetime(2022, 5, 12, tzinfo=UTC).isoformat()),
        origin=Origin(software="0", data={}, image="e5b/x:1"),
        files=tuple(Member(path=n, size=len(c), sha256=digest(c)) for n, c in sorted(contents.items())),
    )
    raw = canonical(manifest)
    members = {MANIFEST: raw, SIGNATURE: written(who.sign(PURPOSE, raw)), **dict(sorted(contents.items()))}
    return members, packed(members)


def packed(members):
    stream = io.BytesIO()
    store.pack(stream, {name: (data, None) for name, data in members.items()})
    return stream.getvalue()


def problems(data):
    return examine(io.BytesIO(data), "x.zip").problems


MEMBERS, INTACT = dossier()


def test_the_intact_one_is_intact():
    assert problems(INTACT) == ()
    assert {name: data for name, data in zipped(INTACT).items() if name in CONTENTS} == CONTENTS


def zipped(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive_:
        return {name: archive_.read(name) for name in archive_.namelist()}


def test_every_byte_of_the_archive():
    """Each byte, each time with another wrong value; and all wrong values of one byte in sixty."""
    chance = random.Random(5)
    tried = 0
    for at in range(len(INTACT)):
        wrongs = range(1, 256) if at % 61 == 0 else [chance.randrange(1, 256), 1 << chance.randrange(8)]
        for wrong in wrongs:
            data = bytearray(INTACT)
            data[at] ^= wrong
            assert problems(bytes(data)), (at, wrong)
            tried += 1
    assert tried >= 10_000


def test_every_byte_of_every_member_by_someone_who_packs_it_right():
    """The archive is made again as it should be: only what the centre signed tells."""
    for name, content in MEMBERS.items():
        for at in range(len(content)):
            changed = bytearray(content)
            changed[at] ^= 1 + at % 255
            found = problems(packed({**MEMBERS, name: bytes(changed)}))
            assert found, (name, at)
            if name in CONTENTS:
                assert [(one.kind, one.what) for one in found] == [("altered", name)]


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_a_file_taken_out(name):
    found = problems(packed({other: data for other, data in MEMBERS.items() if other != name}))
    kinds = {MANIFEST: "manifest", SIGNATURE: "signature"}
    assert [(one.kind, one.what) for one in found] == [(kinds.get(name, "missing"), name)]


@pytest.mark.parametrize("name", ["ajout.txt", "capture/zz.json", "manifest.json.bak"])
def test_a_file_added(name):
    found = problems(packed({**MEMBERS, name: b"de trop"}))
    assert [(one.kind, one.what) for one in found] == [("added", name)]


def test_two_files_that_changed_contents():
    one, other = "diff.json", "sitting.json"
    found = problems(packed({**MEMBERS, one: MEMBERS[other], other: MEMBERS[one]}))
    assert [(p.kind, p.what) for p in found] == [("altered", one), ("altered", other)]
    assert "celui de « sitting.json »" in found[0].says


def test_a_file_renamed():
    members = {("renomme.json" if name == "diff.json" else name): data for name, data in MEMBERS.items()}
    found = problems(packed(members))
    assert [(p.kind, p.what) for p in found] == [("added", "renomme.json"), ("missing", "diff.json")]
    assert "qui a donc été renommé" in found[0].says


def test_a_file_of_another_dossier_of_the_centre():
    other, _ = dossier({**CONTENTS, "diff.json": b'{"changes": [1]}'}, sequence=3)
    for name in ("diff.json", SIGNATURE):
        assert problems(packed({**MEMBERS, name: other[name]}))
    found = problems(packed({**MEMBERS, MANIFEST: other[MANIFEST], SIGNATURE: other[SIGNATURE]}))
    assert [(p.kind, p.what) for p in found] == [("altered", "diff.json")]


def test_files_in_another_order():
    names = list(MEMBERS)
    for first in range(len(names)):
        for second in range(first):
            order = names[:]
            order[first], order[second] = order[second], order[first]
            assert problems(packed({name: MEMBERS[name] for name in order})), order


def test_signed_by_someone_else_the_key_tells():
    private = ed25519.new_private()
    _, data = dossier(signer=keys.Key(private, ed25519.public_of(private)))
    found = examine(io.BytesIO(data), "x.zip")
    assert found.problems == ()
    assert keys.fingerprint(found.manifest.key) != keys.fingerprint(key().name)


def test_a_signature_for_another_purpose():
    raw = MEMBERS[MANIFEST]
    for purpose in ("e5b-purge-1", "", "e5b-dossier-2"):
        forged = {**MEMBERS, SIGNATURE: written(key().sign(purpose, raw))}
        assert [one.kind for one in problems(packed(forged))] == ["signature"]


@settings(max_examples=300)
@given(st.data())
def test_any_cut_insertion_or_repetition(data):
    at = data.draw(st.integers(0, len(INTACT)))
    end = data.draw(st.integers(at, len(INTACT)))
    put = data.draw(st.one_of(st.binary(max_size=40), st.just(INTACT[at:end]), st.just(INTACT[at:end] * 2)))
    changed = INTACT[:at] + put + INTACT[end:]
    assert bool(problems(changed)) == (changed != INTACT)


@settings(max_examples=300)
@given(st.dictionaries(st.text(max_size=30), st.binary(max_size=20), max_size=5))
def test_any_set_of_files_is_the_only_one_accepted(extra):
    """Whatever names and contents: what is sealed is read back, what is not sealed is refused."""
    fit = {name: data for name, data in extra.items() if not store.unfit(name) and name not in MEMBERS}
    if store.collisions([*MEMBERS, *fit]):
        return
    whole = {**CONTENTS, **fit}
    members, data = dossier(whole)
    assert problems(data) == ()
    assert zipped(data) == members
    if fit:
        assert problems(packed({**MEMBERS, **fit}))


# Hostile archives: nothing is extracted, and a sentence says why.


def hostile(*members, compression=zipfile.ZIP_STORED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name, data in members:
            made.writestr(name, data)
    return stream.getvalue()


def special(name, mode):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ([("/etc/passwd", b"x")], "chemin absolu"),
        ([("C:/x", b"x")], "chemin absolu"),
        ([("a/../../x", b"x")], "chemin qui remonte"),
        ([("a\\..\\x", b"x")], "refusé par Windows"),
        ([("a\nb", b"x")], "caractères invisibles"),
        ([("con.txt", b"x")], "nom refusé"),
        ([("a/", b"")], "un dossier"),
        ([("a", b"x"), ("a/b", b"x")], "un fichier et un dossier de même nom"),
        ([("Diff.json", b"x"), ("diff.json", b"x")], "majuscules"),
        ([(special("lien", 0o120777), b"/etc/passwd")], "un lien"),
        ([(special("disque", 0o060644), b"")], "un périphérique"),
        ([(special("tube", 0o010644), b"")], "un tube"),
        ([("n" * 500, b"x")], "trop long"),
    ],
)
def test_hostile_members(members, says):
    found = problems(hostile(*members))
    assert [one.kind for one in found] == ["archive"]
    assert says in found[0].says


def test_a_name_with_a_zero_that_some_tools_cut():
    found = problems(hostile(("a?b", b"x")).replace(b"a?b", b"a\0b"))
    assert "caractères invisibles" in found[0].says


def test_the_same_name_twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        data = hostile((MANIFEST, MEMBERS[MANIFEST]), ("a", b"1"), ("a", b"2"))
    assert "présent deux fois" in problems(data)[0].says


def test_bombs():
    assert "gonflerait" in problems(hostile(("a", bytes(80 << 20)), compression=zipfile.ZIP_DEFLATED))[0].says
    many = hostile(*((f"{number}", b"") for number in range(archive.MOST + 1)))
    assert "trop de fichiers" in problems(many)[0].says
    # A table that says less than it holds.
    end = many.rindex(b"PK\x05\x06")
    liar = many[: end + 8] + struct.pack("<HH", 1, 1) + many[end + 12 :]
    assert "trop de fichiers" in problems(liar)[0].says


def test_an_encrypted_member():
    data = bytearray(hostile(("a", b"x")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "chiffré" in problems(bytes(data))[0].says


def test_a_manifest_that_lies_about_its_own_files():
    for names in (["../x"], ["a", "A"], [MANIFEST], ["b", "a"]):
        files = [Member(path=name, size=1, sha256=digest(b"x")) for name in names]
        told = Manifest.model_validate_json(MEMBERS[MANIFEST]).model_copy(update={"files": tuple(files)})
        raw = canonical(told)
        forged = {MANIFEST: raw, SIGNATURE: written(key().sign(PURPOSE, raw))}
        assert [one.kind for one in problems(packed(forged))] == ["manifest"]


def test_deep_json_is_no_trouble():
    forged = {**MEMBERS, MANIFEST: b"[" * 100_000}
    assert [one.kind for one in problems(packed(forged))] == ["manifest"]
