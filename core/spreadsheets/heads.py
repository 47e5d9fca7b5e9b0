"""Which column of a table holds what, by the words of its first line (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.spreadsheets.cells import half_width


def columns_of(cells: Sequence[str], heads: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column holds which fact, the first one where several do; a remark in brackets is no part of a word."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        plain = half_width(cell).strip().lower()
        for fact, words in heads.items():
            if fact not in found and (plain in words or plain.split("(")[0].strip() in words):
                found[fact] = place
                break
    return found
