"""Papers of outcome: the ledger of hours, scores, completion."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from archives.rendering.delivery import place
from archives.rendering.preparation import moment
from archives.rendering.sheets import Sheet, Table, columns_of
from archives.rendering.wording import Value, say, word
from sessions.models import HourPosting, ScoreLine
from sessions.rules.exams import ScoreState
from sessions.rules.kinds import SessionKind

if TYPE_CHECKING:
    from archives.gathering import Gathered


def hours(gathered: Gathered) -> Sheet:
    """The ledger: totals of each learner as sums of postings, then every posting."""
    numbers = gathered.numbers()
    sums: dict[int, dict[SessionKind, Decimal]] = {}
    for one in gathered.postings:
        account = sums.setdefault(one.enrolment_id, dict.fromkeys(SessionKind, Decimal(0)))
        account[one.category] += one.hours
    nothing = dict.fromkeys(SessionKind, Decimal(0))
    totals: list[list[Value]] = []
    for number, enrolment in enumerate(gathered.enrolments, 1):
        mine = sums.get(enrolment.id, nothing)
        live_and_recorded = mine[SessionKind.LIVE] + mine[SessionKind.RECORDED]
        employer = enrolment.employer.name if enrolment.employer else None
        offline = mine[SessionKind.OFFLINE]
        totals.append(
            [number, enrolment.learner.name, employer, offline, live_and_recorded, offline + live_and_recorded]
        )
    versions = {gathered.version.id: f"v{gathered.version.version}"}
    lines = [posting_line(one, numbers.get(one.enrolment_id), versions) for one in gathered.postings]
    everything = sum((one.hours for one in gathered.postings), Decimal(0))
    return Sheet(
        "hours",
        [
            Table(
                columns_of("number:12 name:30 employer offline_hours:18 online_hours:18 total_hours:18"),
                totals, say("caption", "totals"), "totals",
            ),
            Table(
                columns_of("posting:15 posted_at:33 number:11 name:24 session:14 kind:13 posting_kind:13 minutes:13 "
                           "hours:14 reverses:17 status rule_set"),
                lines, say("caption", "postings"), "postings", size=7.5,
            ),
        ],
        [("learners", len(totals)), ("records", len(lines)), ("total_hours", everything)],
        [say("note", "ledger")],
        landscape=True,
    )  # fmt: skip


def posting_line(one: HourPosting, number: int | None, versions: Mapping[int, str]) -> list[Value]:
    """One posting with what it rests on; `versions` names the rule-set versions that postings may refer to."""
    version = one.evaluation.rule_set_version_id
    status = one.basis.get("status")
    return [
        one.id,
        moment(one.posted_at.replace(microsecond=0)),
        number,
        one.enrolment.learner.name,
        one.class_session.code,
        word("session_kind", one.category.value),
        word("posting", one.kind.value),
        one.minutes,
        one.hours,
        one.reverses_id,
        word("attendance", status) if status else None,
        versions.get(version, f"#{version}"),
    ]


def scores(gathered: Gathered) -> Sheet:
    """The score sheet: the cells as typed, what they were read as, and the final score of each learner."""
    lines: list[list[Value]] = [
        [
            at,
            one.name,
            gathered.names().get(one.enrolment_id or 0),
            one.first_text,
            _score(one, "first"),
            one.makeup_text,
            _score(one, "makeup"),
            one.note,
            place(one),
        ]
        for at, one in enumerate(gathered.records.scores, 1)
    ]
    finals: list[list[Value]] = [
        [number, one.learner.name, result.exam.first, result.exam.makeup, result.exam.final,
         word("exam", result.exam.state.value)]
        for number, one, result in gathered.people()
    ]  # fmt: skip
    return Sheet(
        "scores",
        [
            Table(
                columns_of("number:12 name first:20 makeup:20 final:20 exam_state:28"),
                finals, say("title", "scores"), "final_scores",
            ),
            Table(
                columns_of("number:11 recorded_name learner first:16 cell:18 makeup:16 cell:18 remark place"),
                lines, say("caption", "postings"), "score_lines", size=7.5,
            ),
        ],
        [("records", len(lines))],
    )  # fmt: skip


def _score(line: ScoreLine, which: str) -> Value:
    state: ScoreState = getattr(line, f"{which}_state")
    value: Decimal | None = getattr(line, f"{which}_value")
    return value if state is ScoreState.NUMBER else word("score_state", state.value)


def completion(gathered: Gathered) -> Sheet:
    """Who has completed the class, and what is missing for those who have not."""
    people = gathered.people()
    rows: list[list[Value]] = [
        [
            number,
            one.learner.name,
            one.employer.name if one.employer else None,
            result.offline_hours,
            result.online_hours,
            result.total_hours,
            result.exam.final,
            result.completed,
            "；".join(word("shortfall", reason.value) for reason in result.missing) or None,
        ]
        for number, one, result in people
    ]
    done = sum(result.completed for _, _, result in people)
    return Sheet(
        "completion",
        [
            Table(
                columns_of("number:12 name:30 employer offline_hours:17 online_hours:17 total_hours:17 final:17 "
                           "completed:15 reasons:48"),
                rows, csv="completion",
            )
        ],
        [("completed", done), ("not_completed", len(people) - done)],
        landscape=True,
    )  # fmt: skip
