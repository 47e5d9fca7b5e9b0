"""docs/imports.md names every kind, field and code."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.reading.codes import CellCode, FileCode
from intake.reading.words import vocabularies
from learners.identity import IdentityFault
from learners.roster import RosterCode

PAGE = (Path(__file__).parents[4] / "docs" / "imports.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "code", [code.value for codes in (FileCode, CellCode, IdentityFault, RosterCode) for code in codes]
)
def test_every_code_is_explained(code):
    assert f"`{code}`" in PAGE


@pytest.mark.parametrize("kind", vocabularies())
def test_every_kind_and_its_fields_are_listed(kind):
    part = PAGE.split(f"### `{kind.value}`")[1].split("###")[0]
    assert [name for name in vocabularies()[kind].fields if f"`{name}`" not in part] == []
