"""The records of a class as plain data, so that somebody without the product can count everything again.

People are numbers on the roster with their names; identity and mobile numbers stand masked, beside the keyed index by
which the institution can prove who is meant. Times are on the site's clock. Answers of a survey carry no token.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from archives.rendering.preparation import moment
from core.masking import mask
from sessions.models import RecordMixin
from sessions.queries import facts_of
from sessions.rollcall.models import TeachingLog
from sessions.rules.evaluation import Earned, PersonResult
from surveys.scores.layout import as_figures

if TYPE_CHECKING:
    from archives.gathering import Gathered


def to_json(value: Any) -> bytes:
    """Readable JSON in UTF-8; the same value gives the same bytes."""
    return (json.dumps(plainly(value), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def plainly(value: Any) -> Any:
    """A value as JSON knows it: whole decimals without a point, times and dates in ISO form."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return plainly(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plainly(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plainly(inner) for inner in value]
    return value


def class_records(gathered: Gathered) -> dict[str, Any]:
    """Everything recorded, line by line, with where each line came from."""
    numbers, codes = gathered.numbers(), gathered.codes()
    records = gathered.records
    return {
        "class": class_facts(gathered),
        "learners": [_learner(number, one) for number, one in enumerate(gathered.enrolments, 1)],
        "sessions": [facts_of(one) for one in gathered.sessions],
        "attendance_events": [
            _line(one, numbers, "source", "direction", "unit", "device", "point", "method", "recorder", "reason",
                  "exact")
            | {"at": moment(one.at), "until": moment(one.until)}
            for one in records.events
        ],
        "leave": [
            _line(one, numbers, "reason", "decision", "approver")
            | {"starts_at": moment(one.starts_at), "ends_at": moment(one.ends_at)}
            for one in records.leaves
        ],
        "viewing": [
            _line(one, numbers, "unit", "start_second", "end_second", "rate") | {"played_at": moment(one.played_at)}
            for one in records.segments
        ],
        "scores": [
            _line(one, numbers, "first_text", "first_state", "first_value", "first_code", "makeup_text",
                  "makeup_state", "makeup_value", "makeup_code", "note")
            for one in records.scores
        ],
        "teaching_logs": [_log(one, codes) for one in gathered.logs],
        "postings": [_posting(one, numbers) for one in gathered.postings],
    }  # fmt: skip


def class_facts(gathered: Gathered) -> dict[str, Any]:
    """Which class this is."""
    offering = gathered.offering
    return {
        "code": offering.code,
        "name": offering.name,
        "training_type": offering.training_type,
        "institution": gathered.institution.name,
        "institution_code": gathered.institution.code,
        "class_teacher": offering.class_teacher,
        "starts_on": offering.starts_on,
        "ends_on": offering.ends_on,
        "rule_set": gathered.version.rule_set.code,
        "rule_set_version": gathered.version.version,
        "rule_set_digest": gathered.version.digest,
    }


def _learner(number: int, enrolment: Any) -> dict[str, Any]:
    person = enrolment.learner
    return {
        "number": number,
        "name": person.name,
        "id_number": mask(person.id_number),
        "id_index": person.id_index,
        "phone": mask(person.phone),
        "employer": enrolment.employer.name if enrolment.employer else None,
    }


def _line(record: RecordMixin, numbers: Mapping[int, int], *fields: str) -> dict[str, Any]:
    said = {field: getattr(record, field) for field in fields}
    where = {"file": record.file, "sheet": record.sheet, "row": record.row}
    who = {"learner": numbers.get(record.enrolment_id or 0), "name": record.name, "match": record.match_code}
    return {"id": record.id, **where, **who, **said}


def _posting(posting: Any, numbers: Mapping[int, int]) -> dict[str, Any]:
    return {
        "id": posting.id,
        "learner": numbers.get(posting.enrolment_id),
        "session": posting.class_session.code,
        "category": posting.category,
        "kind": posting.kind,
        "year": posting.year,
        "minutes": posting.minutes,
        "hours": posting.hours,
        "reverses": posting.reverses_id,
        "basis": posting.basis,
        "posted_at": moment(posting.posted_at),
    }


