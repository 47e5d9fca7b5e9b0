"""The machine-readable report of a class, computed from the database (docs/figures.md describes its layout)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.clock import to_local
from courses import queries as course_queries
from courses.models import ClassOffering, Enrolment, RosterLine
from learners.roster import RosterOutcome
from sessions import queries, results
from sessions.models import ClassSession, RecordMixin, ScoreLine
from sessions.results import ClassRecords, ClassResults
from sessions.rules.conflicts import Finding, FindingCode
from sessions.rules.evaluation import Earned, PersonResult
from sessions.rules.halfdays import HalfDayFlag
from sessions.rules.kinds import LeaveDecision, SessionKind
from sessions.rules.online import OnlineFlag
from surveys import queries as survey_queries
from surveys.scores.layout import as_figures
from trainer import queries as trainer_queries


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner of the class with what the rules made of the records."""

    enrolment: Enrolment
    result: PersonResult


def class_figures(offering: ClassOffering) -> dict[str, Any]:
    """Every figure of a class. Identity numbers are whole: the caller writes the reveal into the audit trail."""
    records = results.records_of(offering.id)
    computed = results.class_results(offering, records)
    lines = course_queries.roster_lines(offering.id)
    people = [
        Learner(one, computed.people[one.id])
        for one in course_queries.enrolments_of(offering.id)
        if one.id in computed.people
    ]
    survey = survey_queries.survey_figures(offering)
    sessions = list(computed.sessions)
    return {
        "class": _class(offering, computed),
        "warnings": [_warning(one) for one in queries.findings_of(offering, sessions)],
        "roster": _roster(lines),
        "teachers": {"rows": len(trainer_queries.teachers_of([offering.institution_id]))},
        "venues": {"rows": len(trainer_queries.venues_of([offering.institution_id]))},
        "timetable": [_session(one) for one in sessions],
        "records": _records(records, {one.enrolment.id: one.enrolment.position for one in people}),
        "summary": _summary([one.result for one in people]),
        "people": [_person(one) for one in people],
        "survey": as_figures(survey) if survey else None,
    }


