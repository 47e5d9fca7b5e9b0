"""Which responses count, and why the others do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from surveys.cleaning import OutOfRange, prepare
from surveys.rules import RawAnswer, Response
from tests.unit.surveys.samples import POLICY, QUESTIONNAIRE, answer, lenient, questionnaire, responses

EARLY, LATE = datetime(2026, 5, 15, 18), datetime(2026, 5, 15, 19)


def response(row=2, token="T", at=EARLY, seconds=200, values=(4, 5) * 6, **more):
    answers = {f"q{i}": answer(value) for i, value in enumerate(values, start=1)}
    return Response(row, token, at, seconds, answers | {name: answer(value) for name, value in more.items()})


def sorted_out(*given):
    prepared = prepare(given, QUESTIONNAIRE, POLICY)
    return [one.row for one in prepared.kept], [(one.row, one.code.value) for one in prepared.excluded]


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        (EARLY, LATE, 3),
        (LATE, EARLY, 2),
        (EARLY, EARLY, 3),
        (None, EARLY, 3),
        (EARLY, None, 2),
        (None, None, 3),
    ],
)
def test_of_one_token_the_response_submitted_last_stands(first, second, stands):
    kept, excluded = sorted_out(response(row=3, at=second), response(row=2, at=first))
    assert (kept, excluded) == ([stands], [(5 - stands, "S_DUPLICATE")])


def test_responses_without_a_token_are_never_duplicates():
    prepared = prepare([response(row=2, token=""), response(row=3, token="")], QUESTIONNAIRE, POLICY)
    assert (len(prepared.kept), prepared.distinct_tokens) == (2, 2)


def test_values_of_a_duplicate_are_not_examined():
    bad = response(row=2, values=(9,) * 12)
    assert prepare([bad, response(row=3, at=LATE)], QUESTIONNAIRE, POLICY).out_of_range == ()


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((4, 5) * 4 + (4,), None),
        ((4, 5) * 4, "S_INCOMPLETE"),
        ((4, 5) * 4 + (6, 0, "", "不适用"), "S_INCOMPLETE"),
        ((), "S_INCOMPLETE"),
    ],
)
def test_nine_items_with_a_valid_value_are_needed(values, code):
    assert sorted_out(response(values=values))[1] == ([(2, code)] if code else [])


@pytest.mark.parametrize(
    ("values", "seconds", "counts"),
    [
        ((4,) * 12, 59, False),
        ((4,) * 12, 60, True),
        ((4,) * 12, None, True),
        ((4,) * 11 + ("",), 10, True),
        ((4,) * 11 + (5,), 10, True),
    ],
)
def test_equal_answers_throughout_are_left_out_only_if_given_in_haste(values, seconds, counts):
    assert bool(sorted_out(response(values=values, seconds=seconds))[0]) is counts


@pytest.mark.parametrize(
    ("field", "given", "value", "noted"),
    [
        ("q1", 1, 1, None),
        ("q1", 5, 5, None),
        ("q1", 0, None, "0"),
        ("q1", 6, None, "6"),
        ("q1", "", None, None),
        ("q1", " 不适用 ", None, None),
        ("q1", "4.5", None, "4.5"),
        ("q1", " 尚可 ", None, "尚可"),
        ("q1", "很满意", 5, None),
        ("q1", "特别满意", None, "6"),
        ("nps", 0, 0, None),
        ("nps", 10, 10, None),
        ("nps", 11, None, "11"),
        ("nps", -1, None, "-1"),
        ("importance1", 6, None, "6"),
        ("overall", 6, None, "6"),
    ],
)
def test_what_is_outside_its_scale_becomes_missing_and_is_noted(field, given, value, noted):
    worded = replace(QUESTIONNAIRE, options={"很满意": 5, "特别满意": 6})
    prepared = prepare([response(**{field: given})], worded, POLICY)
    assert prepared.kept[0].values[field] == value
    assert prepared.out_of_range == ((OutOfRange(2, field, noted),) if noted else ())


def test_fields_that_nobody_asked_are_not_read_and_unanswered_ones_are_missing():
    asked = questionnaire(dimensions=1, overall=None, recommendation=None)
    prepared = prepare(responses(a1=[4], q9=[99]), asked, lenient())
    assert prepared.kept[0].values == {"a1": 4, "weight_a": None}
    assert prepared.out_of_range == ()


def test_everything_is_listed_by_row_whatever_order_it_came_in():
    given = [
        response(row=9, token="A", values=()),
        response(row=4, token="B", values=(4,) * 12, seconds=5),
        response(row=7, token="C", nps=11),
        response(row=3, token="C", at=datetime(2026, 5, 1)),
        response(row=2, token="D", nps=99),
    ]
    prepared = prepare(given, QUESTIONNAIRE, POLICY)
    assert [one.row for one in prepared.kept] == [2, 7]
    assert [one.row for one in prepared.excluded] == [3, 4, 9]
    assert [one.row for one in prepared.out_of_range] == [2, 7]


def test_nothing_comes_of_no_responses():
    prepared = prepare([], QUESTIONNAIRE, POLICY)
    assert (prepared.rows, prepared.distinct_tokens, prepared.kept) == (0, 0, ())


def test_an_answer_is_a_number_or_a_text():
    assert (answer(4), answer("不适用")) == (RawAnswer(4, "4"), RawAnswer(None, "不适用"))
