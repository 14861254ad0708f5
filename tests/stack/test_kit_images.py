"""Images go through a kit's part and come back the same; their common layers stand there once."""

import io

import pytest
import tiny

from provisioner.adapters import zstd
from provisioner.adapters.docker import archive
from provisioner.adapters.docker.client import client
from provisioner.errors import EngineError
from provisioner.steps.kit import volumes

pytestmark = pytest.mark.docker
SECOND = "e5b/essai-kit:test"


@pytest.fixture
def tags():
    tiny.build()
    recipe = io.BytesIO(f"FROM {tiny.TAG}\nLABEL essai=kit\n".encode())
    # Without `rm` the engine keeps the step's container, and with it the image, for ever.
    image, _ = client().images.build(fileobj=recipe, tag=SECOND, rm=True)
    assert image
    yield [tiny.TAG, SECOND]
    for tag in (SECOND, tiny.TAG):
        client().images.remove(tag, force=True)


def test_images_out_and_in(tags, tmp_path):
    before = archive.image_ids(tags)
    assert sorted(before) == sorted(tags)
    cutter = volumes.Cutter(tmp_path, "images", 1 << 20)
    with cutter, archive.saved(tags) as stream, zstd.writer(cutter) as packed:
        both = volumes.drained(stream, packed)
    with archive.saved(tags[:1]) as stream:
        one = volumes.drained(stream, io.BytesIO())
    assert both < one * 1.2
    assert len(cutter.volumes) > 1
    client().images.remove(SECOND, force=True)
    assert sorted(archive.image_ids(tags)) == [tiny.TAG]
    joined = io.BufferedReader(volumes.Joined(tmp_path, cutter.volumes))
    with zstd.reader(joined) as images:
        archive.load(images)
    assert archive.image_ids(tags) == before


def test_image_that_is_not_there():
    with (
        pytest.raises(EngineError, match="n’ont pas pu être lues"),
        archive.saved(["e5b/absente:nulle-part"]) as stream,
    ):
        stream.read()


def test_spoilt_stream():
    with pytest.raises(zstd.SpoiltError), zstd.reader(io.BytesIO(b"no zstd" * 100)) as images:
        images.read()
