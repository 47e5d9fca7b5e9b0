"""Files that look like videos from the outside: boxes and elements, no pictures."""

from __future__ import annotations

import struct


def box(name: bytes, content: bytes, *, large: bool = False) -> bytes:
    """An ISO 14496-12 box."""
    if large:
        return struct.pack(">I4sQ", 1, name, len(content) + 16) + content
    return struct.pack(">I4s", len(content) + 8, name) + content


def mp4(seconds: int, *, version: int = 0, large: bool = False, filling: int = 0) -> bytes:
    """An MP4 file that says it lasts so long; the movie header stands behind the data, as cameras write it."""
    times = (
        struct.pack(">QQIQ", 0, 0, 1000, seconds * 1000)
        if version
        else struct.pack(">IIII", 0, 0, 1000, seconds * 1000)
    )
    header = box(b"mvhd", bytes([version, 0, 0, 0]) + times + bytes(80))
    return box(b"ftyp", b"isom0000") + box(b"mdat", b"\x07" * filling) + box(b"moov", header, large=large)


def element(name: bytes, content: bytes) -> bytes:
    """An EBML element with a size of eight bytes."""
    return name + (len(content) | 1 << 56).to_bytes(8) + content


def webm(seconds: float | None, *, wide: bool = False) -> bytes:
    """A WebM file; a browser's recorder leaves the duration out and the size of the segment open."""
    info = element(b"\x4d\x80", b"muxer") + element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(3))
    if seconds is not None:
        info += element(b"\x44\x89", struct.pack(">d" if wide else ">f", seconds * 1000))
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    return (
        head
        + b"\x18\x53\x80\x67"
        + b"\x01"
        + b"\xff" * 7
        + element(b"\x15\x49\xa9\x66", info)
        + element(b"\x1f\x43\xb6\x75", b"")
    )
