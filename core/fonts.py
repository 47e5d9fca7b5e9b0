"""Where the Chinese font for charts and papers is."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

SYSTEM_FOLDERS = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
    Path.home() / ".local/share/fonts",
)
SYSTEM_PATTERNS = ("NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.*", "SourceHanSans*-Regular.*")


class FontMissingError(RuntimeError):
    """No font with Chinese characters was found; the message says what to do."""


def chinese_font(configured: Path | None = None, *, folders: Iterable[Path] = SYSTEM_FOLDERS) -> Path:
    """The font file to draw Chinese with: the configured one, else the packaged one, else one of the system.

    A configured path that does not exist is an error, not a reason to look elsewhere: papers must not change their
    face because a disk was not mounted.
    """
    if configured is not None:
        if not configured.is_file():
            raise FontMissingError(f"The configured font {configured} does not exist.")
        return configured
    if packaged := _packaged():
        return packaged
    for folder in folders:
        for pattern in SYSTEM_PATTERNS:
            if found := sorted(folder.rglob(pattern)):
                return found[0]
    raise FontMissingError(
        "No Chinese font was found. Install the package noto-cjk-sans-otc, or Noto Sans CJK or Source Han Sans in the "
        "system, or configure the path of a font file."
    )


def letter_font(configured: Path | None = None) -> Path:
    """The font file for letters and lists that go out: the configured one, else the packaged one with serifs (宋体).

    Where that package is missing it is the font of everything else.
    """
    if configured is None and (packaged := _packaged_serif()):
        return packaged
    return chinese_font(configured)


def _packaged_serif() -> Path | None:
    try:
        from pylopdf_fonts_zh_cn import serif_path
    except ImportError:
        return None
    return Path(serif_path())


def _packaged() -> Path | None:
    try:
        from noto_cjk_sans_otc import FONT_PATH
    except ImportError:
        return None
    return Path(FONT_PATH)
