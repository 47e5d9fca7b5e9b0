"""Needs read from a table, pasted or uploaded: cells in, needs and faults out, each fault with row, column and cell."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.heads import columns_of
from core.spreadsheets.model import Cell
from courses.planning.rules import MONTHS, Delivery, Need
from courses.syllabus.rules import names_in

MOST_PEOPLE = 9999
_NUMBER = re.compile(r"\d+")
_SPAN = re.compile(r"(\d+)\s*月?\s*[-~至到—–]\s*(\d+)")


class NeedFault(StrEnum):
    """Why a cell was not understood."""

    NOTHING = "nothing"
    NO_HEADS = "no_heads"
    NO_EMPLOYER = "no_employer"
    NO_PEOPLE = "no_people"
    NO_MONTH = "no_month"
    NO_DELIVERY = "no_delivery"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class NeedCell:
    """One cell that was not understood; rows count from 1."""

    row: int
    column: str
    text: str
    fault: NeedFault


HEADS: Mapping[str, tuple[str, ...]] = {
    "employer": ("单位名称", "企业名称", "企业", "单位", "工作单位", "employer"),
    "contact": ("联系人", "姓名", "contact"),
    "phone": ("联系电话", "电话", "手机", "手机号", "phone"),
    "training_type": ("培训类型", "培训类别", "类型", "type"),
    "topics": ("培训需求", "需求模块", "需求主题", "培训内容", "希望培训的内容", "课程模块", "模块", "主题", "topics"),
    "people": ("预计人数", "参训人数", "人数", "people"),
    "months": ("期望月份", "希望时间", "期望时间", "培训时间", "月份", "months"),
    "delivery": ("培训方式", "授课方式", "方式", "delivery"),
    "remark": ("备注", "建议", "remark"),
}
LONGEST = {"employer": 200, "contact": 80, "phone": 40, "training_type": 60, "remark": 2000}
DELIVERIES = {
    "": Delivery.ANY,
    "不限": Delivery.ANY,
    "均可": Delivery.ANY,
    "线下": Delivery.OFFLINE,
    "面授": Delivery.OFFLINE,
    "线上": Delivery.ONLINE,
    "网络": Delivery.ONLINE,
    "线上线下结合": Delivery.BLENDED,
    "混合": Delivery.BLENDED,
    "线上+线下": Delivery.BLENDED,
}


def read_needs(rows: Sequence[Sequence[Cell]]) -> tuple[list[Need], list[NeedCell]]:
    """The needs below the first row that names the employer and the number of people."""
    texts = [(number, [as_text(cell) for cell in row]) for number, row in enumerate(rows, 1)]
    filled = [(number, cells) for number, cells in texts if any(cells)]
    if not filled:
        return [], [NeedCell(1, "", "", NeedFault.NOTHING)]
    heads = ((place, columns_of(cells, HEADS)) for place, (_number, cells) in enumerate(filled))
    start, columns = next(((place, found) for place, found in heads if {"employer", "people"} <= found.keys()), (0, {}))
    if not columns:
        return [], [NeedCell(filled[0][0], "", "、".join(filled[0][1])[:80], NeedFault.NO_HEADS)]
    needs: list[Need] = []
    faults: list[NeedCell] = []
    for number, cells in filled[start + 1 :]:
        said = {fact: cells[place] if place < len(cells) else "" for fact, place in columns.items()}
        need = _need(number, said, faults)
        if need is not None:
            needs.append(need)
    if not needs and not faults:
        faults.append(NeedCell(filled[-1][0], "", "", NeedFault.NOTHING))
    return needs, faults


def _need(row: int, said: Mapping[str, str], faults: list[NeedCell]) -> Need | None:
    before = len(faults)
    for fact, limit in LONGEST.items():
        if len(said.get(fact, "")) > limit:
            faults.append(NeedCell(row, fact, said[fact][:80], NeedFault.TOO_LONG))
    if not said["employer"]:
        faults.append(NeedCell(row, "employer", "", NeedFault.NO_EMPLOYER))
    people = _people(half_width(said["people"]))
    if people is None:
        faults.append(NeedCell(row, "people", said["people"], NeedFault.NO_PEOPLE))
    months = read_months(said.get("months", ""))
    if months is None:
        faults.append(NeedCell(row, "months", said["months"], NeedFault.NO_MONTH))
    delivery = DELIVERIES.get(said.get("delivery", "").strip())
    if delivery is None:
        faults.append(NeedCell(row, "delivery", said["delivery"], NeedFault.NO_DELIVERY))
    if len(faults) > before or people is None or months is None or delivery is None:
        return None
    topics = names_in(said.get("topics", ""))
    facts = {fact: said.get(fact, "") for fact in ("training_type", "contact", "phone", "remark")}
    return Need(said["employer"], topics=topics, people=people, months=months, delivery=delivery, **facts)


def _people(text: str) -> int | None:
    found = re.fullmatch(r"(?:约|大约)?\s*(\d{1,4})\s*(?:人|名)?(?:左右)?", text.strip())
    return int(found[1]) if found and 0 < int(found[1]) <= MOST_PEOPLE else None


def read_months(text: str) -> tuple[int, ...] | None:
    """Months as people write them: 3月、4月; 3-5月; 3,4. None when one is no month."""
    plain = half_width(text).strip()
    found: set[int] = set()
    for start, end in _SPAN.findall(plain):
        found |= set(range(int(start), int(end) + 1))
        found |= {int(start), int(end)}
    found |= {int(number) for number in _NUMBER.findall(_SPAN.sub("", plain))}
    if (plain and not found) or any(month not in MONTHS for month in found):
        return None
    return tuple(sorted(found))
