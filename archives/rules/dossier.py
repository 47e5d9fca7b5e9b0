"""Whether the dossier of a class (一班一档) is complete: each entry of its filing list, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class EntryState(StrEnum):
    """Whether the dossier holds what an entry of the filing list asks for."""

    PRESENT = "present"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Why(StrEnum):
    """Why an entry stands as it does."""

    RECORDS = "records"  # live records, rendered when the dossier is sealed
    DOCUMENT = "document"  # a document that somebody handed in
    NO_RECORDS = "no_records"
    NO_DOCUMENT = "no_document"
    NO_FIGURES = "no_figures"  # the rule-set leaves open a figure without which nothing can be computed
    NONE_MADE = "none_made"  # optional, and this class has none
    NO_OFFLINE_SESSIONS = "no_offline_sessions"
    NO_ONLINE_SESSIONS = "no_online_sessions"
    EXPLAINED = "explained"  # somebody has written why it stays empty


# Entries that the product fills from its own records. Every other entry waits for a document.
RECORD_CODES = (
    "class_info",
    "timetable",
    "teachers",
    "venues",
    "roster",
    "attendance",
    "sign_records",
    "teaching_log",
    "leave",
    "online",
    "hours",
    "scores",
    "completion",
    "survey",
)
TEACHING_LOG = "teaching_log"
ATTENDANCE = "attendance"
_NEED_OFFLINE = frozenset({"venues", "attendance", "sign_records"})
_NEED_ONLINE = frozenset({"online"})
_NEED_FIGURES = frozenset({"attendance", "hours", "completion", "survey"})


@dataclass(frozen=True, slots=True)
class FilingEntry:
    """One entry of the filing list of a rule-set version; `retention` is Y, D30, D10 …"""

    code: str
    stage: str
    title: str
    required: bool
    retention: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """What the class has: numbers of records and documents by entry, the kinds of its sessions, written reasons."""

    records: Mapping[str, int] = field(default_factory=dict)
    documents: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    offline_sessions: int = 0
    online_sessions: int = 0
    has_figures: bool = True


@dataclass(frozen=True, slots=True)
class DossierEntry:
    """One entry as it stands. `reason` is what somebody wrote about an entry that stays empty."""

    filing: FilingEntry
    state: EntryState
    why: Why
    records: int = 0
    documents: int = 0
    reason: str = ""

    @property
    def code(self) -> str:
        return self.filing.code


@dataclass(frozen=True, slots=True)
class Dossier:
    """A class's dossier against its filing list, in the list's order."""

    entries: tuple[DossierEntry, ...]

    @property
    def missing(self) -> list[DossierEntry]:
        return [one for one in self.entries if one.state is EntryState.MISSING]

    @property
    def present(self) -> list[DossierEntry]:
        return [one for one in self.entries if one.state is EntryState.PRESENT]

    @property
    def not_applicable(self) -> list[DossierEntry]:
        return [one for one in self.entries if one.state is EntryState.NOT_APPLICABLE]

    @property
    def expected(self) -> int:
        """How many entries this class has to fill."""
        return len(self.entries) - len(self.not_applicable)

    @property
    def is_complete(self) -> bool:
        """Nothing is missing. An empty filing list is no dossier and never complete."""
        return bool(self.entries) and not self.missing


def assemble(filing: Iterable[FilingEntry], holdings: Holdings) -> Dossier:
    """The dossier as it stands."""
    return Dossier(tuple(judge_entry(one, holdings) for one in filing))


def keep_logs(filing: Sequence[FilingEntry], title: str, logs: int) -> list[FilingEntry]:
    """The filing list with an entry for teaching logs, where a class has such and its list does not name them.

    They stand behind the attendance, which follows their times, and are kept as long.
    """
    codes = [one.code for one in filing]
    if not logs or TEACHING_LOG in codes or ATTENDANCE not in codes:
        return list(filing)
    at = codes.index(ATTENDANCE)
    entry = FilingEntry(TEACHING_LOG, filing[at].stage, title, required=False, retention=filing[at].retention)
    return [*filing[: at + 1], entry, *filing[at + 1 :]]


def judge_entry(entry: FilingEntry, holdings: Holdings) -> DossierEntry:
    """One entry. Records and documents count before every excuse; a written reason before the missing state."""
    code = entry.code
    records, documents = holdings.records.get(code, 0), holdings.documents.get(code, 0)
    usable = records > 0 and (holdings.has_figures or code not in _NEED_FIGURES)
    if usable or documents:
        why = Why.RECORDS if usable else Why.DOCUMENT
        return DossierEntry(entry, EntryState.PRESENT, why, records if usable else 0, documents)
    if reason := holdings.reasons.get(code, ""):
        return DossierEntry(entry, EntryState.NOT_APPLICABLE, Why.EXPLAINED, reason=reason)
    if why_not := _no_need(entry, holdings):
        return DossierEntry(entry, EntryState.NOT_APPLICABLE, why_not)
    return DossierEntry(entry, EntryState.MISSING, _why_missing(code, records))


def _no_need(entry: FilingEntry, holdings: Holdings) -> Why | None:
    if entry.code in _NEED_OFFLINE and holdings.online_sessions and not holdings.offline_sessions:
        return Why.NO_OFFLINE_SESSIONS
    if entry.code in _NEED_ONLINE and holdings.offline_sessions and not holdings.online_sessions:
        return Why.NO_ONLINE_SESSIONS
    return None if entry.required else Why.NONE_MADE


def _why_missing(code: str, records: int) -> Why:
    if records:
        return Why.NO_FIGURES
    return Why.NO_RECORDS if code in RECORD_CODES else Why.NO_DOCUMENT
