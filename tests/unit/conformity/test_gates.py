"""What each gate asks, and what the records answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from conformity.gates.rules import ANSWERS, GATES, GateFacts, gates_ahead
from courses.gates.rules import ROAD, Check, Severity
from courses.rules import ClassState
from sessions.rules.conflicts import Finding, FindingCode
from trainer.accreditation.rules import AccreditationFault, FaultCode

DAY = date(2026, 3, 2)
READY = GateFacts(
    today=DAY,
    starts_on=DAY,
    curriculum="任职培训方案",
    curriculum_hours=Decimal(40),
    required_hours=Decimal(40),
    class_teacher="王敏",
    sessions=20,
    planned_hours=Decimal(40),
    notice_sent=True,
    learners=42,
    postings=800,
    responses=40,
    packages=1,
)


def severities(check, facts):
    return [one.severity for one in ANSWERS[check](facts)]


def test_a_class_with_everything_in_order_reaches_the_end_of_the_road():
    gates = gates_ahead(READY)
    assert [gate.to_state for gate in gates] == list(ROAD[1:])
    assert all(one.severity is Severity.MET for gate in gates for one in gate.findings)


def test_every_step_has_a_gate_and_every_check_stands_in_one():
    assert set(GATES) == set(ROAD[1:])
    assert {check for checks in GATES.values() for check in checks} == set(Check) == set(ANSWERS)


FAULTS = [
    (Check.ACCREDITED, {"accreditation_faults": (AccreditationFault(FaultCode.EXPIRED, DAY),)}, Severity.BLOCKS),
    (Check.RULES_COMPLETE, {"missing_figures": ("hours.step",)}, Severity.BLOCKS),
    (Check.CURRICULUM, {"curriculum": ""}, Severity.WARNS),
    (Check.CURRICULUM, {"curriculum_hours": Decimal(38)}, Severity.BLOCKS),
    (Check.CLASS_TEACHER, {"class_teacher": ""}, Severity.BLOCKS),
    (Check.POSTS_FILLED, {"vacant_posts": ("考务",)}, Severity.WARNS),
    (Check.DOCUMENTS, {"missing_documents": ("应急预案",)}, Severity.WARNS),
    (Check.TIMETABLE, {"sessions": 0}, Severity.BLOCKS),
    (Check.HOURS, {"planned_hours": Decimal("39.75")}, Severity.BLOCKS),
    (Check.VENUE_CHECKS, {"unchecked_venues": (("101", ("fire",)),)}, Severity.BLOCKS),
    (Check.NOTICE, {"notice_sent": False}, Severity.WARNS),
    (Check.ROSTER, {"learners": 0}, Severity.BLOCKS),
    (Check.ROSTER_LINES, {"refused_lines": 2}, Severity.WARNS),
    (Check.APPLICATIONS, {"open_applications": 2}, Severity.WARNS),
    (Check.ATTENDANCE, {"sessions_ahead": 3}, Severity.BLOCKS),
    (Check.ATTENDANCE, {"unattended_sessions": ("S1",)}, Severity.BLOCKS),
    (Check.ONLINE, {"units_without_records": ("Z1",)}, Severity.BLOCKS),
    (Check.SETTLED, {"unsettled": 3}, Severity.BLOCKS),
    (Check.SCORES, {"unscored": 1}, Severity.BLOCKS),
    (Check.LEDGER, {"postings": 0}, Severity.BLOCKS),
    (Check.SURVEY, {"responses": 0}, Severity.BLOCKS),
    (Check.DOSSIER, {"dossier_missing": ("培训总结",)}, Severity.WARNS),
    (Check.SEALED, {"packages": 0}, Severity.BLOCKS),
]


@pytest.mark.parametrize(("check", "fault", "severity"), FAULTS, ids=lambda value: str(value)[:40])
def test_each_fault_is_found_by_its_check_alone(check, fault, severity):
    facts = replace(READY, **fault)
    assert severities(check, facts) == [severity]
    others = [one for other in Check if other is not check for one in severities(other, facts)]
    assert set(others) == {Severity.MET}


@pytest.mark.parametrize(
    ("code", "check", "waivable"),
    [
        (FindingCode.TT_VENUE_CLASH, Check.CLASHES, False),
        (FindingCode.TT_TEACHER_CLASH, Check.CLASHES, False),
        (FindingCode.TT_REST_DAY, Check.CLASHES, True),
        (FindingCode.TEACHER_EXPIRED, Check.TEACHERS, True),
        (FindingCode.VENUE_TOO_SMALL, Check.VENUE_SIZE, True),
    ],
)
def test_what_the_clash_engine_finds_blocks_and_double_booking_is_never_let_pass(code, check, waivable):
    facts = replace(READY, timetable_findings=(Finding(code, ("S1", "S2"), "101"),))
    found = ANSWERS[check](facts)
    assert [(one.severity, one.waivable, one.subject) for one in found] == [
        (Severity.BLOCKS, waivable, f"{code.value} 101 S1 S2")
    ]


def test_only_gates_that_lie_ahead_are_asked_about_and_what_blocks_comes_first():
    gates = gates_ahead(replace(READY, state=ClassState.EXAMINING, postings=0))
    assert [gate.to_state for gate in gates] == [ClassState.COMPLETED, ClassState.FILING, ClassState.FILED]
    assert gates[0].findings[0].check is Check.LEDGER
    assert not gates[0].is_open


def test_a_class_outside_scope_or_validity_cannot_be_opened_by_anybody():
    facts = replace(READY, accreditation_faults=(AccreditationFault(FaultCode.OUT_OF_SCOPE, DAY, "高级培训"),))
    assert [one.waivable for one in ANSWERS[Check.ACCREDITED](facts)] == [False]
    assert not gates_ahead(facts)[0].is_open
