"""The blueprint that the pages of courses share, its menu entries and start page cards."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, abort, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.models import User
from accounts.rules import Permission
from core import answers, navigation
from core.navigation import HomeCard, NavItem
from courses import labels, queries
from courses.class_tabs import class_address
from courses.models import ClassOffering
from trainer.queries import scope_of


def home_cards(user: User) -> Iterator[HomeCard]:
    """For those who see classes: how many are being held; for coordinators also the lines that rosters refused."""
    if not navigation.can(Permission.TRAINER_READ):
        return
    running = queries.running_offerings(scope_of(user))
    href = url_for("courses.list_classes")
    yield HomeCard(
        _("Classes under way"), len(running), href, _("From the locked roster to the filed dossier"), "school", "info"
    )
    if not navigation.can(Permission.CLASSES_EDIT):
        return
    refused = queries.refused_lines([one.id for one in running])
    if refused:
        first = next(one for one in running if one.id in refused)
        href = url_for("courses.roster", offering_id=first.id) if len(refused) == 1 else href
        help_text = _("Learners who are not enrolled until their line is corrected")
        yield HomeCard(_("Roster lines refused"), sum(refused.values()), href, help_text, "user-x", "bad")


bp = Blueprint("courses", __name__)
navigation.attach(
    bp,
    NavItem("courses.list_classes", _l("Classes"), Permission.CLASSES_READ, icon="school", order=10),
    NavItem("courses.list_curricula", _l("Curricula"), Permission.TRAINER_READ, icon="books", order=45),
    NavItem("courses.list_materials", _l("Teaching materials"), Permission.MATERIALS_READ, icon="file-text", order=46),
    cards=home_cards,
)


def classes_under(version_id: int) -> list[ClassOffering]:
    """The classes in the signed-in person's scope that keep a rule-set version."""
    wanted = queries.ClassFilter(version_id=version_id)
    return queries.offerings_on_page(queries.offerings_matching(scope_of(current_user), wanted), offset=0, size=200)


answers.answer(bp, answers.CLASSES_UNDER_VERSION, classes_under)
answers.answer(bp, answers.CLASSES_BY_INSTITUTION, queries.classes_by_institution)
answers.answer(bp, answers.CURRICULA_OF_INSTITUTION, queries.curricula_of_institution)


@bp.app_template_global("class_state")
def class_state(offering: ClassOffering) -> tuple[str, str]:
    """The word and the tone of the state of a class, for its head."""
    word, tone = labels.CLASS_STATES[offering.state]
    return str(word), tone


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if it is in scope."""
    return queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


__all__ = ["bp", "class_address", "classes_under", "offering_or_404"]
