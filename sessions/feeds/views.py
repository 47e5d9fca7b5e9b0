"""Calendar feeds: the pages where addresses are issued and revoked, and the feeds themselves."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import public, require
from accounts.rules import Permission
from core.db import db
from courses import queries as course_queries
from courses.models import ClassOffering
from learners import queries as learner_queries
from sessions.feeds import actions, labels, queries
from sessions.feeds.calendars import mark_of, write_calendar
from sessions.feeds.forms import FeedForm
from sessions.feeds.models import CalendarFeed
from sessions.feeds.queries import Owner, owner_of
from sessions.feeds.rules import KEPT, FeedKind
from sessions.models import ClassSession
from trainer import queries as trainer_queries
from trainer.models import Teacher, Venue

bp = Blueprint("feeds", __name__)
SHOWN_ONCE = "calendar_feed"  # the new address, kept in the person's own session until it has been shown


@bp.route("/calendar/feeds/<any('class', 'teacher', 'venue'):kind>/<int:number>", methods=["GET", "POST"])
@require(Permission.SESSIONS_SCHEDULE)
def show_feeds(kind: str, number: int) -> ResponseReturnValue:
    """For coordinators: the addresses of a class, a teacher or a venue."""
    return feeds_page(owner_of(thing_or_404(FeedKind(kind), number)), request.path)


@bp.route("/my/sessions/feeds", methods=["GET", "POST"])
@require(Permission.SESSIONS_OWN)
def my_sessions_feeds() -> ResponseReturnValue:
    """For a teacher: the addresses of the own sessions."""
    teacher = trainer_queries.teacher_of_user(current_user.id) or abort(404)
    return feeds_page(owner_of(teacher), request.path, own=True)


@bp.route("/my/hours/feeds", methods=["GET", "POST"])
@require(Permission.HOURS_OWN)
def my_hours_feeds() -> ResponseReturnValue:
    """For a learner: the addresses of the own classes."""
    learner = learner_queries.learner_of_user(current_user.id) or abort(404)
    return feeds_page(owner_of(learner), request.path, own=True)


@bp.get("/calendar/<token>.ics")
@public
def read_feed(token: str) -> ResponseReturnValue:
    """The feed behind a private address, for calendar programs; 304 while nothing has changed."""
    feed = queries.feed_by_token(token) or abort(404)
    thing = queries.thing_of(feed)
    entries = labels.entries_of(queries.sessions_in(feed), feed.kind, lambda one: address_of(feed, one))
    with force_locale(labels.CALENDAR_LANGUAGE):
        name = _("Sessions of %(name)s", name=thing.name) if feed.kind is not FeedKind.LEARNER else _("My classes")
    mark = mark_of(name, entries)
    known = request.if_none_match.contains_weak(mark)
    response = Response(b"" if known else write_calendar(name, entries), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.set_etag(mark)
    return response.make_conditional(request)


def address_of(feed: CalendarFeed, one: ClassSession) -> str:
    """The page that an entry leads to; it asks for the sign-in of somebody who may see it."""
    if feed.kind is FeedKind.TEACHER:
        return url_for("sessions.my_sessions", _external=True)
    if feed.kind is FeedKind.LEARNER:
        return url_for("sessions.my_hours", _external=True)
    return url_for("sessions.timetable", offering_id=one.offering_id, _anchor=one.code, _external=True)


def thing_or_404(kind: FeedKind, number: int) -> ClassOffering | Teacher | Venue:
    """The class, teacher or venue of the address, if it is in scope."""
    scope = trainer_queries.scope_of(current_user)
    if kind is FeedKind.CLASS:
        return course_queries.offering_in_scope(number, scope) or abort(404)
    model: type[Teacher] | type[Venue] = Teacher if kind is FeedKind.TEACHER else Venue
    thing: Teacher | Venue = db.session.get(model, number) or abort(404)
    return thing if trainer_queries.institution_in_scope(thing.institution_id, scope) else abort(404)


def feeds_page(owner: Owner, page: str, *, own: bool = False) -> ResponseReturnValue:
    """The addresses of an owner; a new one is shown once, right after it was made."""
    form = FeedForm()
    if form.validate_on_submit():
        return do_and_return(owner, form, page)
    made_id, token = session.pop(SHOWN_ONCE, (0, ""))
    feeds = queries.feeds_of(owner)
    shown = token if any(one.id == made_id for one in feeds) else ""
    address = url_for("feeds.read_feed", token=shown, _external=True) if shown else ""
    return render_template(
        "sessions/feeds/show_feeds.html",
        owner=owner,
        own=own,
        kind=labels.FEED_KINDS[owner.kind],
        standing=[one for one in feeds if one.revoked_at is None],
        revoked=[one for one in feeds if one.revoked_at is not None],
        made_id=made_id,
        address=address,
        webcal="webcal://" + address.partition("://")[2],
        form=form,
        months=KEPT.days // 30,
    )


def do_and_return(owner: Owner, form: FeedForm, page: str) -> ResponseReturnValue:
    """Issue, renew or revoke, as the button says, and show the page again."""
    by = current_user._get_current_object()
    act, _colon, number = request.form.get("act", "issue").partition(":")
    feed = queries.feed_of(owner, int(number)) if number.isdecimal() else None
    if act != "issue" and feed is None:
        abort(404)
    try:
        if act == "revoke" and feed:
            actions.revoke_feed(owner, feed, by=by)
            flash(_("The address is revoked. Calendars that use it get nothing any more."), "success")
        else:
            made = (
                actions.renew_feed(owner, feed, by=by)
                if feed
                else actions.issue_feed(owner, by=by, purpose=form.purpose.data or "")
            )
            session[SHOWN_ONCE] = (made[0].id, made[1])
    except actions.FeedRevokedMeanwhile:
        flash(_("This address has been revoked already."), "warning")
    db.session.commit()
    return redirect(page)
