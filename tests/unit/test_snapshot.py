"""Snapshots on disk: same content, same bytes; whole or not at all."""

import gzip

import pytest

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
