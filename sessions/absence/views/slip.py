"""The leave slip as a paper."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from core.clock import to_local
from courses.models import ClassOffering, Enrolment
from sessions.absence import labels
from sessions.absence.models import LeaveRequest
from sessions.absence.rules.leave import LeaveState
from sessions.handouts.rendering.formats import render
from sessions.handouts.writing.blocks import Block, Column, Facts, Paper, Seal, Section, SignLine, Style, Table, Text
from sessions.handouts.writing.papers import PaperFormat
from sessions.handouts.writing.wording import long_day, plain, say


def leave_slip(
    request: LeaveRequest, person: Enrolment, offering: ClassOffering, printed_on: date, font: Path | None = None
) -> bytes:
    """The PDF of one leave request with its decisions."""
    institution = offering.institution.name
    granted = request.state is LeaveState.APPROVED
    pairs = [
        (say("leave", "class"), f"{offering.name}（{offering.code}）"),
        (say("leave", "name"), person.learner.name),
        (say("leave", "employer"), person.employer.name if person.employer else ""),
        (say("leave", "kind"), request.kind),
        (say("leave", "when"), labels.stretches(request)),
        (say("leave", "units"), say("page", "and").join(request.units)),
        (say("leave", "hours"), plain(request.hours)),
        (say("leave", "reason"), request.reason),
        (say("leave", "sent"), f"{to_local(request.sent_at):%Y-%m-%d %H:%M}"),
        (say("leave", "state"), say("leave", "approved" if granted else "open")),
    ]
    blocks: list[Block] = [Text(say("leave", "title"), Style.TITLE), Facts([pair for pair in pairs if pair[1]])]
    if request.entries:
        columns = [
            Column(say("leave", key), mm) for key, mm in (("step", 30.0), ("by", 36.0), ("act", 0.0), ("at", 34.0))
        ]
        rows = [
            [one.level, one.by_name, _opinion(str(labels.LEAVE_ACTS[one.act]), one.reason), _minute(one.at)]
            for one in request.entries
        ]
        blocks.append(Table(columns, rows))
    blocks += [
        SignLine([say("leave", "sign")]),
        Seal([institution, long_day(printed_on)], say("page", "seal")),
        Text(say("leave", "note", number=request.id), Style.NOTE),
    ]
    running = say("page", "footer", name=offering.name, code=offering.code)
    paper = Paper(labels.leave_name(request), institution, printed_on, [Section(blocks, running)])
    return render(paper, PaperFormat.PDF, font)


def _opinion(act: str, reason: str) -> str:
    return f"{act}：{reason}" if reason else act


def _minute(moment: datetime) -> str:
    return f"{to_local(moment):%Y-%m-%d %H:%M}"
