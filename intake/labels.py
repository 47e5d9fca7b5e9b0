"""What people read about a hand-in: kinds, refusals, findings with their remedy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from courses.rules import BatchState, Replacement
from intake.findings import CELL_WORDS, FILE_WORDS
from intake.reading.codes import UNREADABLE, FileCode
from intake.reading.words import vocabularies
from intake.report import ImportRefused, ImportReport, Refusal, mask_long_numbers
from intake.rows import CellFinding, FileFinding, FileKind, Place
from sessions.clashes.labels import FindingWords, describe_finding
from sessions.rules.conflicts import Finding

name_actions(
    {
        "import.applied": _l("Files imported"),
        "import.undone": _l("Import taken back"),
    },
    {"class": _l("Class")},
    {"batch": _l("Import no."), "posted": _l("Postings"), "reason": _l("Reason")},
)

KINDS: dict[str, Any] = {
    FileKind.CLASS_INFO.value: _l("Class information"),
    FileKind.TEACHERS.value: _l("Teacher register"),
    FileKind.VENUES.value: _l("Venue list"),
    FileKind.TIMETABLE.value: _l("Timetable"),
    FileKind.ROSTER.value: _l("Roster"),
    FileKind.SIGN.value: _l("Sign-in records"),
    FileKind.LEAVE.value: _l("Leave slips"),
    FileKind.LIVE.value: _l("Live meeting records"),
    FileKind.RECORDED.value: _l("Recorded learning records"),
    FileKind.SCORES.value: _l("Score sheet"),
    FileKind.SURVEY.value: _l("Satisfaction survey"),
}

REPLACEMENTS: dict[str, Any] = {
    Replacement.UNCHANGED.value: _l("unchanged"),
    Replacement.ADDITION.value: _l("added"),
    Replacement.REVISION.value: _l("new version"),
}

REFUSALS: dict[Refusal, Any] = {
    Refusal.NOTHING_READ: _l(
        "Nothing was imported: no table of a class was recognised in these files. Check that the right files were "
        "chosen, or name kind and columns in a mapping."
    ),
    Refusal.NO_CLASS: _l(
        "Nothing was imported: the files do not say which class they belong to. Add the class information sheet, or "
        "open the class first and import from its page."
    ),
    Refusal.NO_INSTITUTION: _l(
        "Nothing was imported: the files do not name the training institution. Add it to the class information "
        "sheet, or give its code."
    ),
    Refusal.NO_DATES: _l(
        "Nothing was imported: neither the class information nor a timetable says when the class takes place."
    ),
    Refusal.OTHER_INSTITUTION: _l(
        "Nothing was imported: the files belong to an institution or class that is not yours. Check the institution "
        "in the class information sheet."
    ),
    Refusal.OTHER_CLASS: _l(
        "Nothing was imported: the files belong to another class. Import them there, or correct the class code in "
        "the file."
    ),
    Refusal.OTHER_TIME: _l(
        "Nothing was imported: every sign-in lies outside the time of this class. Check whether the file belongs to it."
    ),
    Refusal.FILES_UNREADABLE: _l(
        "Nothing was imported, because a file cannot be read. Correct it and import again, or go on without it "
        "(--partial)."
    ),
    Refusal.FAULTS_FOUND: _l(
        "Nothing was imported, because you asked for all or nothing and some lines cannot be taken. Correct them "
        "and import again."
    ),
}


# Findings about a sheet that was left out because it was not needed; a detail names what differs all the same.
HARMLESS = frozenset({FileCode.GRID_DUPLICATE.value, FileCode.DUPLICATE_TABLE.value})


def field_label(kind: str, field: str) -> str:
    """A field by its usual Chinese header, with its own name: what a mapping file writes."""
    words = vocabularies()[FileKind(kind)].fields.get(field, ())
    return f"{words[0]}（{field}）" if words else field


@dataclass(frozen=True, slots=True)
class Wording:
    """A finding as people read it: where, what stood there, what is wrong, what to do."""

    where: str
    value: str
    reason: str
    remedy: str
    refused: bool


def refusal(refused: ImportRefused) -> str:
    """Why a hand-in was refused, with what was found."""
    text = str(REFUSALS[refused.code])
    return f"{text}（{refused.detail}）" if refused.detail else text


def describe_cell(finding: CellFinding) -> Wording:
    """One refused or remarked cell in words."""
    reason, remedy = CELL_WORDS.get(finding.code, (finding.code, ""))
    place = finding.place
    where = _(
        "%(file)s · %(sheet)s · row %(row)s · %(column)s",
        file=place.file,
        sheet=place.sheet,
        row=place.row,
        column=finding.column,
    )
    return Wording(where, mask_long_numbers(finding.value), str(reason), str(remedy), finding.refused)


def describe_file(finding: FileFinding) -> Wording:
    """One file or sheet that was not read, in words."""
    reason, remedy = FILE_WORDS.get(finding.code, (finding.code, ""))
    where = f"{finding.file} · {finding.sheet}" if finding.sheet else finding.file
    telling = "" if finding.code in UNREADABLE else finding.detail
    refused = finding.refused and (finding.code not in HARMLESS or bool(telling))
    return Wording(where, telling, str(reason), str(remedy), refused)


def report_lines(report: ImportReport) -> Iterator[str]:
    """The report of a hand-in as lines of text, for the command."""
    yield f"{report.offering_code} {report.offering_name} · {report.institution}"
    if report.dry_run:
        yield _("Dry run: nothing was kept.")
    elif not report.changed:
        yield _("Everything was known already; nothing changed.")
    for one in report.kinds:
        yield _(
            "%(kind)s: %(rows)d read, %(added)d new, %(superseded)d replaced (%(how)s)",
            kind=KINDS[one.kind],
            rows=one.rows,
            added=one.added,
            superseded=one.superseded,
            how=REPLACEMENTS[one.replacement],
        )
    yield _("Postings in the credit-hour ledger: %(count)d", count=report.posted)
    if not report.learners:
        yield _("This class has no learners yet: no roster line was accepted.")
    yield from finding_lines(report)
    for found in timetable_findings(report.to_json()):
        yield _("[timetable] %(rule)s — %(text)s", rule=found.rule, text=found.text)
    if report.unmatched:
        yield _("Records nobody could be found for: %(count)d", count=sum(report.unmatched.values()))


def finding_lines(report: ImportReport) -> Iterator[str]:
    """Every refused or remarked file and cell, and every table that waits for a mapping, a line each."""
    for wording in (*map(describe_file, report.files), *map(describe_cell, report.cells)):
        mark = _("refused") if wording.refused else _("note")
        yield f"[{mark}] {wording.where} {wording.value} — {wording.reason} {wording.remedy}".rstrip()
    for table in report.waiting:
        yield _(
            "[waits for a mapping] %(file)s · %(sheet)s: columns not recognised: %(missing)s",
            file=table.file,
            sheet=table.sheet,
            missing="、".join(field_label(table.kind.value, field) for field in table.missing),
        )
    for table in report.tables:
        if table.unknown:
            yield _(
                "[note] %(file)s · %(sheet)s: columns not used: %(columns)s",
                file=table.file,
                sheet=table.sheet,
                columns="、".join(table.unknown),
            )


STATES: dict[BatchState, tuple[Any, str]] = {
    BatchState.APPLIED: (_l("Applied"), "good"),
    BatchState.UNDONE: (_l("Taken back"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class KindRow:
    """What a hand-in does with one kind of table, in words."""

    kind: str
    rows: int
    added: int
    superseded: int
    how: str
    tone: str


_TONES = {"unchanged": "neutral", "addition": "good", "revision": "info"}


def kind_rows(report: Mapping[str, Any]) -> list[KindRow]:
    """The kinds of a kept report in words."""
    return [
        KindRow(
            str(KINDS[one["kind"]]),
            one["rows"],
            one["added"],
            one["superseded"],
            str(REPLACEMENTS[one["replacement"]]),
            _TONES[one["replacement"]],
        )
        for one in report.get("kinds", [])
    ]


def timetable_findings(report: Mapping[str, Any]) -> list[FindingWords]:
    """What the clash engine found, in words: what would block a session by hand first."""
    found = [describe_finding(Finding.from_json(one)) for one in report.get("timetable", [])]
    return sorted(found, key=lambda one: one.tone != "bad")


def brings_timetable(report: Mapping[str, Any]) -> bool:
    """Whether there is something to say about the timetable: it was handed in, or something is wrong with it."""
    return bool(report.get("timetable")) or any(one["kind"] == FileKind.TIMETABLE for one in report.get("kinds", []))


def worded_cells(report: Mapping[str, Any]) -> list[Wording]:
    """The cells of a kept report in words, refusals first."""
    found = [
        describe_cell(
            CellFinding(
                Place(one["file"], one["sheet"], one["row"]), one["column"], one["value"], one["code"], one["refused"]
            )
        )
        for one in report.get("cells", [])
    ]
    return sorted(found, key=lambda wording: not wording.refused)


def worded_files(report: Mapping[str, Any]) -> list[Wording]:
    """The files of a kept report in words."""
    return [
        describe_file(FileFinding(one["file"], one["sheet"], one["code"], one["detail"], one["refused"]))
        for one in report.get("files", [])
    ]


def kept_refusal(report: Mapping[str, Any]) -> str:
    """Why the trial run was refused as a whole; empty when it was not."""
    if "refused" not in report:
        return ""
    return refusal(ImportRefused(Refusal(report["refused"]), report.get("detail", "")))
