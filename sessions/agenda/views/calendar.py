"""The calendar of an institution, a class, a teacher or a venue: a week, a month or a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core.clock import today
from core.navigation import can
from sessions.agenda import labels, queries, rules, years
from sessions.agenda.forms import CalendarForm
from sessions.agenda.queries import Register, Whose
from sessions.agenda.rules import By, View
from sessions.agenda.views.blueprint import bp
from standards.holidays.queries import working_days
from standards.holidays.rules import WorkingDays
from trainer import queries as trainer_queries
from trainer.models import Institution

Choice = TypeVar("Choice", View, By)
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page of the calendar shows, as its address says."""

    institution_id: int
    view: View
    on: date
    whose: Whose
    by: By

    def address(self, **changes: Any) -> str:
        """The address of this page, or of one beside it."""
        other = replace(self, **changes)
        return url_for(
            "agenda.show_calendar",
            institution_id=other.institution_id,
            view=other.view.value,
            on=other.on.isoformat(),
            class_id=other.whose.class_id,
            teacher_id=other.whose.teacher_id,
            venue_id=other.whose.venue_id,
            by=other.by.value if other.view is View.YEAR else None,
        )

    def beside(self, steps: int) -> str:
        return self.address(on=rules.beside(self.view, self.on, steps))

    def week_of(self, day: date) -> str:
        return self.address(view=View.WEEK, on=day)

    def month_of(self, day: date) -> str:
        return self.address(view=View.MONTH, on=day)

    def of(self, key: int) -> str:
        """The calendar of one line of the year."""
        by = self.by
        return self.address(
            whose=Whose(
                class_id=key if by is By.CLASS else None,
                teacher_id=key if by is By.TEACHER else None,
                venue_id=key if by is By.VENUE else None,
            )
        )

    @property
    def feed(self) -> tuple[str, int] | None:
        """Whose sessions a calendar program could subscribe to: those of exactly one class, teacher or venue."""
        found = [(by.value, key) for by in By if (key := getattr(self.whose, f"{by.value}_id"))]
        return found[0] if len(found) == 1 else None


@bp.get("/calendar")
@require(Permission.CLASSES_READ)
def show_calendar() -> ResponseReturnValue:
    institutions = trainer_queries.institutions(trainer_queries.scope_of(current_user))
    if not institutions:
        return render_template("sessions/agenda/no_calendar.html")
    institution = institution_of(institutions)
    register = queries.register_of(institution.id)
    asked = asked_of(request.args, institution, register)
    form = CalendarForm(data={"institution_id": str(institution.id), "on": asked.on, **keys_of(asked.whose)})
    form.offer(institutions, register)
    first, last = rules.span_of(asked.view, asked.on)
    return render_template(
        "sessions/agenda/show_year.html" if asked.view is View.YEAR else "sessions/agenda/show_days.html",
        institution=institution,
        several=len(institutions) > 1,
        asked=asked,
        whose=whose_words(asked.whose, register),
        form=form,
        today=today(),
        labels=labels,
        rules=rules,
        **contents(asked, register, working_days(first, last)),
    )


def institution_of(institutions: list[Institution]) -> Institution:
    """The institution that is asked for, if it is in scope; the first one unless the address names any."""
    asked = request.args.get("institution_id", "")
    if not asked:
        return institutions[0]
    return next((one for one in institutions if str(one.id) == asked), None) or abort(404)


def asked_of(sent: Mapping[str, str], institution: Institution, register: Register) -> Asked:
    """What the address asks for. A date or view without sense means today's week; who is not known is 404."""
    moved_on = sent.get("shown", "") not in ("", str(institution.id))  # another institution was chosen in the form
    whose = Whose() if moved_on else whose_of(sent, register)
    return Asked(
        institution.id, choice_of(sent, "view", View.WEEK), day_of(sent), whose, choice_of(sent, "by", By.CLASS)
    )


def whose_of(sent: Mapping[str, str], register: Register) -> Whose:
    teacher_id = number_of(sent, "teacher_id", register.teachers)
    return Whose(
        class_id=number_of(sent, "class_id", register.classes),
        teacher_id=teacher_id,
        venue_id=number_of(sent, "venue_id", register.venues),
        teacher_name=register.teachers[teacher_id] if teacher_id else "",
    )


def number_of(sent: Mapping[str, str], name: str, known: Mapping[int, Any]) -> int | None:
    """A number of the register, or 404; None when none is asked for."""
    text = sent.get(name, "")
    if not text:
        return None
    return int(text) if text.isdecimal() and int(text) in known else abort(404)


def choice_of(sent: Mapping[str, str], name: str, otherwise: Choice) -> Choice:
    try:
        return type(otherwise)(sent.get(name, ""))
    except ValueError:
        return otherwise


def day_of(sent: Mapping[str, str]) -> date:
    """The day of the address, or today."""
    try:
        day = date.fromisoformat(sent.get("on", ""))
    except ValueError:
        return today()
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else today()


def keys_of(whose: Whose) -> dict[str, str]:
    """The numbers as the form names them."""
    return {name: str(getattr(whose, name) or "") for name in ("class_id", "teacher_id", "venue_id")}


def whose_words(whose: Whose, register: Register) -> str:
    """Whose calendar this is; empty for that of the whole institution."""
    names = [
        register.classes[whose.class_id][1] if whose.class_id else "",
        whose.teacher_name,
        register.venues[whose.venue_id] if whose.venue_id else "",
    ]
    return " · ".join(filter(None, names))


def contents(asked: Asked, register: Register, calendar: WorkingDays) -> dict[str, Any]:
    """The days or the year of the page; where it is empty, the nearest days that are not."""
    first, last = rules.span_of(asked.view, asked.on)
    everything = queries.entries_between(asked.institution_id, first, last)
    shown = [one for one in everything if asked.whose.wants(one)]
    near = (None, None) if shown else queries.nearest_days(asked.institution_id, asked.whose, first, last)
    if asked.view is View.YEAR:
        return {"near": near, "year": year_of(asked, register, shown, calendar)}
    clashing = rules.clashes_among(everything)
    days = rules.days_of(asked.view, asked.on, shown, calendar, clashing)
    return {
        "near": near,
        "days": days,
        "crowded": rules.is_crowded(days),
        "hours": rules.hours_shown(days),
        "may_move": can(Permission.SESSIONS_SCHEDULE),
    }


def year_of(asked: Asked, register: Register, shown: list[rules.Entry], calendar: WorkingDays) -> years.Year:
    """The year, with a line also for classes that run in it and have no sessions yet."""
    everybody = asked.by is By.CLASS and asked.whose == Whose()
    running = register.running(*rules.span_of(asked.view, asked.on)) if everybody else []
    teacher_ids = {name: number for number, name in register.teachers.items()}
    return years.year_of(asked.on.year, shown, calendar, years.whose(asked.by, teacher_ids), running)
