"""The pages of a long list."""

from __future__ import annotations

import pytest
from flask import Flask

from core.pages import PageOf, page_of


@pytest.mark.parametrize(("total", "last"), [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_the_last_page_holds_the_rest(total, last):
    assert PageOf(1, 50, total).last == last


@pytest.mark.parametrize(("number", "offset"), [(1, 0), (2, 50), (3, 100)])
def test_a_page_starts_after_those_before_it(number, offset):
    assert PageOf(number, 50, 500).offset == offset


@pytest.mark.parametrize(("asked", "number"), [("", 1), ("2", 2), ("3", 3), ("4", 3), ("0", 1), ("-1", 1), ("x", 1)])
def test_the_address_says_which_page_and_cannot_leave_the_list(asked, number):
    with Flask(__name__).test_request_context(f"/?page={asked}"):
        assert page_of(120).number == number
