"""Writing a package as a BagIt folder, and the one zip file that stands for a folder."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO

from archives.fixity.manifests import ALGORITHMS, DECLARATION, DECLARED, INFO, PAYLOAD, digest, format_info
from archives.fixity.manifests import format_manifest as lines_of

SEAL_FILE = "tagmanifest-sha256.txt"


def bag_files(
    payload: Mapping[str, bytes], info: Sequence[tuple[str, str]], tags: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    """Every file of a bag. `payload` paths are relative to data/; the same input gives the same bytes."""
    files = {PAYLOAD + path: content for path, content in payload.items()}
    manifests = {
        f"manifest-{algorithm}.txt": lines_of({path: digest(content, algorithm) for path, content in files.items()})
        for algorithm in ALGORITHMS
    }
    size = f"{sum(map(len, payload.values()))}.{len(payload)}"
    outside = {
        DECLARATION: DECLARED,
        INFO: format_info([*info, ("Payload-Oxum", size)]),
        **(tags or {}),
        **manifests,
    }
    tag_manifests = {
        f"tagmanifest-{algorithm}.txt": lines_of({path: digest(text, algorithm) for path, text in outside.items()})
        for algorithm in ALGORITHMS
    }
    return {**files, **outside, **tag_manifests}


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files under an empty folder, and have the disk keep them before going on."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def write_zip(folder: Path, top: str, moment: datetime, stream: IO[bytes]) -> None:
    """The folder as a zip file whose one folder is `top`: the same files and moment give the same bytes.

    Stored without compression: nothing then depends on the version of a compressor, and the PDFs hardly shrink.
    """
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(folder.rglob("*")):
            if not file.is_file() or file.is_symlink():
                continue
            name = f"{top}/{file.relative_to(folder).as_posix()}"
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            with file.open("rb") as source, archive.open(entry, "w") as target:
                while piece := source.read(1024 * 1024):
                    target.write(piece)
