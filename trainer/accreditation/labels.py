"""What people read for accreditations, posts and internal documents."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.labels import AUDIT_VALUES, name_actions
from trainer.accreditation.rules import AccreditationFault, AccreditationState, EntryKind, FaultCode
from trainer.accreditation.upkeep import DocumentKind, PostKind, VersionState

# Words and tone of a badge.
STATES: dict[AccreditationState, tuple[Any, str]] = {
    AccreditationState.VALID: (_l("Valid"), "good"),
    AccreditationState.ENDS_SOON: (_l("Ends soon"), "warning"),
    AccreditationState.SUSPENDED: (_l("Suspended"), "bad"),
    AccreditationState.WITHDRAWN: (_l("Withdrawn accreditation"), "bad"),
    AccreditationState.NOT_YET: (_l("Not valid yet"), "info"),
    AccreditationState.EXPIRED: (_l("Expired"), "bad"),
    AccreditationState.UNKNOWN: (_l("End unknown"), "warning"),
    AccreditationState.NONE: (_l("No accreditation on record"), "warning"),
}
ENTRIES = {
    EntryKind.GRANTED: _l("Granted"),
    EntryKind.RENEWED: _l("Renewed"),
    EntryKind.CORRECTED: _l("Period corrected"),
    EntryKind.SUSPENDED: _l("Suspended"),
    EntryKind.RESUMED: _l("Resumed"),
    EntryKind.WITHDRAWN: _l("Withdrawn accreditation"),
}
FAULTS = {
    FaultCode.NONE: _l("The institution has no accreditation on record."),
    FaultCode.OUT_OF_SCOPE: _l("The kind of training is not in the scope of any accreditation on record."),
    FaultCode.EXPIRED: _l("The accreditation %(number)s has ended on %(until)s; %(day)s is not covered."),
    FaultCode.NOT_YET: _l("The accreditation %(number)s is not valid yet on %(day)s."),
    FaultCode.SUSPENDED: _l("The accreditation %(number)s is suspended on %(day)s."),
    FaultCode.WITHDRAWN: _l("The accreditation %(number)s is withdrawn on %(day)s."),
    FaultCode.UNKNOWN: _l("Until when the accreditation %(number)s is valid has not been entered."),
}
POSTS = {
    PostKind.MANAGEMENT: _l("Management"),
    PostKind.TEACHING: _l("Teaching affairs"),
    PostKind.CLASS_TEACHER: _l("Class teacher"),
    PostKind.EXAMINATION: _l("Examination affairs"),
    PostKind.ARCHIVE: _l("Archive"),
    PostKind.FINANCE: _l("Finance"),
    PostKind.SAFETY: _l("Safety"),
    PostKind.SUPPORT: _l("Technical support"),
    PostKind.COMPLAINTS: _l("Complaints handling"),
    PostKind.AUDIT: _l("Internal audit"),
}
DOCUMENTS = {
    DocumentKind.MANAGEMENT: _l("Management rules"),
    DocumentKind.TEACHING: _l("Teaching affairs"),
    DocumentKind.ATTENDANCE: _l("Attendance rules"),
    DocumentKind.EXAMINATION: _l("Examination affairs"),
    DocumentKind.ARCHIVE: _l("Archive"),
    DocumentKind.COMPLAINTS: _l("Complaints handling"),
    DocumentKind.EMERGENCY: _l("Emergency plan"),
    DocumentKind.SAFETY: _l("Safety"),
    DocumentKind.FINANCE: _l("Finance"),
    DocumentKind.PRIVACY: _l("Protection of personal data"),
    DocumentKind.OTHER: _l("Other"),
}
VERSIONS: dict[VersionState, tuple[Any, str]] = {
    VersionState.IN_FORCE: (_l("In force"), "good"),
    VersionState.COMING: (_l("Not in force yet"), "info"),
    VersionState.SUPERSEDED: (_l("Superseded"), "neutral"),
    VersionState.REPEALED: (_l("Repealed"), "neutral"),
}


def fault_text(fault: AccreditationFault) -> str:
    """Why a class may not be opened, in words."""
    known = {"number": fault.number or "—", "until": fault.until or "—", "day": fault.day}
    return str(FAULTS[fault.code]) % known


name_actions(
    {
        "trainer.accreditation_added": _l("Accreditation put on record"),
        "trainer.accreditation_edited": _l("Accreditation corrected"),
        "trainer.accreditation_entry": _l("State of an accreditation changed"),
        "trainer.accreditation_file": _l("File of an accreditation handed in"),
        "trainer.accreditation_file_out": _l("File of an accreditation withdrawn"),
        "trainer.post_begun": _l("Post filled"),
        "trainer.post_ended": _l("Post ended"),
        "trainer.document_version": _l("Version of an internal document put on file"),
        "trainer.document_repealed": _l("Internal document repealed"),
    },
    {
        "accreditation": _l("Accreditation"),
        "post": _l("Post"),
        "internal_document": _l("Internal document"),
    },
    {
        "number": _l("Number"),
        "kind": _l("What happened"),
        "from": _l("From which day on"),
        "until": _l("Last day"),
        "file": _l("File"),
        "authority": _l("Issuing authority"),
        "training_types": _l("Kinds of training"),
        "regions": _l("Regions"),
        "note": _l("Note"),
        "number_before": _l("Number before"),
        "authority_before": _l("Issuing authority before"),
        "training_types_before": _l("Kinds of training before"),
        "regions_before": _l("Regions before"),
        "note_before": _l("Note before"),
    },
)
AUDIT_VALUES.update({("kind", kind.value): words for kind, words in ENTRIES.items()})
AUDIT_VALUES.update({("post", post.value): words for post, words in POSTS.items()})
