"""From what was gathered about a class to the items of its package: papers, tables, data, documents handed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from archives.gathering import Gathered
from archives.probing import CSV, JSON, PDF
from archives.rendering import delivery, outcomes, preparation, records, teaching
from archives.rendering.sheets import Sheet, paper
from archives.rendering.wording import say
from archives.rules.dossier import DossierEntry, EntryState, Why
from archives.rules.references import longest
from core.clock import to_local
from core.papers import render_pdf
from courses.models import ClassOffering
from surveys.paper import ReportFacts
from surveys.paper import render as render_report
from surveys.scores.figures import SurveyFigures

DATA_CODE = "data"
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|.%\s]+')
_SHEETS: Mapping[str, Callable[[Gathered], Sheet]] = {
    "class_info": preparation.class_info,
    "timetable": preparation.timetable,
    "teachers": preparation.teachers,
    "venues": preparation.venues,
    "roster": preparation.roster,
    "attendance": delivery.attendance,
    "sign_records": delivery.sign_records,
    "teaching_log": teaching.teaching_log,
    "leave": delivery.leave,
    "online": delivery.online,
    "hours": outcomes.hours,
    "scores": outcomes.scores,
    "completion": outcomes.completion,
}

ReportWords = Callable[[ClassOffering, SurveyFigures], tuple[Mapping[str, str], ReportFacts]]


@dataclass(frozen=True, slots=True)
class Press:
    """What papers are made with: the words of the survey report, and the font file if one is configured."""

    report_words: ReportWords
    font: Path | None = None


@dataclass(frozen=True, slots=True)
class DraftFile:
    """One file of an item; `path` is relative to the payload."""

    path: str
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class DraftItem:
    """One item (件): an entry of the filing list with its files, the main text first."""

    code: str
    stage: str
    title: str
    retention: str
    day: date
    files: tuple[DraftFile, ...]


def draft_items(gathered: Gathered, press: Press) -> list[DraftItem]:
    """The items of the package in the order of the filing list, the data for recounting last."""
    present = [one for one in gathered.dossier.entries if one.state is EntryState.PRESENT]
    items = [_entry_item(number, one, gathered, press) for number, one in enumerate(present, 1)]
    return [*items, _data_item(len(items) + 1, gathered, longest(one.retention for one in items))]


def _entry_item(number: int, entry: DossierEntry, gathered: Gathered, press: Press) -> DraftItem:
    filing = entry.filing
    folder = f"{number:02d}-{safe(filing.code)}"
    files = _rendered(folder, filing.code, filing.title, gathered, press) if entry.why is Why.RECORDS else []
    documents = [(one, content) for one, content in gathered.documents if one.filing_code == filing.code]
    files += [
        DraftFile(f"{folder}/{say('page', 'annex', number=at, name=one.file_name)}", content, one.media_type)
        for at, (one, content) in enumerate(documents, 1)
    ]
    only_documents = entry.why is Why.DOCUMENT
    day = to_local(documents[-1][0].handed_in_at).date() if only_documents else gathered.day
    return DraftItem(filing.code, filing.stage, filing.title, filing.retention, day, tuple(files))


def _rendered(folder: str, code: str, title: str, gathered: Gathered, press: Press) -> list[DraftFile]:
    name = f"{folder}/{safe(title)}.pdf"
    if code == "survey":
        return _survey_files(folder, name, gathered, press)
    sheet = _SHEETS[code](gathered)
    pdf = render_pdf("table", paper(sheet, gathered.letterhead(), title=title), font=press.font)
    annexes = [DraftFile(f"{folder}/{key}.csv", content, CSV) for key, content in sheet.annexes().items()]
    return [DraftFile(name, pdf, PDF), *annexes]


def _survey_files(folder: str, name: str, gathered: Gathered, press: Press) -> list[DraftFile]:
    from core.fonts import chinese_font

    if gathered.survey is None:
        return []
    words, facts = press.report_words(gathered.offering, gathered.survey)
    pdf = render_report(gathered.survey, words, facts, font=chinese_font(press.font))
    answers = records.survey_answers(gathered)
    data = [DraftFile(f"{folder}/answers.json", records.to_json(answers), JSON)] if answers else []
    return [DraftFile(name, pdf, PDF), *data]


def _data_item(number: int, gathered: Gathered, retention: str) -> DraftItem:
    parts = {
        "records": records.class_records(gathered),
        "figures": records.class_figures(gathered),
        "rule-set": records.rule_set(gathered),
        "history": records.history(gathered),
    }
    folder = f"{number:02d}-{DATA_CODE}"
    files = [
        DraftFile(f"{folder}/{name}.json", records.to_json(part), JSON)
        for name, part in parts.items()
        if part is not None
    ]
    title = say("title", "data")
    return DraftItem(DATA_CODE, say("title", "data_stage"), title, retention, gathered.day, tuple(files))


def safe(text: str) -> str:
    """A text as part of a file name on every system."""
    return _UNSAFE.sub("_", text).strip("_")[:80] or "item"
