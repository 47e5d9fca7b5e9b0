"""Forms of a dossier: handing in a document, explaining an empty entry."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from core.forms import Form
from core.upload_labels import upload_refusal
from core.uploads import UploadFault


class DocumentForm(Form):
    """One document."""

    document = FileField(_l("Document"), validators=[FileRequired(_l("Choose a file."))])

    def blame_fault(self, fault: UploadFault) -> None:
        """Say why the document was not taken."""
        self.blame("document", upload_refusal(fault))


class ReasonForm(Form):
    """Why an entry stays empty."""

    reason = TextAreaField(
        _l("Reason"),
        validators=[
            DataRequired(_l("Write why this entry stays empty.")),
            Length(max=500, message=_l("Use at most %(max)d characters.")),
        ],
    )
