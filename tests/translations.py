"""The catalogue of translations, for tests: compiled when its source is newer, as `manage.py` does before a start."""

from __future__ import annotations

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def catalogues() -> list[Path]:
    """The source of every translation."""
    return sorted((ROOT / "translations").glob("*/LC_MESSAGES/messages.po"))


def read(path: Path) -> Catalog:
    """A catalogue as its file says."""
    return read_po(io.BytesIO(path.read_bytes()), locale=path.parent.parent.name)


def compile_catalogues() -> None:
    """Write the compiled form beside each source that has changed since."""
    for source in catalogues():
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
            continue
        written = io.BytesIO()
        write_mo(written, read(source))
        draft = compiled.with_suffix(f".{id(written)}.draft")
        draft.write_bytes(written.getvalue())
        draft.replace(compiled)


def strings_in_code() -> set[str]:
    """Every text marked for translation in Python files and templates; of plurals, the singular."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=is_ours)
    return {message[0] if isinstance(message, tuple) else message for _file, _line, message, *_rest in found}


def is_ours(folder: str) -> bool:
    """Whether visible text may live in a folder."""
    name = Path(folder).name
    return not name.startswith((".", "_")) and name not in {"node_modules", "tests", "migrations", "instance", "static"}
