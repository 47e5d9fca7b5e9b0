"""Why a document was not taken, in the words of the person who handed it in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from core.uploads import MAX_BYTES, UploadFault

ACCEPTED = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"

UPLOAD_FAULTS = {
    UploadFault.EMPTY: _l("The file is empty."),
    UploadFault.TOO_LARGE: _l("The file is larger than %(megabytes)s MB."),
    UploadFault.UNKNOWN_KIND: _l("Hand in a PDF, Word (.docx) or Excel (.xlsx) document, or a JPG or PNG image."),
    UploadFault.OTHER_KIND: _l("The content does not fit the ending of the file name."),
    UploadFault.BROKEN: _l("The file is damaged and cannot be opened."),
    UploadFault.ENCRYPTED: _l("The document is protected by a password. Save it without one."),
    UploadFault.MACROS: _l("The document contains macros. Save it without them."),
}


def upload_refusal(fault: UploadFault) -> str:
    """Why a document was not taken, and what to do."""
    return str(UPLOAD_FAULTS[fault]) % {"megabytes": MAX_BYTES // (1024 * 1024)}
