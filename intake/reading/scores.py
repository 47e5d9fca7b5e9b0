"""Reader of the score sheet (成绩单)."""

from __future__ import annotations

from intake.reading.choices import read_flag, read_score
from intake.reading.codes import CellCode
from intake.reading.desk import Desk
from intake.reading.tables import Line
from intake.rows import ScoreCell, ScoreRow


def read_scores(desk: Desk) -> list[ScoreRow]:
    """One row per line. An invalid score stays in its row, with the reason, and is noted."""

    def build(line: Line) -> ScoreRow:
        name, keys = desk.need_name(line), desk.keys(line)
        first, makeup = _score(desk, line, "first"), _score(desk, line, "makeup")
        state = read_flag(desk.header("state"), line.cells.get("state"))
        if state.state in ("absent", "deferred"):
            if "first" not in desk.table.head.columns and makeup.state == "empty":
                makeup = state
            elif first.state == "empty":
                first = state
        return ScoreRow(desk.place(line), name, keys, first, makeup, line.text("note"))

    return desk.gather(build, "name")


def _score(desk: Desk, line: Line, name: str) -> ScoreCell:
    score = read_score(line.cells.get(name))
    if score.code:
        desk.note(line, name, CellCode(score.code))
    return score
