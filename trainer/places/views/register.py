"""The list of venues, and the page of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission
from core import navigation
from core.clock import today
from core.db import db
from core.navigation import HomeCard
from core.pages import page_of
from trainer import actions as trainer_actions
from trainer import labels as trainer_labels
from trainer import queries as trainer_queries
from trainer.models import Institution, Venue
from trainer.places import labels, queries
from trainer.places.forms import VenueForm, VenueSearchForm
from trainer.places.models import VenueProfile
from trainer.places.rules import CheckFault, CheckKind, due_day, last_checks, must_act, write_equipment
from trainer.rules import safety_state
from trainer.teaching import labels as teaching_labels
from trainer.teaching.actions import ChangedMeanwhile, unchanged_since
from trainer.views import bp, institution_or_404
from trainer.weeks import from_rows, write_week

ON_A_PAGE = 50


def venue_or_404(institution_id: int, venue_id: int) -> tuple[Institution, Venue]:
    """Institution and venue of the address, if they are in scope and belong together."""
    institution = institution_or_404(institution_id)
    return institution, trainer_queries.venue_of(institution.id, venue_id) or abort(404)


def home_cards(user: User) -> Iterator[HomeCard]:
    """For those who keep the list: venues whose checks failed or are overdue."""
    if not navigation.can(Permission.TRAINER_EDIT):
        return
    found = [one.id for one in trainer_queries.institutions(trainer_queries.scope_of(user))]
    venues = trainer_queries.venues_of(found)
    faults = queries.check_faults_of(venues, today())
    bad = [one for one in venues if must_act(faults[one.id])]
    if bad:
        href = url_for("trainer.list_venues", institution_id=bad[0].institution_id, state="act")
        text = _("Safety, fire or network check failed or overdue")
        yield HomeCard(_("Venues to check"), len(bad), href, text, "map-pin", "warning")


navigation.attach(bp, cards=home_cards)


@bp.get("/institutions/<int:institution_id>/venues")
@require(Permission.TRAINER_READ)
def list_venues(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    venues = trainer_queries.venues_of([institution.id])
    profiles = queries.profiles_of([one.id for one in venues])
    faults = queries.check_faults_of(venues, today())
    form = VenueSearchForm(request.args)
    campuses = queries.campuses(institution.id)
    form.campus.choices = [SelectChoice("", _("All")), *(SelectChoice(str(one.id), one.name) for one in campuses)]
    found = _matching(venues, profiles, faults, form)
    page = page_of(len(found), size=ON_A_PAGE)
    return render_template(
        "trainer/places/list_venues.html",
        institution=institution,
        venues=found[page.offset : page.offset + page.size],
        page=page,
        known=len(venues),
        search_form=form,
        campuses=campuses,
        profiles=profiles,
        others={key: _beside_safety(one) for key, one in faults.items()},
        states={one.id: _safety(one, faults[one.id]) for one in venues},
        labels=labels,
    )


def _safety(venue: Venue, faults: Sequence[CheckFault]) -> tuple[object, str]:
    """The badge of the safety check: overdue before what the last check said."""
    for one in faults:
        if one.kind is CheckKind.SAFETY:
            return labels.FAULTS[one.fault]
    return trainer_labels.SAFETY_STATES[safety_state(venue.safety_checked_on, venue.safety_result)]


def _beside_safety(faults: Sequence[CheckFault]) -> list[CheckFault]:
    return [one for one in faults if one.kind is not CheckKind.SAFETY and must_act([one])]


def _matching(
    venues: Sequence[Venue],
    profiles: dict[int, VenueProfile],
    faults: dict[int, list[CheckFault]],
    form: VenueSearchForm,
) -> list[Venue]:
    text, campus, state = (form.text.data or "").lower(), form.campus.data or "", form.state.data or ""
    return [
        one
        for one in venues
        if text in f"{one.name} {one.address} {one.equipment}".lower()
        and (not campus or (one.id in profiles and str(profiles[one.id].campus_id) == campus))
        and (state != "act" or must_act(faults[one.id]))
        and (state != "fault" or faults[one.id])
    ]


@bp.get("/institutions/<int:institution_id>/venues/<int:venue_id>")
@require(Permission.TRAINER_READ)
def show_venue(institution_id: int, venue_id: int) -> ResponseReturnValue:
    institution, venue = venue_or_404(institution_id, venue_id)
    profile = queries.profiles_of([venue.id]).get(venue.id)
    entered = queries.checks_of([venue.id]).get(venue.id, [])
    intervals, standing = queries.check_intervals(today()), queries.standing_checks(venue, entered)
    items = profile.to_items() if profile else []
    return render_template(
        "trainer/places/show_venue.html",
        institution=institution,
        venue=venue,
        profile=profile,
        items=items,
        differs=profile is not None and venue.equipment != write_equipment(items),
        week=write_week(from_rows(profile.windows)) if profile else [],
        faults=queries.check_faults_of([venue], today())[venue.id],
        due={kind: due_day(one, intervals) for kind, one in last_checks(standing, today()).items()},
        intervals=intervals,
        stated=queries.stated_check(venue, entered),
        checks=entered,
        closures=[(one, one.to_stretch()) for one in queries.closure_history(venue.id)],
        labels=labels,
        weekdays=teaching_labels.WEEKDAYS,
    )


@bp.route("/institutions/<int:institution_id>/venues/new", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def new_venue(institution_id: int) -> ResponseReturnValue:
    institution = institution_or_404(institution_id)
    return _edit_venue(institution, Venue(institution_id=institution.id), VenueForm())


@bp.route("/institutions/<int:institution_id>/venues/<int:venue_id>/edit", methods=["GET", "POST"])
@require(Permission.TRAINER_EDIT)
def edit_venue(institution_id: int, venue_id: int) -> ResponseReturnValue:
    institution, venue = venue_or_404(institution_id, venue_id)
    return _edit_venue(institution, venue, VenueForm.of(venue))


def _edit_venue(institution: Institution, venue: Venue, form: VenueForm) -> ResponseReturnValue:
    if form.validate_on_submit():
        try:
            if venue.id:
                unchanged_since(venue, form.seen.data or "")
            trainer_actions.write_entry(venue, form.facts(), by=current_user._get_current_object())
        except ChangedMeanwhile:
            form.blame_change()
        except trainer_actions.NameTaken:
            form.blame_name()
        else:
            db.session.commit()
            flash(_("%(name)s is saved.", name=venue.name), "success")
            return redirect(url_for(".list_venues", institution_id=institution.id))
    return render_template("trainer/places/edit_venue.html", form=form, institution=institution, venue=venue)
