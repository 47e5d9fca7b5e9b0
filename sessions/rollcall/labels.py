"""What people read about roll calls and teaching logs."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.labels import name_actions
from core.clock import to_local
from sessions.rollcall.rules.logs import Deviation, LogDecision
from sessions.rollcall.rules.marks import Called, Mark

LOG_DECISIONS = {LogDecision.CONFIRMED: _l("Log confirmed"), LogDecision.RETURNED: _l("Log sent back")}
LOG_TONES = {LogDecision.CONFIRMED: "good", LogDecision.RETURNED: "warning", None: "neutral"}

name_actions(
    {
        "sessions.roll_called": _l("Roll called"),
        "sessions.log_written": _l("Teaching log written"),
        "sessions.log_reviewed": _l("Teaching log reviewed"),
    }
)


def mark_words(called: Called) -> str:
    """A mark in words."""
    if called.mark is Mark.CLEARED:
        return str(_("taken back"))
    if called.mark is Mark.ABSENT:
        return str(_("absent"))
    said = [ngettext("%(num)d minute late", "%(num)d minutes late", called.late)] if called.late else []
    said += [ngettext("left %(num)d minute early", "left %(num)d minutes early", called.early)] if called.early else []
    return _("、").join(said) if said else str(_("present"))


def clock(at: datetime) -> str:
    """The time of day at the site."""
    return f"{to_local(at):%H:%M}"


def deviation_words(found: Deviation) -> list[str]:
    """How the real times differ, in whole minutes; nothing where they do not."""

    def minutes(span: timedelta) -> int:
        return abs(int(span.total_seconds() // 60))

    said = []
    if found.begun_late:
        words = _("began %(num)d min late") if found.begun_late > timedelta(0) else _("began %(num)d min earlier")
        said.append(words % {"num": minutes(found.begun_late)})
    if found.ended_early:
        words = _("ended %(num)d min early") if found.ended_early > timedelta(0) else _("ended %(num)d min later")
        said.append(words % {"num": minutes(found.ended_early)})
    return said
