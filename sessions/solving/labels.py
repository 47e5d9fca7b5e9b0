"""What people read about proposals: states, preferences, rules that stand in the way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from core.lists import listed
from courses.solver.outcome import Status
from courses.solver.problem import Half
from courses.solver.rules import Rule
from sessions.clashes.labels import day_words
from sessions.solving.rules.asked import Level
from sessions.solving.rules.facts import Stay
from sessions.solving.rules.proposal import What

STATUSES: Mapping[Status, tuple[Any, str]] = {
    Status.OPTIMAL: (_l("Proved best"), "good"),
    Status.FEASIBLE: (_l("All placed"), "good"),
    Status.IMPOSSIBLE: (_l("No complete timetable exists"), "bad"),
    Status.TIMEOUT: (_l("Not everything placed"), "warning"),
    Status.CANCELLED: (_l("Stopped; the best so far"), "warning"),
}
STATUS_NOTES: Mapping[Status, Any] = {
    Status.OPTIMAL: _l("Every lesson has a place, and no timetable serves the preferences better."),
    Status.FEASIBLE: _l("Every lesson has a place. Whether the preferences could be served better is not known."),
    Status.IMPOSSIBLE: _l(
        "Under these rules not every lesson can have a place. What is shown is as much as was found."
    ),
    Status.TIMEOUT: _l("In the time given not every lesson found a place. More time may help."),
    Status.CANCELLED: _l("The search was stopped early. What is shown is the best found by then."),
}
WHATS: Mapping[What, tuple[Any, str]] = {
    What.NEW: (_l("New"), "good"),
    What.MOVED: (_l("Moved"), "warning"),
    What.SAME: (_l("Unchanged"), "neutral"),
    What.DROPPED: (_l("Cancelled: no place"), "bad"),
}
STAYS: Mapping[Stay, Any] = {
    Stay.HELD: _l("held already"),
    Stay.PINNED: _l("held fast"),
    Stay.KEPT: _l("to be left alone"),
    Stay.SEVERAL: _l("several teachers, or one who is not on the register"),
    Stay.RECORDED: _l("a recorded unit, without a time"),
    Stay.LENGTH: _l("longer than a period"),
    Stay.BLOCKED: _l("held fast: beside the periods, without teacher or venue, or against a rule"),
}
HALVES: Mapping[Half, Any] = {
    Half.MORNING: _l("Morning"),
    Half.AFTERNOON: _l("Afternoon"),
    Half.EVENING: _l("Evening"),
}
LISTED = 3  # days in one sentence
SUBJECT = ("class", "other", "module", "after", "teacher", "venue", "at", "limit")
LEVELS: Mapping[Level, Any] = {
    Level.OFF: _l("Does not matter"),
    Level.USUAL: _l("As usual"),
    Level.STRONG: _l("Matters much"),
}
PREFERENCE_NAMES: Mapping[str, Any] = {
    "evening": _l("No evenings"),
    "weekend": _l("No weekends"),
    "gap": _l("No idle periods between lessons of a day"),
    "scatter": _l("One module on few days"),
    "teacher_avoids": _l("Times that teachers would rather not have"),
    "venue_change": _l("Few changes of venue"),
    "campus_change": _l("Few changes of campus"),
    "load": _l("Teachers share the lessons evenly"),
    "finish": _l("Done as early as possible"),
    "same_teacher": _l("One teacher for a module"),
    "change": _l("Few changes to the present timetable"),
}
CLAUSES: Mapping[Rule, Any] = {
    Rule.CLASS_DATES: _l("%(class)s is taught only within its dates (limit: %(day)s)"),
    Rule.CLASS_ALLOWED: _l("%(class)s has only the periods of its working days"),
    Rule.CLASS_DAY_CAP: _l("%(class)s has at most %(limit)s lessons a day"),
    Rule.CLASS_HALF_CAP: _l("%(class)s has at most %(limit)s lessons in a half-day"),
    Rule.CLASS_ONCE: _l("%(class)s has one lesson at a time: every period is in use"),
    Rule.CLASS_OCCUPIED: _l("%(class)s is taken on %(day)s at %(at)s"),
    Rule.CLASS_TRAVEL: _l("%(class)s needs time for the way between campuses"),
    Rule.CLASSES_APART: _l("%(class)s and %(other)s have learners in common and are not taught at the same time"),
    Rule.ORDER: _l("%(class)s: “%(after)s” comes after “%(module)s”"),
    Rule.BLOCK_MIN: _l("%(class)s: “%(module)s” has at least %(limit)s lessons in a row"),
    Rule.BLOCK_MAX: _l("%(class)s: “%(module)s” has at most %(limit)s lessons in a row"),
    Rule.BLOCK_TEACHER: _l("%(class)s: lessons of “%(module)s” in a row have one teacher"),
    Rule.QUALIFIED: _l("%(teacher)s does not teach “%(module)s”"),
    Rule.TEACHER_AVAILABLE: _l("%(teacher)s cannot teach then or is not appointed on %(day)s"),
    Rule.TEACHER_LEAVE: _l("%(teacher)s is on leave on %(day)s"),
    Rule.TEACHER_OCCUPIED: _l("%(teacher)s teaches elsewhere on %(day)s at %(at)s"),
    Rule.TEACHER_ONCE: _l("%(teacher)s can teach one lesson at a time"),
    Rule.TEACHER_DAY_CAP: _l("%(teacher)s teaches at most %(limit)s lessons a day"),
    Rule.TEACHER_WEEK_CAP: _l("%(teacher)s teaches at most %(limit)s lessons a week"),
    Rule.TEACHER_TOTAL_CAP: _l("%(teacher)s has reached the limit of hours in the year"),
    Rule.TEACHER_TRAVEL: _l("%(teacher)s needs time for the way between campuses"),
    Rule.VENUE_CAPACITY: _l("%(venue)s has only %(limit)s seats, too few for %(class)s"),
    Rule.VENUE_FEATURES: _l("%(class)s: “%(module)s” needs a venue that no free one is"),
    Rule.VENUE_OPENING: _l("%(venue)s is not open then on %(day)s"),
    Rule.VENUE_CLOSED: _l("%(venue)s is closed on %(day)s"),
    Rule.VENUE_OCCUPIED: _l("%(venue)s is taken on %(day)s at %(at)s"),
    Rule.VENUE_ONCE: _l("%(venue)s holds one class at a time"),
    Rule.PIN: _l("%(class)s: a lesson of “%(module)s” is held fast on %(day)s at %(at)s"),
}

name_actions(
    {
        "solving.pinned": _l("Session held fast"),
        "solving.unpinned": _l("Session let go"),
        "solving.adopted": _l("Timetable proposal adopted"),
        "solving.discarded": _l("Timetable proposal discarded"),
    },
    details={"lines": _l("Lessons adopted")},
)


def clause_words(told: Mapping[str, Any]) -> str:
    """A rule for one subject, in a sentence; `days` of the same rule are listed."""
    said = {name: told.get(name) or "—" for name in SUBJECT}
    days = [day_words(date.fromisoformat(day)) for day in told.get("days", [told["day"]]) if day]
    day = listed(days[:LISTED]) if days else _("the day")
    if len(days) > LISTED:
        day = _("%(days)s and %(count)d more days", days=day, count=len(days) - LISTED)
    return str(CLAUSES[Rule(told["rule"])]) % {**said, "day": day}


def clauses_by_subject(clauses: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One line for one rule of one subject, with all its days."""
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for one in clauses:
        key = tuple(str(one.get(name)) for name in ("rule", *SUBJECT))
        found.setdefault(key, {**one, "days": []})["days"].append(one["day"])
    return [{**one, "days": sorted(one["days"])} for one in found.values()]


