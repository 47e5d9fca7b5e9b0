"""A file of signed pages is handed in: each page finds its class by its codes; what cannot be read is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from accounts.models import User
from core.stored_files import StoredFile, UploadRefused, keep_file, read_upload
from core.upload_labels import upload_refusal
from courses import queries as course_queries
from sessions.sheets import actions, labels, queries
from sessions.sheets.models import SheetPrinting
from sessions.sheets.pictures import NoPicture, pictures_of
from sessions.sheets.rules.answers import SheetFault, Unreadable
from trainer.queries import scope_of

if TYPE_CHECKING:
    from sessions.sheets.reading import ReadSheet


def take_file(upload: FileStorage, *, by: User) -> int:
    """Take every page of a file that can be read, and say of each what became of it. Returns how many were taken."""
    from sessions.sheets.reading import read_sheet

    name, content = read_upload(upload)
    try:
        pictures = pictures_of(content)
    except NoPicture:
        return say(name, labels.SHEET_FAULTS[SheetFault.NO_PICTURE])
    file: StoredFile | None = None
    taken = 0
    for place, picture in enumerate(pictures):
        where = name if len(pictures) == 1 else _("%(file)s, page %(page)d", file=name, page=place + 1)
        try:
            sheet = read_sheet(picture, actions.code_key())
            printing = printing_of(sheet)
            file = file or keep_file(name, content, by_name=by.display_name)
        except Unreadable as fault:
            say(where, labels.SHEET_FAULTS[fault.fault])
        except UploadRefused as refused:
            return say(where, upload_refusal(refused.fault))
        else:
            taken += keep_page(where, sheet, printing, file, place, by)
    return taken


def printing_of(sheet: ReadSheet) -> SheetPrinting:
    """The printing that the codes name, if its class is in scope. Raises Unreadable."""
    printing = queries.printing_with(sheet.page.printing)
    scope = scope_of(current_user)
    if printing is None or course_queries.offering_in_scope(printing.offering_id, scope) is None:
        raise Unreadable(SheetFault.FOREIGN_CODES)
    return printing


def keep_page(where: str, sheet: ReadSheet, printing: SheetPrinting, file: StoredFile, place: int, by: User) -> int:
    """Keep one page, unless the same photograph was handed in before."""
    half = labels.half_words(printing.on, printing.part)
    if queries.scan_with_file(printing.id, sheet.page.page, file.digest):
        return say(where, _("This photograph was handed in before."))
    actions.keep_scan(printing, sheet, file, picture=place, by=by)
    words = _(
        "%(file)s: page %(page)d of %(half)s was read. Confirm it below.", file=where, page=sheet.page.page, half=half
    )
    flash(words, "success")
    return 1


def say(where: str, what: object) -> int:
    """Tell why something was not taken; nothing was."""
    flash(f"{where}：{what}", "warning")
    return 0
