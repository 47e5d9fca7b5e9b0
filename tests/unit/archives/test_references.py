"""Reference numbers: built as the archive rules say, never used twice, none left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archives.rules.references import (
    Series,
    gaps,
    last_number,
    longest,
    number_items,
    volume,
    volume_prefix,
    within_level,
    years_of,
)

SERIES = Series("CQO1", "ZY", 2026, "D30", "SXCQO-2026-01")


def test_a_number_names_fonds_category_year_period_class_and_item():
    assert SERIES.item(1) == "CQO1-ZY·2026-D30-SXCQO·2026·01-0001"


def test_a_package_has_a_number_of_its_own():
    assert volume(volume_prefix("CQO1", "ZY", 2026, "SXCQO-2026-01"), 2) == "CQO1-ZY·2026-SXCQO·2026·01-002"


@pytest.mark.parametrize(
    ("text", "level"),
    [("SXCQO-2026-01", "SXCQO·2026·01"), ("第一期 (西安)", "第一期·西安"), ("--", "0"), ("a/b\\c", "a·b·c")],
)
def test_a_level_keeps_letters_and_digits_only(text, level):
    assert within_level(text) == level


def test_item_numbers_run_separately_for_each_period():
    assert number_items(["D10", "D30", "D10", "D30", "Y"], {}) == [1, 1, 2, 2, 1]


def test_a_later_package_goes_on_counting():
    assert number_items(["D10", "D30", "D10"], {"D10": 9, "D30": 5}) == [10, 6, 11]


@given(
    st.lists(st.sampled_from(["D10", "D30", "Y"])),
    st.dictionaries(st.sampled_from(["D10", "D30", "Y"]), st.integers(0, 50)),
)
def test_numbers_given_are_never_given_again_and_leave_no_gap(retentions, last):
    numbers = number_items(retentions, last)
    references = [Series("F", "ZY", 2026, one, "C").item(n) for one, n in zip(retentions, numbers, strict=True)]
    assert len(set(references)) == len(references)
    assert gaps(references) == []
    assert all(n > last.get(one, 0) for one, n in zip(retentions, numbers, strict=True))


def test_gaps_and_doubles_are_found():
    given = [SERIES.item(1), SERIES.item(3), SERIES.item(4), SERIES.item(4)]
    assert gaps(given) == [SERIES.item(2), SERIES.item(4)]


def test_the_last_number_under_a_prefix_ignores_other_series():
    known = [SERIES.item(7), SERIES.item(12), Series("CQO1", "ZY", 2026, "D30", "SXCQO-2026-012").item(99)]
    assert last_number(known, SERIES.prefix) == 12
    assert last_number([], SERIES.prefix) == 0


@pytest.mark.parametrize(("code", "years"), [("Y", None), ("D30", 30), ("D10", 10), ("D5", 5)])
def test_how_long_a_period_is(code, years):
    assert years_of(code) == years


@pytest.mark.parametrize("code", ["", "30", "D", "D0", "D1000", "X10"])
def test_other_texts_are_no_period(code):
    with pytest.raises(ValueError, match="retention"):
        years_of(code)


@pytest.mark.parametrize(
    ("codes", "expected"),
    [(["D10", "D30"], "D30"), (["D10", "Y", "D30"], "Y"), (["D9", "D10"], "D10"), (["", "D9"], "D9"), ([], "")],
)
def test_a_package_is_kept_as_long_as_its_longest_item(codes, expected):
    assert longest(codes) == expected
