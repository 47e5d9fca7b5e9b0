"""What people read of drafts and of differences between versions."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from standards.drafts.rules import Change, DraftFault, DraftState, Finding, ValueFault

STATES: dict[DraftState, tuple[Any, str]] = {
    DraftState.EDITING: (_l("Being drafted"), "neutral"),
    DraftState.SUBMITTED: (_l("Waiting for approval"), "warning"),
    DraftState.APPROVED: (_l("Approved version"), "good"),
}
VALUE_FAULTS: dict[ValueFault, Any] = {
    ValueFault.NOT_A_NUMBER: _l("Enter a number, for example 40 or 0.25."),
    ValueFault.NOT_A_TIME: _l("Enter a time, for example 12:30."),
    ValueFault.NOT_A_CHOICE: _l("Choose one of the values."),
}
DRAFT_FAULTS: dict[DraftFault, Any] = {
    DraftFault.NO_BASIS: _l("The basis of the version is missing. Enter the document it rests on."),
    DraftFault.BEFORE_PREDECESSOR: _l(
        "The version would be in force before its predecessor (%(about)s). Choose that day or a later one."
    ),
    DraftFault.VALUE_WITHOUT_BASIS: _l("These figures have a value but no basis: %(about)s."),
    DraftFault.NOTHING_CHANGED: _l("Nothing differs from the version the draft was started from."),
    DraftFault.OWN_DRAFT: _l("You worked on this draft. Somebody else must approve it."),
    DraftFault.NOT_SUBMITTED: _l("The draft was not submitted for approval."),
}
CHANGES: dict[Change, tuple[Any, str]] = {
    Change.ADDED: (_l("Added"), "good"),
    Change.REMOVED: (_l("Removed"), "bad"),
    Change.CHANGED: (_l("Changed"), "warning"),
}
PARTS = {"parameter": _l("Figure"), "clause": _l("Clause"), "filing": _l("Filing item")}

name_actions(
    {
        "standards.draft_started": _l("Rule-set draft started"),
        "standards.draft_edited": _l("Rule-set draft edited"),
        "standards.draft_line_removed": _l("Line of a rule-set draft removed"),
        "standards.draft_submitted": _l("Rule-set draft submitted"),
        "standards.draft_sent_back": _l("Rule-set draft sent back"),
        "standards.draft_discarded": _l("Rule-set draft discarded"),
        "standards.version_approved": _l("Rule-set version approved"),
        "standards.version_retired": _l("Rule-set version retired"),
    },
    {"rule_set_version": _l("Rule-set version")},
    {"version": _l("Version"), "part": _l("Part"), "source": _l("Started from version"), "digest": _l("Digest")},
)


def finding_words(finding: Finding) -> str:
    """A fault of a draft in words."""
    return str(DRAFT_FAULTS[finding.fault]) % {"about": finding.about}
