"""Compression (Zstandard), through `zstandard`: streams in, streams out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

import zstandard

LEVEL = 12
_WINDOW = 1 << 27
"""Bytes that reading may need in memory."""


class SpoiltError(ValueError):
    """Not the compressed stream that was written."""


@contextmanager
def writer(target: BinaryIO, level: int = LEVEL) -> Iterator[BinaryIO]:
    """Give a stream whose bytes go to `target` compressed, over two threads."""
    with zstandard.ZstdCompressor(level=level, threads=2).stream_writer(target, closefd=False) as stream:
        yield cast("BinaryIO", stream)


@contextmanager
def reader(source: BinaryIO | IO[bytes]) -> Iterator[BinaryIO]:
    """Give the bytes that were compressed into `source`. Raises SpoiltError."""
    try:
        with zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(source, closefd=False) as stream:
            yield cast("BinaryIO", stream)
    except zstandard.ZstdError as error:
        raise SpoiltError(str(error)) from None
