"""Files spoilt on purpose."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable


def rewritten(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one of its parts changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            data = old.read(member)
            new.writestr(member, change(data) if member == name else data)
    return stream.getvalue()


def package(**members: bytes) -> bytes:
    """A zip file of these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


def compound(names: list[str]) -> bytes:
    """A minimal compound file whose directory has these streams, all of them empty."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<7I", header, 48, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = bytearray(512)
    for number, (name, kind) in enumerate([("Root Entry", 5), *((name, 2) for name in names)]):
        text = name.encode("utf-16-le")
        directory[number * 128 : number * 128 + len(text)] = text
        struct.pack_into("<HB", directory, number * 128 + 64, len(text) + 2, kind)
        struct.pack_into("<II", directory, number * 128 + 116, 0xFFFFFFFE, 0)
    return bytes(header) + fat + bytes(directory)
