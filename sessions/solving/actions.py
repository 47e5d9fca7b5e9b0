"""Asking for a timetable, holding sessions fast, and putting a proposal on the timetable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from accounts.rules import Permission
from core.db import db
from courses.models import ClassOffering
from jobs.actions import start_job
from jobs.models import Job
from jobs.queries import under_way
from sessions import queries as session_queries
from sessions.actions import ledger, timetable
from sessions.actions.bookings import Registers, release, take_turns
from sessions.clashes.queries import findings_about
from sessions.models import ClassSession
from sessions.rules.conflicts import Finding
from sessions.rules.kinds import Resource, SessionKind, SessionStatus
from sessions.rules.recurrence import next_codes
from sessions.rules.timetable import SessionFacts
from sessions.solving import queries
from sessions.solving.models import ProposalDecision, SessionPin
from sessions.solving.rules.asked import to_json
from sessions.solving.rules.facts import Settings
from sessions.solving.rules.proposal import What, changes_in
from standards.rules import ParameterMissing

Line = Mapping[str, Any]
AT_ONCE = 40
"""So many changes are written while the person waits (about a second); more are a job."""


class DecidedBefore(Exception):
    """Somebody has adopted or discarded the proposal already."""


class Outdated(Exception):
    """The timetable is not what the proposal was made from: codes of sessions that changed, or are held fast since."""

    def __init__(self, changed: Sequence[str], pinned: Sequence[str]) -> None:
        super().__init__(", ".join([*changed, *pinned]))
        self.changed, self.pinned = list(changed), list(pinned)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that a rule, or the database, does not let onto the timetable."""

    line: Line
    findings: tuple[Finding, ...]


def start_run(
    offerings: Sequence[ClassOffering], settings: Settings, *, seconds: int, title: str, by: User, now: datetime
) -> Job:
    """Ask for a proposal. The caller commits."""
    return start_job(
        queries.KINDS[1 if settings.repair else 0],
        title,
        by=by,
        institution_id=offerings[0].institution_id,
        permission=Permission.SESSIONS_SCHEDULE,
        offerings=[one.id for one in offerings],
        seconds=seconds,
        **to_json(settings, now=now),
    )


def pin_session(offering: ClassOffering, session: ClassSession, *, pinned: bool, by: User) -> None:
    """Hold a session fast, or let it go. Says nothing new when it is so already."""
    if (session.id in queries.pinned_ids([session.id])) == pinned:
        return
    db.session.add(SessionPin(session_id=session.id, pinned=pinned, by_name=by.display_name))
    subject = ("session", f"{offering.code} {session.code}"[:60])
    action = "solving.pinned" if pinned else "solving.unpinned"
    audit.record(action, by=by, subject=subject, institution_id=offering.institution_id)
    db.session.flush()


def adopt(
    job: Job,
    offerings: Sequence[ClassOffering],
    *,
    by: User,
    reason: str,
    kinds: Mapping[SessionKind, str],
    waiver: str = "",
) -> list[Refusal]:
    """Put a proposal on the timetable, whole or not at all; every rule and the database decide again.

    Gives back what was refused: then nothing was written. Raises DecidedBefore, or Outdated when the timetable has
    changed since. `kinds` words how a session is held. The caller commits.
    """
    lines = changes_in(job.result["lines"])
    hold(job, offerings)
    whole = db.session.begin_nested()
    refused = _Attempt(offerings, by, reason, kinds, waiver).run(lines)
    if refused:
        whole.rollback()
        return refused
    whole.commit()
    for offering in offerings:
        with suppress(ParameterMissing):
            ledger.evaluate_offering(offering, by=by, reason="timetable")
    _decide(job, adopted=True, lessons=len(lines), by=by)
    return []


def start_adoption(
    proposal: Job, *, by: User, title: str, reason: str, kinds: Mapping[SessionKind, str], waiver: str, changes: int
) -> Job:
    """Ask that a proposal is adopted, or give back the job that does it already. The caller commits."""
    return under_way(queries.ADOPTION, proposal=proposal.id) or start_job(
        queries.ADOPTION,
        title,
        by=by,
        institution_id=proposal.institution_id,
        permission=Permission.SESSIONS_SCHEDULE,
        proposal=proposal.id,
        reason=reason,
        kinds={kind.value: words for kind, words in kinds.items()},
        waiver=waiver,
        changes=changes,
    )


def refused_by(adoption: Job | None, proposal: Job) -> list[Refusal]:
    """What the job that adopts a proposal could not put on the timetable; nothing while it has not ended."""
    told = adoption.result.get("refused", ()) if adoption else ()
    lines = {line["number"]: line for line in proposal.result["lines"]} if told else {}
    return [Refusal(lines[one["number"]], tuple(map(Finding.from_json, one["findings"]))) for one in told]


def hold(job: Job, offerings: Sequence[ClassOffering]) -> None:
    """Keep others from these timetables; raise DecidedBefore, or Outdated when they are no longer what they were."""
    take_turns(_needs(job, offerings))
    if queries.decision_of(job.id):
        raise DecidedBefore(job.id)
    changed, pinned = queries.changed_since(job.result, [one.id for one in offerings])
    if changed or pinned:
        raise Outdated(changed, pinned)


