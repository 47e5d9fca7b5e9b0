"""How imported lines are told apart, and what a new file changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.rules import Line, Replacement, compare_lines, judge_replacement, with_occurrence

ADDITION, REVISION, UNCHANGED = Replacement.ADDITION, Replacement.REVISION, Replacement.UNCHANGED


def lines(text):
    """`a1 a2 b1`: identity and content, each a character."""
    return [Line(word[0], word) for word in text.split()]


def stored(text):
    return list(enumerate(lines(text), start=1))


def compared(before, now, force=None):
    found = compare_lines(stored(before), lines(now), force=force)
    names = dict(enumerate(before.split(), start=1))
    return (
        found.replacement,
        [now.split()[position] for position in found.added],
        [names[one] for one in found.superseded],
    )


@pytest.mark.parametrize(
    ("before", "now", "replacement", "added", "superseded"),
    [
        ("", "", UNCHANGED, "", ""),
        ("", "a1 b1", ADDITION, "a1 b1", ""),
        ("a1 b1", "a1 b1", UNCHANGED, "", ""),
        ("a1 b1", "b1 a1", UNCHANGED, "", ""),  # order does not matter
        ("a1 b1", "", UNCHANGED, "", ""),
        ("a1 b1 c1 d1", "a1", UNCHANGED, "", ""),  # a part of what is known
        ("a1 b1", "c1", ADDITION, "c1", ""),
        ("a1 b1 c1", "a2 d1", ADDITION, "a2 d1", "a1"),  # a third comes again: the known line is renewed
        ("a1 b1", "a2 c1", REVISION, "a2 c1", "a1 b1"),  # half comes again: what is missing is gone
        ("a1 b1", "a1", REVISION, "", "b1"),
        ("a1 b1 c1", "a1 b2", REVISION, "b2", "b1 c1"),
    ],
)
def test_a_file_that_repeats_half_of_what_is_stored_is_a_new_version(before, now, replacement, added, superseded):
    assert compared(before, now) == (replacement, added.split(), superseded.split())


@pytest.mark.parametrize(
    ("force", "replacement", "superseded"),
    [(ADDITION, ADDITION, []), (REVISION, REVISION, ["b1"])],
)
def test_a_person_may_say_what_a_file_is(force, replacement, superseded):
    assert compared("a1 b1", "a1 c1", force) == (replacement, ["c1"], superseded)


@pytest.mark.parametrize(
    ("before", "now", "kind"),
    [("", "a1", ADDITION), ("a1", "a1", REVISION), ("a1 b1", "a2", REVISION), ("a1 b1 c1", "a1", ADDITION)],
)
def test_half_of_the_stored_lines_must_come_again(before, now, kind):
    assert judge_replacement(lines(before), lines(now)) == kind


def test_the_same_content_under_another_identity_comes_again():
    assert judge_replacement([Line("x", "1")], [Line("y", "1")]) == REVISION


def test_equal_lines_of_one_file_stay_apart():
    assert with_occurrence(lines("a1 a1 a2")) == [Line("a#1", "a1#1"), Line("a#2", "a1#2"), Line("a#3", "a2#1")]


texts = st.lists(st.sampled_from(["a1", "a2", "b1", "b2", "c1", "d1"]), max_size=7).map(
    lambda words: with_occurrence(lines(" ".join(words)))
)
forces = st.sampled_from([None, ADDITION, REVISION])


@given(texts)
def test_the_same_file_again_changes_nothing(file):
    found = compare_lines(list(enumerate(file)), file)
    assert (found.replacement, found.added, found.superseded) == (UNCHANGED, (), ())


@given(texts, texts, forces)
def test_after_a_comparison_everything_in_the_file_is_stored_once(before, now, force):
    found = compare_lines(list(enumerate(before)), now, force=force)
    kept = [line for number, line in enumerate(before) if number not in found.superseded]
    after = [line.content for line in kept] + [now[position].content for position in found.added]
    assert {line.content for line in now} <= set(after)
    assert len(after) == len(set(after))


@given(texts, texts, forces)
def test_a_second_comparison_finds_nothing_left_to_do(before, now, force):
    found = compare_lines(list(enumerate(before)), now, force=force)
    after = [line for number, line in enumerate(before) if number not in found.superseded]
    after += [now[position] for position in found.added]
    again = compare_lines(list(enumerate(after)), now, force=force)
    assert (again.added, set(again.superseded) - set(range(len(after)))) == ((), set())
    if found.replacement is REVISION or force is REVISION:
        assert again.superseded == ()


@given(texts, texts)
def test_what_stays_in_the_file_is_never_superseded(before, now):
    found = compare_lines(list(enumerate(before)), now)
    contents = {line.content for line in now}
    assert all(before[number].content not in contents for number in found.superseded)


@given(texts, texts)
def test_an_addition_supersedes_only_what_it_renews(before, now):
    found = compare_lines(list(enumerate(before)), now, force=ADDITION)
    renewed = {now[position].identity for position in found.added}
    assert all(before[number].identity in renewed for number in found.superseded)
