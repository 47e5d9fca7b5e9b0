"""Reader of survey responses (满意度问卷)."""

from __future__ import annotations

import re
from datetime import datetime

from core.spreadsheets.cells import half_width
from intake.reading.choices import is_blank_answer, read_number_answer, read_rating
from intake.reading.codes import CellCode
from intake.reading.desk import Desk
from intake.reading.moments import read_moment
from intake.reading.tables import Line
from intake.rows import Answer, SurveyRow

_TEXTS = ("text1", "text2")
_META = ("no", "token", "started", "submitted", "seconds")
_LONGEST_FILLING = 86_400  # seconds; a form left open for days says nothing of the time spent on it
_NUMBER_OF_A_PERSON = re.compile(r"\d[\d*xX•]{13,16}[\dxX]|(?:\+?86[- ]?)?1[3-9][\d*]{9}|1\d{2}[- ]\d{4}[- ]\d{4}")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方"
    "白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤岳康章文齐乔庞殷施洪翟安颜倪牛温芦季俞鲁葛伍柴樊兰焦党屈雍雒惠"
)
_FEWEST_NAMES = 3


def answer_fields(desk: Desk) -> list[str]:
    """The fields that hold answers, in the order of the columns. Columns that tell who answered are none."""
    columns = desk.table.head.columns
    names = sorted((name for name in columns if name not in _META), key=lambda name: columns[name])
    return [name for name in names if not _tells_who(_texts(desk, name))]


def _texts(desk: Desk, name: str) -> list[str]:
    return [text for line in desk.table.lines() if (text := half_width(line.text(name)).strip())]


def _tells_who(texts: list[str]) -> bool:
    """Whether the column holds identity numbers, mobile numbers or the names of people."""
    numbers = sum(1 for text in texts if _NUMBER_OF_A_PERSON.fullmatch(text))
    names = {
        text for text in texts if text[0] in _SURNAMES and re.fullmatch(r"[\u4e00-\u9fff]\s*[\u4e00-\u9fff]{1,2}", text)
    }
    return numbers * 2 > len(texts) or (len(names) >= _FEWEST_NAMES and len(names) * 10 >= len(texts) * 7)


def _token_field(desk: Desk) -> str:
    """The column of codes that tell the responses apart; a serial number or one code for all is none."""
    for name in ("token", "no"):
        texts = _texts(desk, name) if name in desk.table.head.columns else []
        coded = name == "token" or any(re.search(r"[A-Za-z]", text) for text in texts)
        if coded and (len(texts) < _FEWEST_NAMES or len(set(texts)) * 2 > len(texts)) and not _tells_who(texts):
            return name
    return ""


def read_survey(desk: Desk) -> list[SurveyRow]:
    """One row per response. An answer off its scale keeps its number; one that cannot be read counts as missing."""
    names, token = answer_fields(desk), _token_field(desk)

    def build(line: Line) -> SurveyRow:
        submitted = _moment(desk, line, "submitted")
        texts = {name: line.text(name) for name in names if name in _TEXTS}
        return SurveyRow(
            desk.place(line),
            token=line.text(token) if token else "",
            submitted_at=submitted,
            seconds=_seconds(desk, line, submitted),
            answers={name: _answer(desk, line, name) for name in names if name not in _TEXTS},
            texts={name: text for name, text in texts.items() if not is_blank_answer(text)},
        )

    return desk.gather(build, "token", *names)


def _moment(desk: Desk, line: Line, name: str) -> datetime | None:
    moment = read_moment(line.cells.get(name), desk.calendar, desk.on)
    if moment is None and line.text(name):
        desk.note(line, name, CellCode.VALUE_IGNORED)
    return moment.at if moment else None


def _seconds(desk: Desk, line: Line, submitted: datetime | None) -> int | None:
    """The time spent: as given, else from opening the form to sending it."""
    given = desk.length(line, "seconds", unit="s")
    if given is not None or submitted is None:
        return given
    started = _moment(desk, line, "started")
    spent = round((submitted - started).total_seconds()) if started else -1
    return spent if 0 <= spent <= _LONGEST_FILLING else None


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