def _needs(job: Job, offerings: Sequence[ClassOffering]) -> Iterator[tuple[Resource, int]]:
    """Everything that the proposal will book, so that two who adopt never wait for each other."""
    registers = Registers(offerings[0])
    yield from ((Resource.CLASS, one.id) for one in offerings)
    for place in (line["after"] for line in job.result["lines"] if line["after"]):
        if place["teacher"] in registers.teachers:
            yield Resource.TEACHER, registers.teachers[place["teacher"]].id
        if place["venue"] in registers.venues:
            yield Resource.VENUE, registers.venues[place["venue"]].id


def discard(job: Job, *, by: User) -> None:
    """Set a proposal aside; it can no longer be adopted. Raises DecidedBefore. The caller commits."""
    if queries.decision_of(job.id):
        raise DecidedBefore(job.id)
    _decide(job, adopted=False, lessons=0, by=by)


def _decide(job: Job, *, adopted: bool, lessons: int, by: User) -> None:
    db.session.add(ProposalDecision(job_id=job.id, adopted=adopted, lessons=lessons, by_name=by.display_name))
    action = "solving.adopted" if adopted else "solving.discarded"
    audit.record(action, by=by, subject=("job", job.id), institution_id=job.institution_id, lines=str(lessons))
    try:
        with db.session.begin_nested():
            db.session.flush()
    except IntegrityError as error:
        raise DecidedBefore(job.id) from error


class _Attempt:
    """One try to write some lines, within a savepoint of the caller."""

    def __init__(
        self,
        offerings: Iterable[ClassOffering],
        by: User,
        reason: str,
        kinds: Mapping[SessionKind, str],
        waiver: str,
    ) -> None:
        self.offerings = {one.id: one for one in offerings}
        self.by, self.reason, self.kinds, self.waiver = by, reason, kinds, waiver
        held = queries.sessions_of_classes(list(self.offerings))
        self.sessions = {session.id: session for each in held.values() for session in each}

    def run(self, lines: Sequence[Line]) -> list[Refusal]:
        """Who moves leaves its place first, so that two can change places; then everything is put where it belongs."""
        for line in lines:
            if line["session_id"] is not None:
                self._leave(line)
        db.session.flush()
        placed = [line for line in lines if line["what"] != What.DROPPED]
        codes = self._codes(placed)
        return [
            refusal
            for offering in self.offerings.values()
            for refusal in self._write_class(offering, [one for one in placed if one["class_id"] == offering.id], codes)
        ]

    def _write_class(
        self, offering: ClassOffering, lines: Sequence[Line], codes: Mapping[int, str]
    ) -> Iterator[Refusal]:
        """The rules are asked once about a whole class; a finding counts when the last session it names comes."""
        wanted = [self._facts(line, codes) for line in lines]
        found = findings_about(offering, wanted)
        pending = {facts.code for facts in wanted}
        for line, facts in zip(lines, wanted, strict=True):
            pending.discard(facts.code)
            looked = [one for one in found.get(facts.code, ()) if pending.isdisjoint(one.sessions)]
            try:
                self._write(offering, line, facts, looked)
            except timetable.ScheduleConflict as conflict:
                yield Refusal(line, tuple(conflict.findings))

    def _leave(self, line: Line) -> None:
        session = self.sessions[line["session_id"]]
        if line["what"] == What.DROPPED:
            timetable.cancel_session(self.offerings[line["class_id"]], session, by=self.by, reason=self.reason)
        else:
            session.status = SessionStatus.CANCELLED
            release(session)

    def _codes(self, lines: Sequence[Line]) -> dict[int, str]:
        """A code for every new session, by the number of its line."""
        found: dict[int, str] = {}
        for offering_id in self.offerings:
            new = [line["number"] for line in lines if line["class_id"] == offering_id and line["session_id"] is None]
            known = list(session_queries.every_session(offering_id))
            found |= dict(zip(new, next_codes(known, len(new)), strict=True))
        return found

    def _facts(self, line: Line, codes: Mapping[int, str]) -> SessionFacts:
        if line["session_id"] is None:
            return self.new_facts(line, codes[line["number"]])
        return self.moved_facts(line, session_queries.facts_of(self.sessions[line["session_id"]]))

    def _write(self, offering: ClassOffering, line: Line, facts: SessionFacts, looked: Sequence[Finding]) -> None:
        if line["session_id"] is None:
            timetable.schedule_session(offering, facts, by=self.by, waiver=self.waiver, looked=looked)
            return
        session = self.sessions[line["session_id"]]
        session.status = SessionStatus.PLANNED
        db.session.flush()
        timetable.reschedule_session(
            offering, session, facts, by=self.by, reason=self.reason, waiver=self.waiver, looked=looked
        )

    def new_facts(self, line: Line, code: str) -> SessionFacts:
        kind = SessionKind.LIVE if line["online"] else SessionKind.OFFLINE
        after = line["after"]
        return SessionFacts(
            code=code,
            kind=kind,
            title=line["title"],
            starts_at=datetime.fromisoformat(after["starts_at"]),
            ends_at=datetime.fromisoformat(after["ends_at"]),
            module=line["module"],
            teacher_name=after["teacher"],
            venue_name=after["venue"],
            mode=self.kinds[kind],
            planned_hours=Decimal(line["hours"]),
        )

    def moved_facts(self, line: Line, facts: SessionFacts) -> SessionFacts:
        after = line["after"]
        return replace(
            facts,
            starts_at=datetime.fromisoformat(after["starts_at"]),
            ends_at=datetime.fromisoformat(after["ends_at"]),
            teacher_name=after["teacher"],
            venue_name=after["venue"] or facts.venue_name,
        )
