"""What a draft may hold, who may approve it, and how two versions differ."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from standards.drafts.rules import (
    Change,
    Content,
    Difference,
    DraftFault,
    DraftState,
    Finding,
    ValueFault,
    ValueRefused,
    approval_refusal,
    changes_of,
    faults_of,
    parse_value,
)
from standards.usage import Kind

HOURS = ("结业所需总学时", "40", "学时", "示例", "sample")
BEFORE = Content(date(2026, 1, 1), "示例", {"completion.required_hours": HOURS}, {}, {})
AFTER = replace(BEFORE, parameters={"completion.required_hours": ("结业所需总学时", "48", "学时", "通知", "stated")})


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("", Kind.NUMBER, None),
        (" 40 ", Kind.NUMBER, 40),
        ("40.0", Kind.NUMBER, 40),
        ("0.250", Kind.NUMBER, "0.25"),
        ("12:30", Kind.TIME, "12:30"),
        ("08：30", Kind.TIME, "08:30"),
        ("down", Kind.CHOICE, "down"),
        ("本科", Kind.TEXT, "本科"),
    ],
)
def test_a_value_is_kept_as_its_kind_wants(text, kind, value):
    assert parse_value(text, kind, "hours.rounding") == value


@pytest.mark.parametrize(
    ("text", "kind", "fault"),
    [
        ("四十", Kind.NUMBER, ValueFault.NOT_A_NUMBER),
        ("NaN", Kind.NUMBER, ValueFault.NOT_A_NUMBER),
        ("1e12", Kind.NUMBER, ValueFault.NOT_A_NUMBER),
        ("25:00", Kind.TIME, ValueFault.NOT_A_TIME),
        ("half_up", Kind.CHOICE, ValueFault.NOT_A_CHOICE),
    ],
)
def test_a_text_that_is_no_value_is_refused(text, kind, fault):
    with pytest.raises(ValueRefused) as refused:
        parse_value(text, kind, "hours.rounding")
    assert refused.value.fault is fault


def test_a_sound_draft_has_no_fault():
    assert faults_of(AFTER, BEFORE, date(2026, 1, 1)) == []


def test_a_draft_without_a_source_or_predecessor_is_judged_alone():
    assert faults_of(AFTER, None, None) == []


@pytest.mark.parametrize(
    ("draft", "finding"),
    [
        (replace(AFTER, basis=" "), Finding(DraftFault.NO_BASIS)),
        (replace(AFTER, effective_from=date(2025, 12, 31)), Finding(DraftFault.BEFORE_PREDECESSOR, "2026-01-01")),
        (
            replace(AFTER, parameters={"x.y": ("甲", "1", "", "", "stated")}),
            Finding(DraftFault.VALUE_WITHOUT_BASIS, "甲"),
        ),
        (BEFORE, Finding(DraftFault.NOTHING_CHANGED)),
    ],
)
def test_what_keeps_a_draft_from_being_submitted(draft, finding):
    assert faults_of(draft, BEFORE, date(2026, 1, 1)) == [finding]


def test_whoever_had_a_hand_in_a_draft_does_not_approve_it():
    hands = frozenset({1, 2})
    assert approval_refusal(DraftState.SUBMITTED, hands, 2) == Finding(DraftFault.OWN_DRAFT)
    assert approval_refusal(DraftState.SUBMITTED, hands, 3) is None
    assert approval_refusal(DraftState.EDITING, hands, 3) == Finding(DraftFault.NOT_SUBMITTED)


def test_differences_say_what_was_added_removed_and_changed():
    left = Content(date(2026, 1, 1), "", {"a.a": HOURS, "b.b": HOURS}, {"JG-1": ("机构", "甲", "", "sample")}, {})
    right = Content(date(2026, 1, 1), "", {"b.b": (*HOURS[:1], "48", *HOURS[2:]), "c.c": HOURS}, {}, {})
    parameters, clauses, filing = changes_of(left, right)
    assert [(one.key, one.change) for one in parameters] == [
        ("a.a", Change.REMOVED),
        ("b.b", Change.CHANGED),
        ("c.c", Change.ADDED),
    ]
    assert clauses == [Difference("JG-1", Change.REMOVED, ("机构", "甲", "", "sample"), ())]
    assert filing == []
