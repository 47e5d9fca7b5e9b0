"""Lines of evidence before they are stored."""

from __future__ import annotations

import hashlib

import pytest

from core import vault
from courses.lines import Draft, digest, keyed_digest
from learners.rows import Place

PLACE = Place("签到记录.xlsx", "签到记录", 2)


@pytest.fixture(autouse=True)
def own_key(monkeypatch):
    """A key of these tests; the one that was open comes back after them."""
    monkeypatch.setattr(vault._Keys, "data", None)
    monkeypatch.setattr(vault._Keys, "index", b"")
    vault.open_vault("a-key-of-thirty-two-characters-0001")


def test_a_digest_is_forty_hexadecimal_digits_and_tells_parts_apart():
    assert len(digest("甲", 1)) == 40
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", "")}) == 4


def test_where_a_line_stood_is_no_part_of_what_it_says():
    elsewhere = Draft(Place("别处.xlsx", "", 9), says=("甲", 1))
    assert Draft(PLACE, says=("甲", 1)).to_line() == elsewhere.to_line()


def test_a_line_without_a_name_of_its_own_is_named_by_what_it_says():
    line = Draft(PLACE, says=("甲", 1)).to_line()
    assert line.identity == line.content


def test_a_corrected_line_keeps_its_name():
    before, after = (Draft(PLACE, identity=("tap", "000001"), says=("甲", hour)).to_line() for hour in (8, 9))
    assert before.identity == after.identity
    assert before.content != after.content


def test_nobody_without_the_key_can_find_out_a_number_by_trying():
    text = '["甲", "1234"]'
    assert keyed_digest("甲", "1234") != hashlib.sha256(text.encode()).hexdigest()
    before = keyed_digest("甲", "1234")
    vault.open_vault("a-key-of-thirty-two-characters-0002")
    assert keyed_digest("甲", "1234") != before


def test_a_stored_name_fits_its_column():
    assert len(keyed_digest("甲") + "#1000000") <= 80
