"""The year of an area for those who oversee it: how many have reached the hours, who is short, and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission, Role
from core import navigation, reveals
from core.clock import local_now
from core.db import db
from core.masking import mask_name
from core.navigation import HomeCard, NavItem
from core.pages import PageOf, page_of
from core.reveals import RevealForm
from core.spreadsheets.export import ExportSheet, Value
from sessions.ledger import labels
from sessions.ledger.actions import revealing
from sessions.ledger.coverage import SHORT, Coverage, coverage_of, learners_by_id
from sessions.ledger.frames import YearFrame, frame_of
from sessions.ledger.rules.coverage import Covered, Tally
from sessions.ledger.views.blueprint import (
    bp,
    frame_or_404,
    institutions_in_scope,
    scope_ids,
    shown_years,
    this_year,
)
from sessions.views.found import workbook
from standards.rules import ParameterMissing
from trainer import queries as trainer_queries
from trainer.regions import region_name


def card(user: User) -> Iterator[HomeCard]:
    """What a regulator sees of the year on the start page."""
    if user.role is not Role.REGULATOR:
        return
    try:
        counted = counted_in(frame_of(this_year())).whole
    except ParameterMissing:
        return
    year = this_year()
    href = url_for("ledger.coverage_list", year=year, band=SHORT)
    words = _("%(reached)d of %(all)d have reached them", reached=counted.reached, all=counted.everybody)
    tone = "warning" if counted.short else "good"
    yield HomeCard(_("Short of the hours of %(year)d", year=year), counted.short, href, words, "target-arrow", tone)


navigation.attach(
    bp,
    NavItem("ledger.coverage", _l("Coverage of hours"), Permission.COVERAGE_READ, icon="chart-bar", order=33),
    cards=card,
)


def counted_in(frame: YearFrame) -> Coverage:
    """Everybody in the scope of the signed-in person."""
    region = trainer_queries.scope_of(current_user).region
    return coverage_of(frame, institutions_in_scope(), region, scope_ids())


def area_words(code: str) -> str:
    """An area by name and code."""
    return f"{region_name(code)} {code}".strip()


@bp.get("/hours/coverage")
@bp.get("/hours/coverage/<int:year>")
@require(Permission.COVERAGE_READ)
def coverage(year: int | None = None) -> ResponseReturnValue:
    frame = frame_or_404(this_year() if year is None else year)
    found = counted_in(frame)
    return render_template(
        "sessions/ledger/coverage.html",
        frame=frame,
        found=found,
        whole=found.whole,
        years=shown_years([this_year(), this_year() - 1], frame.year),
        labels=labels,
        area_words=area_words,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """The people that an address asks for, and those on the page that it shows."""

    found: Coverage
    people: list[Covered]
    page: PageOf

    @property
    def on_page(self) -> list[Covered]:
        return self.people[self.page.offset : self.page.offset + self.page.size]


def shown_people(year: int) -> Shown:
    """Those of the band, institution and area that the address names."""
    found = counted_in(frame_or_404(year))
    asked = request.args
    chosen = found.chosen(asked.get("band", ""), asked.get("institution", type=int), asked.get("area", ""))
    return Shown(found, chosen, page_of(len(chosen)))


def revealed_in(year: int) -> frozenset[int]:
    """Whose names were just asked for."""
    ids = reveals.handed_over(f"coverage:{year}").get("learners", "")
    return frozenset(int(one) for one in ids.split(",") if one)


@bp.get("/hours/coverage/<int:year>/learners")
@require(Permission.COVERAGE_READ)
def coverage_list(year: int) -> ResponseReturnValue:
    return list_page(shown_people(year), RevealForm(formdata=None), revealed_in(year))


def list_page(shown: Shown, form: RevealForm, revealed: frozenset[int]) -> ResponseReturnValue:
    """One page of people, names masked but for those just asked for."""
    return render_template(
        "sessions/ledger/coverage_list.html",
        shown=shown,
        frame=shown.found.frame,
        learners=learners_by_id([one.learner_id for one in shown.on_page]),
        areas=sorted({shown.found.area(one) for one in shown.found.institutions}),
        revealed=revealed,
        form=form,
        labels=labels,
        short=SHORT,
        area_words=area_words,
    )


@bp.post("/hours/coverage/<int:year>/reveal")
@require(Permission.COVERAGE_REVEAL)
def reveal_coverage(year: int) -> ResponseReturnValue:
    shown = shown_people(year)
    form = RevealForm()
    if not form.validate_on_submit():
        return list_page(shown, form, frozenset())
    note_reveal(shown.on_page, year, form.reason.data)
    asked: dict[str, Any] = request.args.to_dict()
    return redirect(url_for(".coverage_list", **{**asked, "year": year}))


def note_reveal(people: list[Covered], year: int, reason: str) -> None:
    """Write down who asks for which names and why, and hand them to the next page."""
    user = current_user._get_current_object()
    revealing.reveal_names(people, year, by=user, reason=reason, address=(request.remote_addr or "")[:64])
    db.session.commit()
    reveals.hand_over(f"coverage:{year}", {"learners": ",".join(str(one.learner_id) for one in people)})


@bp.get("/hours/coverage/<int:year>/coverage.xlsx")
@require(Permission.COVERAGE_READ)
def export_coverage(year: int) -> ResponseReturnValue:
    shown = shown_people(year)
    found, target = shown.found, shown.found.frame.policy.target
    bands = [labels.band_words(band, target) for band in found.whole.bands]
    head = [_("Registered"), _("Reached the target"), _("Share reached"), *bands[1:], _("Hours missing together")]
    areas = [[area_words(code), *tally_cells(one)] for code, one in found.by_area()]
    places = [[place.name, area_words(found.area(place)), *tally_cells(one)] for place, one in found.by_institution()]
    total = [_("Sum"), *tally_cells(found.whole)]
    people = [_("Learner (masked)"), _("Employer"), _("Institution"), _("Counted"), _("Missing"), _("State")]
    sheets = [
        ExportSheet(_("By area"), [_("Area"), *head], [*areas, total]),
        ExportSheet(_("By institution"), [_("Institution"), _("Area"), *head], places),
        ExportSheet(_("Learners"), people, people_cells(shown)),
        ExportSheet(_("Basis"), [_("Subject"), _("Value")], basis_of(found)),
    ]
    return workbook(_("coverage of hours %(year)d.xlsx", year=year), sheets)


def tally_cells(one: Tally) -> list[Value]:
    """The numbers of one line."""
    percent = "—" if one.percent is None else f"{one.percent}%"
    return [one.everybody, one.reached, percent, *list(one.bands.values())[1:], one.missing]


def people_cells(shown: Shown) -> Iterator[list[Value]]:
    """The people that the address names, the name masked."""
    names = {one.id: one.name for one in shown.found.institutions}
    known = learners_by_id([one.learner_id for one in shown.people])
    for one in shown.people:
        learner = known[one.learner_id]
        employer = learner.employer.name if learner.employer else ""
        where = "、".join(names[place] for place in sorted(one.places) if place in names)
        band = labels.band_words(one.band, one.target)
        yield [mask_name(learner.name), employer, where, one.total, one.missing, band]


def basis_of(found: Coverage) -> list[list[Value]]:
    """Under which figures the numbers were counted, and when."""
    frame, version = found.frame, found.frame.version
    return [
        [_("Year"), f"{frame.first} – {frame.last}"],
        [_("Rule-set"), f"{version.rule_set.name} v{version.version}"],
        [_("Sample"), _("yes") if version.rule_set.is_sample else _("no")],
        [_("Target"), frame.policy.target],
        [_("As of"), f"{local_now():%Y-%m-%d %H:%M}"],
        [_("Registered"), str(labels.REGISTERED)],
    ]
