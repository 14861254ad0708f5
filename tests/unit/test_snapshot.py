"""Snapshots on disk: same content, same bytes; whole or not at all."""

import gzip
import struct

import pytest

from provisioner.adapters.database import binlog
from provisioner.errors import SittingError
from provisioner.schema.snapshot import Snapshot, Table


def made(text="é — « oui »"):
    rows = [[1, text, None], [2, "12.500000", 3.5]]
    return Snapshot(
        taken_at="t", prefix="wp_", tables={"posts": Table(columns=["ID", "a", "b"], key=["ID"], rows=rows)}
    )


def test_what_is_written_is_read_again(tmp_path):
    made().write(tmp_path / "one.json.gz")
    assert Snapshot.read(tmp_path / "one.json.gz") == made()


def test_same_content_same_bytes(tmp_path):
    made().write(tmp_path / "one.json.gz")
    made().write(tmp_path / "two.json.gz")
    assert (tmp_path / "one.json.gz").read_bytes() == (tmp_path / "two.json.gz").read_bytes()


def test_a_failed_write_leaves_the_previous_one(tmp_path):
    path = tmp_path / "one.json.gz"
    made().write(path)
    bad = Snapshot.model_construct(
        format=1, taken_at="t", prefix="", tables={"x": Table.model_construct(rows=[[object()]])}
    )
    with pytest.raises(Exception, match=r"serialize|columns|object"):
        bad.write(path)
    assert Snapshot.read(path) == made()


def test_it_is_plain_gzipped_json(tmp_path):
    made().write(tmp_path / "one.json.gz")
    assert b'"posts"' in gzip.decompress((tmp_path / "one.json.gz").read_bytes())


class Unreadable:
    """A row event whose cells nobody can read: they are only read when they are asked for."""

    schema, table, columns, primary_key, timestamp = "site", "wp_posts", (), "ID", 0

    def __init__(self, error):
        self._error = error

    @property
    def rows(self):
        raise self._error


@pytest.mark.parametrize(
    "error",
    [
        UnicodeDecodeError("utf-8", b"\xe9", 0, 1, "invalid"),
        LookupError("unknown encoding: geostd8"),
        NotImplementedError("Unknown MySQL column type: 255"),
        struct.error("unpack requires a buffer of 4 bytes"),
    ],
)
def test_a_row_of_the_log_that_cannot_be_read_is_told(monkeypatch, tmp_path, error):
    monkeypatch.setattr(binlog, "_stream", lambda *_: iter([Unreadable(error)]))
    with pytest.raises(SittingError, match="Le journal de la base n’a pas pu être lu"):
        list(binlog.events(tmp_path, "site", "wp_", "", {}, ""))
    with pytest.raises(SittingError, match="Le journal de la base n’a pas pu être lu"):
        binlog.follow(tmp_path, "site", "wp_", "", {}, "")
