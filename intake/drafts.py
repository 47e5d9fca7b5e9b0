"""From rows as read to lines as stored: times in UTC, keys cut to what is compared, identities named (pure)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from core.clock import to_utc
from courses.lines import Draft
from intake.rows import LeaveRow, LiveRow, ScoreCell, ScoreRow, SegmentRow, SessionRow, SurveyRow, TapRow
from learners.matching import TAIL
from sessions.rules.exams import ScoreState, score_scope
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource
from sessions.rules.timetable import SessionFacts

_SIX_PLACES = Decimal("0.000001")


def key_text(key: Mapping[str, str]) -> str | None:
    """The key of a record as JSON; of numbers only the end that is compared is kept."""
    kept = {kind: value if kind == "employer" else value[-TAIL:] for kind, value in key.items() if value}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


def session_facts(row: SessionRow) -> SessionFacts:
    """A timetable line as the timetable rules take it."""
    timed = row.on is not None and row.starts is not None and row.ends is not None
    return SessionFacts(
        code=row.code,
        kind=row.kind,
        title=row.title,
        starts_at=datetime.combine(row.on, row.starts) if timed and row.on and row.starts else None,
        ends_at=datetime.combine(row.on, row.ends) if timed and row.on and row.ends else None,
        module=row.module,
        teacher_name=row.teacher,
        venue_name=row.venue,
        mode=row.mode,
        planned_hours=row.planned_hours,
        meeting_number=row.meeting_number,
        video_seconds=row.video_seconds,
        note=row.note,
    )


def tap_drafts(rows: Iterable[TapRow]) -> list[Draft]:
    """Taps; one with a serial number is the same tap across versions of a day's file."""
    return [
        Draft(
            row.place,
            {
                "source": EventSource.DEVICE_IMPORT,
                "direction": Direction(row.direction),
                "at": to_utc(row.at),
                "exact": row.exact,
                "name": row.name,
                "key": key_text(row.key),
                "serial": row.serial,
                "device": row.device,
                "point": row.point,
                "method": row.method,
            },
            identity=("tap", row.serial, row.device, row.at.date()) if row.serial else (),
            says=("tap", row.serial, row.device, row.name, key_text(row.key), row.at, row.direction, row.exact),
            scope=row.at.date().isoformat(),
        )
        for row in rows
    ]


def live_drafts(rows: Iterable[LiveRow]) -> list[Draft]:
    """Stays in live meetings; the same nickname joining at the same time is the same stay."""
    return [
        Draft(
            row.place,
            {
                "source": EventSource.LIVE_IMPORT,
                "direction": None,
                "at": to_utc(row.joined_at),
                "until": to_utc(row.left_at),
                "name": row.nickname,
                "unit": row.unit,
                "device": row.device,
            },
            identity=("live", row.unit, row.nickname, row.joined_at),
            says=("live", row.unit, row.nickname, row.joined_at, row.left_at, row.device),
            scope=row.unit,
        )
        for row in rows
    ]


def leave_drafts(rows: Iterable[LeaveRow]) -> list[Draft]:
    """Leave slips; the same person and span is the same slip, whatever was decided since."""
    return [
        Draft(
            row.place,
            {
                "name": row.name,
                "key": key_text(row.key),
                "starts_at": to_utc(row.starts_at),
                "ends_at": to_utc(row.ends_at),
                "reason": row.reason,
                "decision": row.decision,
                "approver": row.approver,
            },
            identity=("leave", row.name, key_text(row.key), row.starts_at, row.ends_at),
            says=("leave", row.name, key_text(row.key), row.starts_at, row.ends_at, row.decision, row.reason),
        )
        for row in rows
    ]


def segment_drafts(rows: Iterable[SegmentRow]) -> list[Draft]:
    """Played stretches of recorded lessons."""
    return [
        Draft(
            row.place,
            {
                "name": row.name,
                "key": key_text(row.key),
                "unit": row.unit,
                "title": row.title,
                "start_second": row.start_second,
                "end_second": row.end_second,
                "played_at": to_utc(row.played_at),
                "rate": row.rate.quantize(_SIX_PLACES),
            },
            says=(row.unit, row.name, key_text(row.key), row.start_second, row.end_second, row.played_at, row.rate),
            scope=row.unit,
        )
        for row in rows
    ]


def score_drafts(rows: Iterable[ScoreRow]) -> list[Draft]:
    """Lines of score sheets, the make-up sheet apart."""
    return [
        Draft(
            row.place,
            {
                "name": row.name,
                "key": key_text(row.key),
                **_cell("first", row.first),
                **_cell("makeup", row.makeup),
                "note": row.note,
            },
            says=("score", row.name, key_text(row.key), asdict(row.first), asdict(row.makeup), row.note),
            scope=score_scope(ScoreState(row.first.state), ScoreState(row.makeup.state)),
        )
        for row in rows
    ]


def _cell(prefix: str, cell: ScoreCell) -> dict[str, object]:
    value = None if cell.value is None else cell.value.quantize(_SIX_PLACES)
    state = ScoreState(cell.state)
    return {
        f"{prefix}_text": cell.text,
        f"{prefix}_state": state,
        f"{prefix}_value": value if state is ScoreState.NUMBER else None,
        f"{prefix}_code": cell.code,
    }


def response_drafts(rows: Iterable[SurveyRow]) -> list[Draft]:
    """Survey responses as handed in."""
    return [
        Draft(
            row.place,
            {
                "token": row.token,
                "submitted_at": to_utc(row.submitted_at) if row.submitted_at else None,
                "seconds": row.seconds,
                "answers": {key: asdict(answer) for key, answer in row.answers.items()},
                "texts": dict(row.texts),
            },
            says=(
                row.token,
                row.submitted_at,
                row.seconds,
                sorted((key, answer.text) for key, answer in row.answers.items()),
                sorted(row.texts.items()),
            ),
        )
        for row in rows
    ]
