"""The sample class as plain rows, by the field names of expected.json, for rewriting in other shapes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

FOLDER = Path(__file__).parents[2] / "demo" / "class-2026-spring"
Row = dict[str, Any]


@cache
def expected() -> dict[str, Any]:
    return json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def sample_files() -> list[tuple[str, bytes]]:
    """The sample as it is."""
    return [(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.xlsx"))]


@cache
def _sheet(file: str, sheet: str) -> tuple[tuple[Any, ...], ...]:
    return tuple(load_workbook(FOLDER / file)[sheet].iter_rows(values_only=True))


def rows_of(file: str) -> list[Row]:
    """The data rows of a file, all its sheets, each with its sheet under the key `sheet`."""
    rows: list[Row] = []
    for table in expected()["files"][f"{file}.xlsx"]:
        cells = _sheet(f"{file}.xlsx", table["sheet"])
        header = list(cells[table["header_row"] - 1])
        places = {field: header.index(text) for field, text in table["columns"].items()}
        rows += [
            {field: line[place] for field, place in places.items()} | {"sheet": table["sheet"]}
            for line in cells[table["header_row"] :]
        ]
    return rows


def class_pairs() -> dict[str, Any]:
    """The class information by label."""
    return dict(_sheet("培训班信息.xlsx", "培训班信息")[1:])


def headers_of(file: str) -> dict[str, str]:
    """The header of each field as the sample words it."""
    return dict(expected()["files"][f"{file}.xlsx"][0]["columns"])
