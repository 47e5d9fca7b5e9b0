"""Every code that a reader, the roster or the matching may give has words and, where something can be done, a remedy."""

from __future__ import annotations

import pytest

from intake.findings import CELL_WORDS, FILE_WORDS
from intake.reading.codes import CellCode, FileCode
from learners.identity import IdentityFault
from learners.matching import MatchCode
from learners.roster import RosterCode


@pytest.mark.parametrize("code", list(FileCode))
def test_every_file_finding_says_what_is_wrong_and_what_to_do(code):
    assert all(str(words) for words in FILE_WORDS[code.value])


@pytest.mark.parametrize("code", [*CellCode, *IdentityFault, *RosterCode, *MatchCode])
def test_every_cell_finding_has_words(code):
    assert str(CELL_WORDS[code.value][0])


@pytest.mark.parametrize("code", [one for one in (*CellCode, *IdentityFault, *RosterCode) if one.startswith("E_")])
def test_every_refusal_names_a_remedy(code):
    assert str(CELL_WORDS[code.value][1])
