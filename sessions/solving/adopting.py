"""The work of adopting a proposal with many changes: the same checks as on the page, written whole or not at all."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from accounts.models import User
from accounts.rules import Permission, allows
from core.db import db
from courses.models import ClassOffering
from jobs.models import Job
from jobs.work import CannotBeDone, Done, Task
from sessions.rules.kinds import SessionKind
from sessions.solving import actions, queries
from trainer.queries import scope_of


def adopt(task: Task) -> Done:
    """Put a proposal on the timetable in one transaction; what no longer fits is kept for the page of the proposal."""
    asked = task.parameters
    count = asked["changes"]
    task.progress(0.1, _("Checking and booking %(count)d changes; they show all at once at the end …", count=count))
    task.check()
    proposal = db.session.get_one(Job, asked["proposal"])
    by, offerings = _still_allowed(task, proposal)
    try:
        refused = actions.adopt(
            proposal,
            offerings,
            by=by,
            reason=asked["reason"],
            kinds={SessionKind(kind): words for kind, words in asked["kinds"].items()},
            waiver=asked["waiver"] if allows(by.role, Permission.FINDINGS_WAIVE) else "",
        )
    except actions.DecidedBefore as stale:
        raise CannotBeDone(_("Somebody has adopted or discarded this proposal already.")) from stale
    except actions.Outdated as stale:
        raise CannotBeDone(
            _("Nothing was changed: the timetable is not what the proposal was made from. Make a new proposal.")
        ) from stale
    if refused:
        db.session.rollback()
        note = _("Nothing was changed: %(count)d changes no longer fit.", count=len(refused))
        return Done("solving.show_proposal", {"job_id": proposal.id}, note, {"refused": _told(refused)})
    place = ("sessions.timetable", {"offering_id": offerings[0].id})
    if len(offerings) > 1:
        place = ("solving.show_proposal", {"job_id": proposal.id})
    db.session.commit()
    return Done(*place, ngettext("%(num)d lesson is on the timetable.", "%(num)d lessons are on the timetable.", count))


def _still_allowed(task: Task, proposal: Job) -> tuple[User, list[ClassOffering]]:
    """Who asked, and the classes, if that person may still change these timetables."""
    by = db.session.get(User, task.by_user_id) if task.by_user_id else None
    if by is None or not by.is_active or not allows(by.role, Permission.SESSIONS_SCHEDULE):
        raise CannotBeDone(_("Who asked for this may no longer change timetables."))
    offerings = queries.open_offerings(proposal.parameters["offerings"], scope_of(by))
    if not offerings:
        raise CannotBeDone(_("A class of the proposal is closed by now, or no longer yours."))
    return by, offerings


def _told(refused: list[actions.Refusal]) -> list[dict[str, object]]:
    return [{"number": one.line["number"], "findings": [each.to_json() for each in one.findings]} for one in refused]