def _log(log: TeachingLog, codes: Mapping[int, str]) -> dict[str, Any]:
    """What was taught and when; hours follow the times of the last log of a session that was confirmed."""
    review = log.review
    return {
        "id": log.id,
        "session": codes[log.session_id],
        "starts_at": moment(log.starts_at),
        "ends_at": moment(log.ends_at),
        "teacher": log.teacher_name,
        "taught": log.taught,
        "reason": log.reason,
        "remark": log.remark,
        "by": log.by_name,
        "at": moment(log.at),
        "decision": review.decision if review else None,
        "decided_by": review.by_name if review else None,
        "decided_at": moment(review.at) if review else None,
        "decision_reason": review.reason if review else None,
    }


def class_figures(gathered: Gathered) -> dict[str, Any] | None:
    """What the rules make of the records, with the figures of the policy; None where nothing can be computed."""
    if gathered.results is None:
        return None
    return {
        "policy": gathered.results.policy,
        "people": [
            {
                "number": number,
                "name": one.learner.name,
                "units": [_earned(earned) for earned in result.earned],
                "half_days": _half_days(result),
                "offline_hours": result.offline_hours,
                "online_hours": result.online_hours,
                "total_hours": result.total_hours,
                "exam": result.exam,
                "completed": result.completed,
                "missing": result.missing,
            }
            for number, one, result in gathered.people()
        ],
    }


def _earned(earned: Earned) -> dict[str, Any]:
    said: dict[str, Any] = {"unit": earned.code, "minutes": earned.minutes, "hours": earned.hours}
    if earned.attendance:
        said |= {"status": earned.attendance.status, "why": earned.attendance.why}
    if earned.online:
        said["flags"] = earned.online.flags
    return said | {"records": earned.event_ids}


def _half_days(result: PersonResult) -> list[dict[str, Any]]:
    return [
        {
            "half": half.half.label,
            "arrival": half.presence.arrival,
            "departure": half.presence.departure,
            "flags": half.flags,
        }
        for half in result.half_days
    ]


def survey_answers(gathered: Gathered) -> dict[str, Any] | None:
    """The answers as handed in and what came of them; nothing of a survey that is too small to be shown."""
    figures = gathered.survey
    if figures is None or figures.hidden:
        return None
    people: dict[str, int] = {}
    for one in gathered.responses:
        people.setdefault(one.token, len(people) + 1)
    answers = [
        {
            "row": one.row,
            "respondent": people[one.token],
            "submitted_at": one.submitted_at,
            "seconds": one.seconds,
            "answers": {
                field: answer.text if answer.value is None else answer.value for field, answer in one.answers.items()
            },
            "texts": one.texts,
        }
        for one in gathered.responses
    ]  # fmt: skip
    counted = as_figures(figures)
    for excluded in counted["excluded"]:
        excluded.pop("token", None)
    return {"responses": answers, "figures": counted}


def rule_set(gathered: Gathered) -> dict[str, Any]:
    """The rule-set version that judged the class, whole."""
    version = gathered.version
    return {
        "code": version.rule_set.code,
        "name": version.rule_set.name,
        "sample": version.rule_set.is_sample,
        "version": version.version,
        "effective_from": version.effective_from,
        "basis": version.basis,
        "approved_by": version.approved_by,
        "digest": version.digest,
        "parameters": [
            {"key": one.key, "name": one.name, "value": one.value, "unit": one.unit, "basis": one.basis,
             "confidence": one.confidence}
            for one in version.parameters
        ],
        "clauses": [
            {"code": one.code, "stage": one.stage, "requirement": one.requirement, "evidence": one.evidence}
            for one in version.clauses
        ],
        "filing": [
            {"code": one.code, "stage": one.stage, "title": one.title, "required": one.required,
             "retention": one.retention}
            for one in version.filing_items
        ],
    }  # fmt: skip


def history(gathered: Gathered) -> dict[str, Any]:
    """How the records came about: imports with their files' digests, runs of the rules, changes of the timetable."""
    return {
        "imports": [
            {"id": one.id, "at": moment(one.applied_at), "by": one.by_name, "state": one.state,
             "undone_at": moment(one.undone_at), "undone_by": one.undone_by, "undone_reason": one.undone_reason,
             "files": [
                 {"file": file.file, "sheet": file.sheet, "kind": file.kind, "sha256": file.digest, "rows": file.rows}
                 for file in one.files
             ]}
            for one in gathered.batches
        ],
        "evaluations": [
            {"id": one.id, "at": moment(one.at), "by": one.by_name, "reason": one.reason, "posted": one.posted}
            for one in gathered.evaluations
        ],
        "timetable_changes": [
            {"at": moment(one.at), "by": one.by_name, "reason": one.reason, "before": one.before}
            for one in gathered.changes
        ],
    }  # fmt: skip
