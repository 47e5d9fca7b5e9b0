"""What people read about archives: states, reasons, faults, checks; and the words of the survey report in a package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import actor_name, name_actions
from archives.drafting import Press
from archives.fixity.manifests import Fault, FaultKind
from archives.rules.dossier import EntryState, Why
from archives.rules.properties import CheckCode, Property, Result
from archives.rules.references import PERMANENT, years_of
from core.site_fonts import configured_font
from courses.models import ClassOffering
from surveys import labels as survey_labels
from surveys import queries as survey_queries
from surveys.paper import ReportFacts
from surveys.scores.figures import SurveyFigures

STATES = {
    EntryState.PRESENT: (_l("In the dossier"), "good"),
    EntryState.MISSING: (_l("Lacking"), "bad"),
    EntryState.NOT_APPLICABLE: (_l("Not applicable"), "neutral"),
}

REASONS = {
    Why.RECORDS: _l("Made from the records when the dossier is sealed"),
    Why.DOCUMENT: _l("Handed in"),
    Why.NO_RECORDS: _l("There are no records yet"),
    Why.NO_DOCUMENT: _l("Nobody has handed it in yet"),
    Why.NO_FIGURES: _l("The rule-set leaves figures open, so nothing can be computed"),
    Why.NONE_MADE: _l("This class has none"),
    Why.NO_OFFLINE_SESSIONS: _l("This class has no sessions on site"),
    Why.NO_ONLINE_SESSIONS: _l("This class has no online sessions"),
    Why.EXPLAINED: _l("Explained"),
}

FAULTS = {
    FaultKind.CHANGED: _l("The content was changed: the digest does not match."),
    FaultKind.MISSING: _l("The file is missing."),
    FaultKind.EXTRA: _l("The file does not belong to the package: no manifest lists it."),
    FaultKind.ALTERED: _l("The manifest was changed: it contradicts another manifest and the file."),
    FaultKind.MALFORMED: _l("The file was changed: it cannot be read as what it is."),
    FaultKind.UNSAFE: _l("A link, or a name that leads out of the package."),
    FaultKind.UNREADABLE: _l("The file cannot be read."),
    FaultKind.TOO_LARGE: _l("The package unpacks to more than is safe."),
    FaultKind.SEAL_DIFFERS: _l("The package is whole in itself, but it is not the one that was sealed."),
    FaultKind.NOT_A_BAG: _l("This is no archive package: it has no bagit.txt and no manifest."),
}

PROPERTIES = {
    Property.AUTHENTICITY: _l("Authenticity"),
    Property.INTEGRITY: _l("Integrity"),
    Property.USABILITY: _l("Usability"),
    Property.SECURITY: _l("Security"),
}

CHECKS = {
    CheckCode.METADATA_SCHEMA: _l("Types and formats of metadata"),
    CheckCode.CONTENT_MATCHES: _l("Content agrees with metadata (size, digest, format)"),
    CheckCode.LINKS: _l("Metadata lead to their files"),
    CheckCode.PACKAGE_STRUCTURE: _l("Structure and digests of the package (tested by the fixity check)"),
    CheckCode.COUNT_AND_BYTES: _l("Number of files and bytes"),
    CheckCode.METADATA_COMPLETE: _l("Required metadata present"),
    CheckCode.NUMBERS: _l("Item numbers without gaps"),
    CheckCode.CONTENT_COMPLETE: _l("Nothing of the filing list is missing"),
    CheckCode.PROCESS_RECORDS: _l("Records of the process are included"),
    CheckCode.METADATA_READABLE: _l("Metadata can be read"),
    CheckCode.CONTENT_OPENS: _l("Files open"),
    CheckCode.FORMATS: _l("Formats for long keeping"),
    CheckCode.ENVIRONMENT: _l("Software and hardware environment"),
    CheckCode.NO_ENCRYPTION: _l("No encryption"),
    CheckCode.VIRUS: _l("Virus scan"),
    CheckCode.FOREIGN_FILES: _l("No foreign files"),
    CheckCode.MEDIUM: _l("State of the medium"),
    CheckCode.PROCESS_LOGGED: _l("Filing is on the audit trail"),
}

RESULTS = {
    Result.PASS: (_l("Test passed"), "good"),
    Result.FAIL: (_l("Test failed"), "bad"),
    Result.NOT_APPLICABLE: (_l("Not applicable"), "neutral"),
    Result.NOT_RUN: (_l("Not tested"), "neutral"),
}

name_actions(
    {
        "archives.document_added": _l("Document handed in"),
        "archives.document_withdrawn": _l("Document withdrawn"),
        "archives.entry_explained": _l("Empty entry explained"),
        "archives.sealed": _l("Package sealed"),
        "archives.verified": _l("Package verified"),
        "archives.downloaded": _l("Package downloaded"),
    },
    {"class": _l("Class")},
    {
        "entry": _l("Entry of the filing list"),
        "file": _l("File"),
        "reference": _l("Reference number"),
        "seal": _l("Seal"),
        "complete": _l("Nothing lacking"),
        "missing": _l("Lacking"),
        "passed": _l("Whole"),
        "faults": _l("Faults"),
    },
)


def retention(code: str) -> str:
    """D30 as "30 years"; text that is no code stands for itself."""
    if code == PERMANENT:
        return _("Permanent")
    try:
        return _("%(years)s years", years=years_of(code))
    except ValueError:
        return code


def fault_line(fault: Fault) -> str:
    """A fault in one line: the file, what is wrong, and where in it."""
    where = f" ({fault.detail})" if fault.detail else ""
    return f"{fault.path}: {FAULTS[fault.kind]}{where}" if fault.path else f"{FAULTS[fault.kind]}{where}"


def actor(name: str) -> str:
    """Who made, sealed or checked something."""
    return str(actor_name(name))


def finding_words(finding: Mapping[str, Any]) -> str:
    """The words for a finding that was kept with a check."""
    return str(FAULTS[FaultKind(finding["kind"])])


def named(findings: Sequence[Mapping[str, Any]], most: int = 5) -> str:
    """The first files of a check's findings with what is wrong, in one line."""
    said = [f"{one['path']} — {finding_words(one)}" for one in findings[:most]]
    more = len(findings) - len(said)
    return " ".join([*said, _("and %(count)s more", count=more)] if more else said)


def press() -> Press:
    """What the papers of a package are made with on this site."""
    return Press(report_words, configured_font())


def report_words(offering: ClassOffering, figures: SurveyFigures) -> tuple[dict[str, str], ReportFacts]:
    """The words of the survey report as it is archived: in Chinese, dated by the last day of the class."""
    asked = survey_queries.questions_asked(offering.id)
    dated: date = offering.ends_on
    with force_locale("zh_Hans_CN"):
        words = survey_labels.report_words(figures.questionnaire)
        return words, survey_labels.report_facts(offering, figures.questionnaire, asked, dated=dated)
