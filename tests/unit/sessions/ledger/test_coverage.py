"""Who has reached the hours of a year, who is short and by how much."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sessions.ledger.rules.coverage import Band, area_of, band_of, cover, missing_in, tally
from sessions.ledger.rules.years import CategoryCount, CountReason, YearCount

TARGET = Decimal(40)


def count(hours):
    category = CategoryCount("面授", Decimal(hours), None, Decimal(hours), CountReason.WHOLE)
    return YearCount((category,), Decimal(0), TARGET)


@pytest.mark.parametrize(
    ("hours", "band"),
    [
        ("40", Band.REACHED), ("52.25", Band.REACHED), ("39.75", Band.QUARTER), ("30", Band.QUARTER), ("29.75", Band.HALF),
        ("20", Band.HALF), ("10", Band.THREE_QUARTERS), ("9.75", Band.MORE), ("0.25", Band.MORE), ("0", Band.NOTHING),
        ("-1", Band.NOTHING),
    ],
)  # fmt: skip
def test_a_band_is_a_quarter_of_the_target_and_its_upper_end_belongs_to_it(hours, band):
    assert band_of(Decimal(hours), TARGET) is band


def test_a_band_says_between_which_hours_it_lies():
    spans = {band: missing_in(band, TARGET) for band in Band}
    assert spans == {
        Band.REACHED: None, Band.NOTHING: None,
        Band.QUARTER: (0, 10), Band.HALF: (10, 20), Band.THREE_QUARTERS: (20, 30), Band.MORE: (30, 40),
    }  # fmt: skip


def test_everybody_registered_is_counted_those_without_hours_too_and_who_lacks_most_comes_first():
    found = cover({1: [7], 2: [7, 8], 3: [8]}, {1: count(40), 2: count(32)}, TARGET)
    assert [(one.learner_id, one.missing, sorted(one.places)) for one in found] == [
        (3, 40, [8]), (2, 8, [7, 8]), (1, 0, [7])
    ]  # fmt: skip
    whole = tally(found)
    assert (whole.everybody, whole.reached, whole.short, whole.percent, whole.missing) == (3, 1, 2, 33, 48)
    assert (whole.bands[Band.QUARTER], whole.bands[Band.NOTHING]) == (1, 1)


def test_of_nobody_there_is_no_share():
    assert tally([]).percent is None


def test_a_province_is_listed_by_cities_and_a_city_by_counties():
    assert [area_of("610112", scope) for scope in ("", "61", "6101", "610112")] == ["6101", "6101", "610112", "610112"]