def number(value: Decimal | None) -> int | float | None:
    """A decimal as JSON writes it: whole numbers without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _class(offering: ClassOffering, computed: ClassResults) -> dict[str, Any]:
    return {
        "code": offering.code,
        "name": offering.name,
        "type": offering.training_type,
        "institution": offering.institution.name,
        "class_teacher": offering.class_teacher,
        "start": offering.starts_on.isoformat(),
        "end": offering.ends_on.isoformat(),
        "required_hours": number(computed.policy.required_hours),
        "pass_mark": number(computed.policy.exam.pass_mark),
        "planned_offline_hours": number(offering.planned_offline_hours),
        "planned_online_hours": number(offering.planned_online_hours),
        "ruleset": f"{offering.rule_set_version.rule_set.name} v{offering.rule_set_version.version}",
    }


def _warning(finding: Finding) -> dict[str, Any]:
    said: dict[str, Any] = {"code": finding.code.value, "sessions": list(finding.sessions)}
    if finding.code is FindingCode.TEACHER_EXPIRED:
        said |= {"teacher": finding.subject, "valid_to": finding.day.isoformat() if finding.day else None}
    elif finding.code is FindingCode.VENUE_TOO_SMALL:
        said |= {"venue": finding.subject, "capacity": finding.capacity, "learners": finding.learners}
    elif finding.code is FindingCode.TT_REST_DAY:
        said |= {"date": finding.day.isoformat() if finding.day else None}
    else:
        subject = {FindingCode.TT_TEACHER_CLASH: "teacher", FindingCode.TT_VENUE_CLASH: "venue"}.get(finding.code)
        said |= {"minutes": finding.minutes, **({subject: finding.subject} if subject else {})}
    return said


def _roster(lines: Sequence[RosterLine]) -> dict[str, Any]:
    outcomes = Counter(line.outcome for line in lines)
    return {
        "file": "、".join(dict.fromkeys(line.file for line in lines)),
        "data_rows": outcomes[RosterOutcome.ACCEPTED] + outcomes[RosterOutcome.REJECTED],
        "accepted": outcomes[RosterOutcome.ACCEPTED],
        "rejected": outcomes[RosterOutcome.REJECTED],
        "ignored": outcomes[RosterOutcome.IGNORED],
        "code_counts": dict(sorted(Counter(code for line in lines for code in line.codes).items())),
        "rows": [_roster_row(line) for line in lines],
    }


def _roster_row(line: RosterLine) -> dict[str, Any]:
    accepted = line.outcome is RosterOutcome.ACCEPTED
    return {
        "row": line.row,
        "outcome": line.outcome.value,
        "codes": sorted(line.codes),
        "name": line.name or None,
        "id_number": line.id_number if accepted else None,
        "phone": (line.phone or "") if accepted else None,
    }


def _session(session: ClassSession) -> dict[str, Any]:
    start = to_local(session.starts_at) if session.starts_at else None
    end = to_local(session.ends_at) if session.ends_at else None
    return {
        "id": session.code,
        "kind": session.kind.value,
        "date": start.date().isoformat() if start else None,
        "start": f"{start:%H:%M}" if start else None,
        "end": f"{end:%H:%M}" if end else None,
        "duration_seconds": session.video_seconds,
        "module": session.module or None,
        "title": session.title,
        "teacher": session.teacher_name or None,
        "venue": session.venue_name or None,
        "mode": session.mode,
        "planned_hours": number(session.planned_hours),
    }


def _records(records: ClassRecords, rows: dict[int, int]) -> dict[str, Any]:
    taps = records.taps
    return {
        "sign": {
            "rows": len(taps),
            "unmatched": _unmatched(taps),
            "proxy": [
                {
                    "code": "PROXY_SUSPECT",
                    "device": one.device,
                    "direction": one.direction.value,
                    "at": f"{one.at:%Y-%m-%d %H:%M:%S}",
                    "rows": sorted(rows[person] for person in one.people if person in rows),
                }
                for one in results.proxies_of(records)
            ],
        },
        "leave": {
            "rows": len(records.leaves),
            "approved": sum(one.decision is LeaveDecision.APPROVED for one in records.leaves),
            "unmatched": _unmatched(records.leaves),
        },
        "live": {"rows": len(records.stays), "unmatched": _unmatched(records.stays)},
        "recorded": {"rows": len(records.segments), "unmatched": _unmatched(records.segments)},
        "exam": {
            "rows": len(records.scores),
            "unmatched": _unmatched(records.scores),
            "invalid_cells": [cell for one in records.scores for cell in _invalid_cells(one)],
        },
    }


def _unmatched(records: Iterable[RecordMixin]) -> list[dict[str, Any]]:
    return [
        {"file": one.file, "sheet": one.sheet, "row": one.row, "text": one.name, "code": one.match_code}
        for one in results.unsettled(records)
    ]


def _invalid_cells(line: ScoreLine) -> list[dict[str, Any]]:
    cells = ((line.first_code, line.first_text), (line.makeup_code, line.makeup_text))
    return [{"row": line.row, "value": text, "code": code} for code, text in cells if code]


def _summary(people: Sequence[PersonResult]) -> dict[str, Any]:
    statuses = Counter(
        one.attendance.status.value for person in people for one in person.earned if one.attendance is not None
    )
    flags: Counter[HalfDayFlag | OnlineFlag] = Counter(
        flag for person in people for half in person.half_days for flag in half.flags
    )
    flags.update(flag for person in people for _, flag in person.online_flags)
    total = sum((person.total_hours for person in people), Decimal(0))
    return {
        "learners": len(people),
        "completed": sum(person.completed for person in people),
        "not_completed": sum(not person.completed for person in people),
        "reasons": dict(sorted(Counter(reason.value for person in people for reason in person.missing).items())),
        "statuses": dict(sorted(statuses.items())),
        "flags": dict(sorted((flag.value, count) for flag, count in flags.items())),
        "total_offline_hours": number(sum((person.offline_hours for person in people), Decimal(0))),
        "total_online_hours": number(sum((person.online_hours for person in people), Decimal(0))),
        "total_hours": number(total),
        "mean_total_hours": round(float(total) / len(people), 9) if people else None,
    }


def _person(learner: Learner) -> dict[str, Any]:
    enrolment, result = learner.enrolment, learner.result
    exam = result.exam
    return {
        "row": enrolment.position,
        "name": enrolment.learner.name,
        "id_number": enrolment.learner.id_number,
        "sessions": {one.code: _attended(one) for one in result.earned if one.kind is SessionKind.OFFLINE},
        "half_days": [
            {
                "half": half.half.label,
                "sign_in": f"{half.presence.arrival:%H:%M:%S}" if half.presence.arrival else None,
                "sign_out": f"{half.presence.departure:%H:%M:%S}" if half.presence.departure else None,
                "flags": [flag.value for flag in half.flags],
            }
            for half in result.half_days
        ],
        "live": {one.code: _online(one) for one in result.earned if one.kind is SessionKind.LIVE},
        "recorded": {one.code: _online(one) for one in result.earned if one.kind is SessionKind.RECORDED},
        "online_flags": [{"unit": unit, "code": flag.value} for unit, flag in sorted(result.online_flags)],
        "offline_hours": number(result.offline_hours),
        "online_hours": number(result.online_hours),
        "total_hours": number(result.total_hours),
        "exam": {
            "first": number(exam.first),
            "makeup": number(exam.makeup),
            "final": number(exam.final),
            "state": exam.state.value,
        },
        "completed": result.completed,
        "reasons": [reason.value for reason in result.missing],
    }


def _attended(earned: Earned) -> dict[str, Any]:
    said: dict[str, Any] = {"minutes": earned.minutes, "hours": number(earned.hours)}
    if attendance := earned.attendance:
        said = {"status": attendance.status.value, **said}
        if attendance.why is not None:
            said["why"] = attendance.why.value
    return said


def _online(earned: Earned) -> dict[str, Any]:
    return {"minutes": earned.minutes, "hours": number(earned.hours)}
