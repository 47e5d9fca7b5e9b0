"""What a video file is and how long it lasts, told by its content: MP4 (ISO 14496-12) and WebM (RFC 8794, 9559)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from enum import StrEnum
from typing import BinaryIO

_EBML = b"\x1a\x45\xdf\xa3"
_SEGMENT, _INFO, _SCALE, _DURATION = 0x18538067, 0x1549A966, 0x2AD7B1, 0x4489
_DEEPEST_LOOK = 4 * 1024 * 1024  # bytes of a WebM file that are searched for its length


class VideoKind(StrEnum):
    """The formats that every browser plays; the value is the ending of the file."""

    MP4 = "mp4"
    WEBM = "webm"

    @property
    def media_type(self) -> str:
        return f"video/{self.value}"


def kind_of(head: bytes) -> VideoKind | None:
    """The format that the first bytes of a file show."""
    if head[4:8] == b"ftyp":
        return VideoKind.MP4
    return VideoKind.WEBM if head.startswith(_EBML) and b"webm" in head[:64] else None


def length_of(file: BinaryIO, kind: VideoKind) -> float | None:
    """Seconds that the file says it lasts; None if it does not say (a recording streamed into a file)."""
    try:
        return _mp4_length(file) if kind is VideoKind.MP4 else _webm_length(file)
    except (struct.error, IndexError, ValueError, OverflowError):
        return None


def _mp4_length(file: BinaryIO) -> float | None:
    """The duration in the movie header (moov/mvhd)."""
    for name, start, end in _boxes(file, 0, file.seek(0, 2)):
        if name == b"moov":
            for inner, at, _ in _boxes(file, start, end):
                if inner == b"mvhd":
                    return _movie_header(file, at)
    return None


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, first byte of the content and end of each box."""
    while start + 8 <= end:
        file.seek(start)
        size, name = struct.unpack(">I4s", file.read(8))
        content = start + 8
        if size == 1:
            size, content = struct.unpack(">Q", file.read(8))[0], start + 16
        size = size or end - start
        if size < content - start:
            return
        yield name, content, min(start + size, end)
        start += size


def _movie_header(file: BinaryIO, at: int) -> float | None:
    file.seek(at)
    if file.read(4)[0] == 1:
        scale, duration = struct.unpack(">IQ", file.read(28)[16:])
    else:
        scale, duration = struct.unpack(">II", file.read(16)[8:])
    return duration / scale if scale and duration else None


def _webm_length(file: BinaryIO) -> float | None:
    """The duration in Segment/Info, which muxers put first; recorders of browsers leave it out."""
    file.seek(0)
    data = file.read(_DEEPEST_LOOK)
    for name, start, end in _elements(data, 0, len(data)):
        if name == _SEGMENT:
            for inner, a, b in _elements(data, start, end):
                if inner == _INFO:
                    return _info_length(data, a, b)
    return None


def _info_length(data: bytes, start: int, end: int) -> float | None:
    scale, duration = 1_000_000, None
    for name, a, b in _elements(data, start, end):
        if name == _SCALE:
            scale = int.from_bytes(data[a:b])
        elif name == _DURATION:
            duration = struct.unpack(">f" if b - a == 4 else ">d", data[a:b])[0]
    return duration * scale / 1e9 if duration else None


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Identity, first byte of the content and end of each EBML element; an unknown size goes to the end."""
    while start < end:
        width = _width(data[start])
        name = int.from_bytes(data[start : start + width])
        start += width
        width = _width(data[start])
        size = int.from_bytes(data[start : start + width]) & ((1 << 7 * width) - 1)
        start += width
        stop = end if size == (1 << 7 * width) - 1 else min(start + size, end)
        yield name, start, stop
        start = stop


def _width(first: int) -> int:
    if not first:
        raise ValueError("no EBML length")
    return 9 - first.bit_length()
