"""Pages that teachers and venues share: a stretch of time is entered, an entry is withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.db import db
from trainer.models import Institution, Teacher, Venue
from trainer.teaching.actions import AlreadyWithdrawn, Overlaps
from trainer.teaching.forms.shared import StretchForm, WithdrawForm


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose entries they are: its page, and the list of those like it."""

    institution: Institution
    name: str
    href: str
    siblings: tuple[str, str]  # words and address

    @classmethod
    def teacher(cls, institution: Institution, teacher: Teacher) -> Owner:
        """A teacher of the register."""
        siblings = (_("Teachers"), url_for("trainer.list_teachers", institution_id=institution.id))
        href = url_for("trainer.show_teacher", institution_id=institution.id, teacher_id=teacher.id)
        return cls(institution, teacher.name, href, siblings)

    @classmethod
    def venue(cls, institution: Institution, venue: Venue) -> Owner:
        """A venue of the register."""
        siblings = (_("Venues"), url_for("trainer.list_venues", institution_id=institution.id))
        href = url_for("trainer.show_venue", institution_id=institution.id, venue_id=venue.id)
        return cls(institution, venue.name, href, siblings)

    def done(self, message: str) -> ResponseReturnValue:
        """Keep what was written, and go back to the page of the owner."""
        db.session.commit()
        flash(message, "success")
        return redirect(self.href)


def enter_stretch(
    owner: Owner, add: Callable[[datetime, datetime, str], object], *, title: str, saved: str
) -> ResponseReturnValue:
    """From when, until when, why; `add` raises Overlaps when it meets another stretch."""
    form = StretchForm()
    if form.validate_on_submit():
        try:
            add(form.starts_at.data, form.ends_at.data, form.reason.data or "")
        except Overlaps as found:
            form.blame_overlap(found.stretch.starts_at, found.stretch.ends_at)
        else:
            return owner.done(saved)
    return render_template("trainer/teaching/enter_stretch.html", form=form, owner=owner, title=title)


def withdraw_entry(
    owner: Owner, kind: str, record: Any, withdraw: Callable[[str], None], labels: Any
) -> ResponseReturnValue:
    """Why an entry was wrong; `withdraw` raises AlreadyWithdrawn when somebody was quicker."""
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            withdraw(form.reason.data or "")
        except AlreadyWithdrawn:
            form.blame_withdrawn()
        else:
            return owner.done(_("The entry is withdrawn. It stays on file."))
    return render_template(
        "trainer/teaching/withdraw_entry.html", form=form, owner=owner, kind=kind, record=record, labels=labels
    )
