"""Papers: a typst template from `papers/` and data become a PDF that keeps for decades.

Data never becomes source: it travels as JSON through `sys.inputs`, and a template shows it as text. A template sees
nothing of the disk but the templates and the pictures of this one paper.

Characters that the font lacks would make a PDF/A impossible; they are printed as their code, 〔U+1F600〕, so that
nothing disappears unseen. Control characters other than line breaks are left out.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from core.fonts import chinese_font

if TYPE_CHECKING:
    from typst import Compiler, Fonts

PAPERS = Path(__file__).resolve().parent.parent / "papers"
_IMAGE_NAME = re.compile(r"[a-z0-9_]+\.(png|svg|pdf|jpg)")
_TEMPLATE_NAME = re.compile(r"[a-z_]+")
_SHARED = "common"
_compilers = threading.local()


class PaperError(ValueError):
    """A paper cannot be made from what was given."""


def render_pdf(
    template: str,
    data: Mapping[str, Any],
    *,
    images: Mapping[str, bytes] | None = None,
    standard: str | Sequence[str] = "a-2b",
    font: Path | None = None,
) -> bytes:
    """The PDF of `papers/<template>.typ` filled with `data`.

    `data["dated"]` (ISO date, or date-time with its offset) becomes the date of the document: the same data give the
    same bytes. A template finds the pictures under `images/<name>`. `font` is the configured font file, if any.
    """
    if not _TEMPLATE_NAME.fullmatch(template) or template == _SHARED or not (PAPERS / f"{template}.typ").is_file():
        raise PaperError(f"There is no paper {template!r}.")
    dated = _date_of(data)
    face = chinese_font(font)
    inputs = {"data": json.dumps(printable(data, face), ensure_ascii=True), "font": _family(face)}
    with tempfile.TemporaryDirectory(prefix="paper-") as folder:
        root = Path(folder)
        _lay_out(root, images or {})
        pdf = _compiler(face).compile(
            input=str(root / f"{template}.typ"),
            root=str(root),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=cast(Any, [standard] if isinstance(standard, str) else list(standard)),
            timestamp=dated,
        )
    return cast(bytes, pdf)


def printable(value: Any, font: Path) -> Any:
    """The same data with every character that the font lacks written as its code."""
    if isinstance(value, str):
        known = _characters(font)
        return "".join(character if ord(character) in known else _named(character) for character in value)
    if isinstance(value, Mapping):
        return {key: printable(inner, font) for key, inner in value.items()}
    if isinstance(value, Sequence):
        return [printable(inner, font) for inner in value]
    return value


def _named(character: str) -> str:
    if character == "\n":
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in ("Cc", "Cf") else f"〔U+{ord(character):04X}〕"


def _date_of(data: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(data["dated"])
    except (KeyError, TypeError, ValueError) as error:
        raise PaperError('A paper needs its date: data["dated"], such as "2026-05-20".') from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _lay_out(root: Path, images: Mapping[str, bytes]) -> None:
    for source in PAPERS.glob("*.typ"):
        shutil.copyfile(source, root / source.name)
    (root / "images").mkdir()
    for name, content in images.items():
        if not _IMAGE_NAME.fullmatch(name):
            raise PaperError(f"{name!r} is no name for a picture.")
        (root / "images" / name).write_bytes(content)


def _compiler(font: Path) -> Compiler:
    """This thread's compiler: one must not be used by two threads at once."""
    from typst import Compiler

    made: dict[Path, Compiler] | None = getattr(_compilers, "made", None)
    if made is None:
        made = _compilers.made = {}
    if font not in made:
        made[font] = Compiler(font_paths=_fonts(font), ignore_system_fonts=True)
    return made[font]


@cache
def _fonts(font: Path) -> Fonts:
    from typst import Fonts

    return Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font.parent)])


@cache
def _family(font: Path) -> str:
    """The name of the family in the file; of a collection, the simplified Chinese one."""
    found = {face.family for face in _fonts(font).fonts() if face.path and Path(face.path).name == font.name}
    families = sorted(found, key=lambda family: (not family.endswith((" SC", " CN")), "Mono" in family, family))
    if not families:
        raise PaperError(f"{font} is no font that can be used.")
    return families[0]


@cache
def _characters(font: Path) -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    return frozenset(FT2Font(str(font)).get_charmap())
