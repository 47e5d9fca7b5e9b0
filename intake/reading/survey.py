"""Reader of survey responses (满意度问卷)."""

from __future__ import annotations

from intake.reading.choices import read_number_answer, read_rating
from intake.reading.codes import CellCode
from intake.reading.desk import Desk
from intake.reading.moments import read_moment
from intake.reading.tables import Line
from intake.rows import Answer, SurveyRow

_TEXTS = ("text1", "text2")
_META = ("no", "token", "submitted", "seconds")


def answer_fields(desk: Desk) -> list[str]:
    """The fields that hold answers, in the order of the columns."""
    columns = desk.table.head.columns
    return sorted((name for name in columns if name not in _META), key=lambda name: columns[name])


def read_survey(desk: Desk) -> list[SurveyRow]:
    """One row per response. An answer off its scale keeps its number; one that cannot be read counts as missing."""
    names = answer_fields(desk)

    def build(line: Line) -> SurveyRow:
        submitted = read_moment(line.cells.get("submitted"), desk.calendar, desk.on)
        if submitted is None and line.text("submitted"):
            desk.note(line, "submitted", CellCode.VALUE_IGNORED)
        return SurveyRow(
            desk.place(line),
            token=line.text("token"),
            submitted_at=submitted.at if submitted else None,
            seconds=desk.length(line, "seconds", unit="s"),
            answers={name: _answer(desk, line, name) for name in names if name not in _TEXTS},
            texts={name: line.text(name) for name in names if name in _TEXTS and line.text(name)},
        )

    return desk.gather(build, "token", *names)


def _answer(desk: Desk, line: Line, name: str) -> Answer:
    scale = desk.table.head.scales.get(name, {})
    cell = line.cells.get(name)
    answer, understood = read_number_answer(cell) if name == "nps" else read_rating(cell, scale)
    if not understood:
        desk.note(line, name, CellCode.RATING)
    return answer


def questions_of(desk: Desk) -> dict[str, str]:
    """Each question as worded in the file, by field."""
    return {name: desk.header(name) for name in answer_fields(desk)}
