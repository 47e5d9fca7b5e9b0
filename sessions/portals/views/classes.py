"""The class teacher's day: who is in the room now, what waits, and where to go with one tap."""

from __future__ import annotations

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import navigation
from core.clock import local_now
from core.db import utc_now
from core.navigation import NavItem
from core.pages import render
from sessions import labels
from sessions.portals import matters, queries
from sessions.portals.labels import MOMENTS
from sessions.portals.queries import ClassToday
from sessions.portals.rules import Moment
from sessions.portals.views.blueprint import bp, link_to
from trainer.places import labels as place_labels
from trainer.places import queries as place_queries
from trainer.queries import Scope, scope_of

navigation.attach(
    bp, NavItem("portals.class_day", _l("Classes today"), Permission.SESSIONS_RECORD, icon="checklist", order=3)
)


def is_mine(name: str, class_teacher: str) -> bool:
    """Whether a class names this person as its class teacher; accounts may add a remark in brackets."""
    return bool(class_teacher) and name.partition("（")[0].partition("(")[0].strip() == class_teacher.strip()


def next_day_words(day: date, scope: Scope) -> str:
    """The next day on which anything is held, in words."""
    found = queries.next_day_after(day, scope)
    return labels.day_words(found) if found else ""


@bp.get("/classes-today")
@require(Permission.SESSIONS_RECORD)
def class_day() -> ResponseReturnValue:
    now, scope = local_now(), scope_of(current_user)
    day = now.date()
    found = queries.classes_today(queries.sessions_on(day, scope), day, now)
    mine = [one for one in found if is_mine(current_user.display_name, one.offering.class_teacher)]
    only_mine = bool(mine) and request.args.get("show") != "all"
    shown: list[ClassToday] = mine if only_mine else found
    ids = [one.offering.id for one in shown]
    venues = {one.venue.id: one.venue for each in shown for one in each.sessions if one.venue}
    return render(
        "sessions/portals/class_day.html",
        fragment="sessions/portals/_class_day.html",
        now=now,
        day=labels.day_words(day),
        classes=shown,
        only_mine=only_mine,
        counts=(len(mine), len(found)),
        waiting=matters.waiting_in(ids, day),
        windows=matters.open_windows(ids, utc_now()),
        closures=place_queries.closures_of(list(venues), day, day),
        faults=place_queries.check_faults_of(list(venues.values()), day),
        next_day=next_day_words(day, scope) if not found else "",
        link_to=link_to,
        moments=MOMENTS,
        moment=Moment,
        labels=labels,
        place_labels=place_labels,
    )
