"""The blueprint of archives and its entry in the menu."""

from __future__ import annotations

from flask import Blueprint, abort
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from accounts.models import User
from accounts.rules import Permission
from archives import actions, queries
from archives.models import ArchivePackage
from archives.rules.dossier import FilingEntry
from core import answers, navigation
from core.navigation import NavItem
from courses import queries as course_queries
from courses.models import ClassOffering
from trainer.queries import scope_of

bp = Blueprint("archives", __name__)
navigation.attach(
    bp, NavItem("archives.list_packages", _l("Archives"), Permission.ARCHIVES_READ, icon="archive", order=60)
)


def file_document(offering: ClassOffering, code: str, name: str, content: bytes, by: User) -> bool:
    """Put a document of another page into the dossier, if the filing list has that entry."""
    if queries.filing_entry(offering, code) is None:
        return False
    actions.hand_in(offering, code, name=name, content=content, by=by)
    return True


answers.answer(bp, answers.FILE_IN_DOSSIER, file_document)


def offering_or_404(offering_id: int) -> ClassOffering:
    """The class of the address, if the person may see it."""
    return course_queries.offering_in_scope(offering_id, scope_of(current_user)) or abort(404)


def package_or_404(offering: ClassOffering, package_id: int) -> ArchivePackage:
    """A package of that class."""
    return queries.package_of(offering.id, package_id) or abort(404)


def entry_or_404(offering: ClassOffering, code: str) -> FilingEntry:
    """An entry of the filing list that the class keeps to."""
    return queries.filing_entry(offering, code) or abort(404)
