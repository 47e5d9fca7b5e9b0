"""Pages of messages: the list behind the bell, settings, and for administrators what goes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts import audit
from accounts.access import require
from accounts.models import User
from accounts.rules import Permission
from core import navigation
from core.db import db
from core.forms import Form
from core.navigation import NavItem
from core.pages import page_of
from jobs import ticks
from messages import actions, labels, queries, reminders, sending
from messages.channels.setup import configured
from messages.forms import AddressForm, CodeForm, DeliverySearchForm
from messages.models import ContactAddress, Notification
from messages.rules import TO_A_PERSON, ChannelKind
from messages.wording import Kind, Wording, kinds_of, wording_of

bp = Blueprint("messages", __name__, url_prefix="/messages")
navigation.attach(
    bp,
    NavItem("messages.outgoing", _l("Outgoing messages"), Permission.ACCOUNTS_MANAGE, icon="send", order=93),
)
ticks.attach(bp, "messages.reminders", reminders.EVERY, reminders.remind_all)
ticks.attach(bp, "messages.sending", timedelta(seconds=5), sending.send_due, by_turns=False)


@dataclass(frozen=True, slots=True)
class Line:
    """One message as the list shows it."""

    notification: Notification
    said: Wording

    @property
    def at(self) -> datetime:
        return self.notification.created_at


def worded(found: list[Notification]) -> list[Line]:
    """Messages in the words of the page's language."""
    return [Line(one, wording_of(one.kind, one.facts)) for one in found]


@bp.app_context_processor
def bell() -> dict[str, Any]:
    """What every page head shows: how many messages wait. Asked only where the head is drawn, and once."""
    return {"unread_messages": cache(unread_messages)}


def unread_messages() -> int:
    """How many messages wait for the signed-in person."""
    return queries.unread_count(current_user.id) if current_user.is_authenticated else 0


def myself() -> User:
    """The signed-in person's row."""
    user: User = current_user._get_current_object()
    return user


@bp.get("/")
@require(Permission.PROFILE)
def list_messages() -> ResponseReturnValue:
    unread_only = request.args.get("show") == "unread"
    wanted = queries.notifications_of(current_user.id, unread_only=unread_only)
    page = page_of(queries.total_of(wanted), size=30)
    found = queries.page_of_notifications(wanted, offset=page.offset, size=page.size)
    return render_template("messages/list_messages.html", lines=worded(found), page=page, unread_only=unread_only)


@bp.post("/<int:notification_id>/open")
@require(Permission.PROFILE)
def open_message(notification_id: int) -> ResponseReturnValue:
    found = queries.notification_of(current_user.id, notification_id) or abort(404)
    if Form().validate_on_submit():
        actions.mark_read(found)
        db.session.commit()
    return redirect(navigation.local_target(found.link, url_for(".list_messages")))


@bp.post("/read")
@require(Permission.PROFILE)
def mark_all_read() -> ResponseReturnValue:
    if Form().validate_on_submit():
        actions.mark_all_read(current_user.id)
        db.session.commit()
    return redirect(url_for(".list_messages"))


def ways() -> list[ChannelKind]:
    """The channels to persons that this site has set up."""
    there = configured(current_app.config)
    return [one for one in TO_A_PERSON if one in there]


def my_kinds() -> dict[str, Kind]:
    """The kinds of messages that people of this role get, those with a name."""
    return {name: kind for name, kind in kinds_of(current_app).items() if kind.name and current_user.role in kind.roles}


def way_or_404(channel: str) -> ChannelKind:
    """A channel to persons that is set up."""
    return next((one for one in ways() if one.value == channel), None) or abort(404)


def contact_or_404(channel: ChannelKind) -> ContactAddress:
    """One's own address by a channel."""
    return queries.contact_of(current_user.id, channel) or abort(404)


@bp.route("/settings", methods=["GET", "POST"])
@require(Permission.PROFILE)
def settings() -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        ticked = set(request.form.getlist("wanted"))
        wishes = {(kind, way): f"{way.value}:{kind}" in ticked for kind in my_kinds() for way in ways()}
        actions.choose(current_user.id, wishes)
        db.session.commit()
        flash(_("Your choice is saved."), "success")
        return redirect(url_for(".settings"))
    return show_settings()


