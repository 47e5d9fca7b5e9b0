"""Names of areas by region code (GB/T 2260)."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def _names() -> dict[str, str]:
    return {str(code): name for code, name in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()}


_FILE = Path(__file__).with_name("regions.toml")


def region_name(code: str) -> str:
    """西安市 for 6101; nothing for a code whose name is not known."""
    return _names().get(code, "")
