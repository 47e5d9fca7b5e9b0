"""Masked numbers, and exact numbers as people read them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from core.amounts import plain
from core.masking import mask


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13812345678", "138****5678"),
        ("61010119800101001X", "610***********001X"),
        (" 13812345678 ", "138****5678"),
        ("12345678", "123*5678"),
        ("1234567", "*******"),
        ("", ""),
        (None, ""),
    ],
)
def test_three_characters_and_four_are_shown(value, shown):
    assert mask(value) == shown


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("4.00"), "4"),
        (Decimal("4.250"), "4.25"),
        (Decimal("40"), "40"),
        (Decimal("1E+2"), "100"),
        (0, "0"),
        (None, ""),
    ],
)
def test_a_number_has_no_idle_noughts_and_no_exponent(value, text):
    assert plain(value) == text