def show_settings(
    form: AddressForm | CodeForm | None = None, channel: ChannelKind | None = None
) -> ResponseReturnValue:
    """The page of settings; `form` is one that was filled in wrongly."""
    refused = {(one.kind, one.channel) for one in queries.choices_of(current_user.id) if not one.wanted}
    contacts = queries.contacts_of(current_user.id)
    page = render_template(
        "messages/settings.html",
        ways=ways(),
        kinds=my_kinds(),
        refused=refused,
        contacts={way: one for way, one in contacts.items() if one.address},
        address_forms={
            way: form if way is channel and isinstance(form, AddressForm) else AddressForm(way) for way in ways()
        },
        code_forms={way: form if way is channel and isinstance(form, CodeForm) else CodeForm(way) for way in ways()},
        blamed=form,
        labels=labels,
    )
    return page, 422 if form is not None else 200


@bp.post("/settings/<channel>/address")
@require(Permission.PROFILE)
def change_address(channel: str) -> ResponseReturnValue:
    way = way_or_404(channel)
    form = AddressForm(way)
    if not form.validate_on_submit():
        return show_settings(form, way)
    try:
        contact = actions.change_address(current_user.id, way, form.address.data)
    except actions.TooManyCodes:
        form.blame_codes()
        return show_settings(form, way)
    audit.record("messages.address_changed", by=myself(), subject=("account", contact.user_id), channel=way.value)
    db.session.commit()
    flash(_("A code is on its way to that address. Enter it here to receive messages."), "info")
    return redirect(url_for(".settings"))


@bp.post("/settings/<channel>/code")
@require(Permission.PROFILE)
def confirm_address(channel: str) -> ResponseReturnValue:
    way = way_or_404(channel)
    contact, form = contact_or_404(way), CodeForm(way)
    if not form.validate_on_submit():
        return show_settings(form, way)
    right = actions.confirm_address(contact, form.code.data)
    if right:
        audit.record("messages.address_confirmed", by=myself(), subject=("account", contact.user_id), channel=way.value)
    db.session.commit()
    if not right:
        form.blame_code(tried_out=contact.wrong_codes >= actions.CODES_TO_GUESS)
        return show_settings(form, way)
    flash(_("The address is confirmed. Messages come there from now on."), "success")
    return redirect(url_for(".settings"))


@bp.post("/settings/<channel>/forget")
@require(Permission.PROFILE)
def forget_address(channel: str) -> ResponseReturnValue:
    way = way_or_404(channel)
    contact = contact_or_404(way)
    if Form().validate_on_submit():
        actions.forget_address(contact)
        audit.record("messages.address_forgotten", by=myself(), subject=("account", contact.user_id), channel=way.value)
        db.session.commit()
        flash(_("The address is removed; messages stay within the product."), "success")
    return redirect(url_for(".settings"))


@bp.get("/outgoing")
@require(Permission.ACCOUNTS_MANAGE)
def outgoing() -> ResponseReturnValue:
    search_form = DeliverySearchForm(request.args)
    wanted = queries.deliveries(search_form.wanted())
    page = page_of(queries.total_of(wanted))
    found = queries.page_of_deliveries(wanted, offset=page.offset, size=page.size)
    names = {kind: one.name for kind, one in kinds_of(current_app).items()}
    return render_template(
        "messages/outgoing.html",
        deliveries=found,
        page=page,
        search_form=search_form,
        names=names,
        there=configured(current_app.config),
        site_url=current_app.config["SITE_URL"],
        labels=labels,
    )


@bp.post("/outgoing/<int:delivery_id>/again")
@require(Permission.ACCOUNTS_MANAGE)
def send_again(delivery_id: int) -> ResponseReturnValue:
    delivery = queries.delivery_of(delivery_id) or abort(404)
    if Form().validate_on_submit() and actions.send_again(delivery, by=myself()):
        db.session.commit()
        flash(_("It is sent again within a few seconds."), "info")
    return redirect(url_for(".outgoing"))
