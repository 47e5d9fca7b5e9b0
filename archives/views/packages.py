"""Sealed packages: sealing a class, the list of packages, one package, its check and its download."""

from __future__ import annotations

import secrets
import tempfile
from pathlib import Path

from flask import abort, current_app, flash, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.models import User
from accounts.rules import Permission
from archives import actions, labels, queries
from archives.actions import Drawn
from archives.drafting import safe
from archives.fixity.writing import write_zip
from archives.models import ArchivePackage
from archives.views.blueprint import bp, offering_or_404, package_or_404
from core.clock import local_now, to_local
from core.db import db, will_write
from core.pages import page_of
from courses.models import ClassOffering
from standards.rules import ParameterMissing
from trainer.queries import scope_of

SPOOL = 64 * 1024 * 1024


@bp.get("/archives")
@require(Permission.ARCHIVES_READ)
def list_packages() -> ResponseReturnValue:
    scope = scope_of(current_user)
    page = page_of(queries.package_count(scope))
    return render_template(
        "archives/list_packages.html",
        packages=queries.packages(scope, offset=page.offset, size=page.size),
        page=page,
        labels=labels,
    )


@bp.post("/classes/<int:offering_id>/archive/seal")
@require(Permission.ARCHIVES_SEAL)
def seal_class(offering_id: int) -> ResponseReturnValue:
    by = current_user._get_current_object()
    try:
        drawn = draw_without_lock(offering_id)
        package = actions.seal_drawn(drawn, new_folder(drawn.gathered.offering), by=by)
    except ParameterMissing as missing:
        flash(_("The rule-set leaves %(key)s open: it is needed for reference numbers.", key=missing.key), "danger")
        return redirect(url_for(".show_dossier", offering_id=offering_id))
    except OSError:
        current_app.logger.exception("a package could not be written")
        flash(_("The package could not be written to the disk. Nothing has been sealed."), "danger")
        return redirect(url_for(".show_dossier", offering_id=offering_id))
    db.session.commit()
    if package.complete:
        flash(_("The class is sealed as %(reference)s.", reference=package.reference), "success")
    else:
        flash(
            _("Sealed as %(reference)s. It is incomplete and says what is missing.", reference=package.reference),
            "warning",
        )
    return redirect(url_for(".show_package", offering_id=offering_id, package_id=package.id))


def draw_without_lock(offering_id: int) -> Drawn:
    """Render the papers in a transaction that only reads: on SQLite others may go on writing meanwhile.

    The objects leave the session with everything they have loaded, so that a second transaction can write.
    """
    db.session.rollback()
    will_write.set(False)
    drawn = actions.draw(offering_or_404(offering_id), labels.press())
    db.session.expunge_all()
    db.session.rollback()
    will_write.set(True)
    return drawn


def new_folder(offering: ClassOffering) -> Path:
    """A folder under the site's archive that no other package has."""
    name = f"{local_now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"
    return Path(current_app.config["ARCHIVE_DIR"]) / safe(offering.institution.code) / safe(offering.code) / name


@bp.get("/classes/<int:offering_id>/archive/packages/<int:package_id>")
@require(Permission.ARCHIVES_READ)
def show_package(offering_id: int, package_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    package = package_or_404(offering, package_id)
    titles = {one.code: one.title for one in queries.filing_list(package.rule_set_version_id)}
    return render_template(
        "archives/show_package.html",
        offering=offering,
        package=package,
        missing=[titles.get(code, code) for code in package.missing],
        labels=labels,
    )


@bp.post("/classes/<int:offering_id>/archive/packages/<int:package_id>/verify")
@require(Permission.ARCHIVES_READ)
def verify_package(offering_id: int, package_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    package = package_or_404(offering, package_id)
    check = actions.verify_package(package, by=current_user)
    db.session.commit()
    if check.passed:
        flash(_("The package is whole: every file is as it was sealed."), "success")
    else:
        named = labels.named(check.findings)
        flash(_("The package is not whole: %(files)s", files=named), "danger")
    return redirect(url_for(".show_package", offering_id=offering.id, package_id=package.id))


@bp.post("/classes/<int:offering_id>/archive/packages/<int:package_id>/download")
@require(Permission.ARCHIVES_READ)
def download_package(offering_id: int, package_id: int) -> ResponseReturnValue:
    offering = offering_or_404(offering_id)
    package = package_or_404(offering, package_id)
    if not Path(package.location).is_dir():
        abort(404)
    actions.note_download(package, by=_person())
    db.session.commit()
    return zip_response(package_or_404(offering, package_id))


def _person() -> User:
    user: User = current_user._get_current_object()
    return user


def zip_response(package: ArchivePackage) -> ResponseReturnValue:
    """The package as one zip file, the same bytes each time; a large one goes through a file on the disk."""
    stream = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - the response closes it.
    write_zip(Path(package.location), package.reference, to_local(package.sealed_at), stream)
    stream.seek(0)
    return send_file(stream, mimetype="application/zip", as_attachment=True, download_name=f"{package.reference}.zip")