def place_words(told: Mapping[str, Any] | None) -> str:
    """When, who, where of a lesson, in one line."""
    if told is None or not told["starts_at"]:
        return ""
    start, end = datetime.fromisoformat(told["starts_at"]), datetime.fromisoformat(told["ends_at"])
    parts = (f"{day_words(start.date())} {start:%H:%M}–{end:%H:%M}", told["teacher"], told["venue"])
    return " · ".join(filter(None, parts))


def time_words(told: Mapping[str, Any]) -> str:
    """From when to when, without the day."""
    if not told["starts_at"]:
        return ""
    start, end = datetime.fromisoformat(told["starts_at"]), datetime.fromisoformat(told["ends_at"])
    return f"{start:%H:%M}–{end:%H:%M}"


Days = list[tuple[str, list[Mapping[str, Any]]]]


def days_of(lines: Iterable[Mapping[str, Any]]) -> tuple[Days, Days]:
    """The lines of one class by day, in words: days on which something changes, and the others."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for line in lines:
        found.setdefault((line["after"] or line["before"])["starts_at"][:10], []).append(line)
    days = [(day_words(date.fromisoformat(day)), held) for day, held in sorted(found.items())]
    changed = [one for one in days if any(line["what"] != What.SAME for line in one[1])]
    return changed, [one for one in days if one not in changed]


def short_words(told: Mapping[str, Any]) -> str:
    """A class that has fewer periods than lessons, and what could be done."""
    return _(
        "%(class)s needs %(wanted)d lessons, and its days and limits hold %(periods)d. Add days, half-days or periods, "
        "make periods longer, or change the dates of the class.",
        **told,
    )


def reason_words(told: Mapping[str, Any]) -> str:
    """Why lessons have no place: the nearest they came, and what would free it."""
    if any(one["rule"] == Rule.CLASS_ONCE for one in told["culprits"]):
        return _("Every period in which it could be taught is taken by other lessons of the class.")
    culprits = listed(clause_words(one) for one in told["culprits"])
    if told["nearest"] is None:
        return _("There is nobody to teach it, or nowhere to hold it.")
    if not culprits:
        return _("No place was found in the time given.")
    return _("Nearest: %(place)s. It would be free without this: %(rules)s.",
             place=place_words(told["nearest"]), rules=culprits)  # fmt: skip
