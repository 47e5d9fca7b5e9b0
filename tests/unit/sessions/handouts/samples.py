"""A class as its papers see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sessions.handouts.writing.blocks import Block, Paper, Table, Text
from sessions.handouts.writing.facts import ClassFacts, Half, Instructor, Lesson, Person

LONG_NAME = "陕西省高新技术产业开发区航空航天特种装备精密制造与可靠性工程技术研究（集团）股份有限公司西安分公司"


def lesson(day: int, start: str, end: str, title: str = "质量战略", **facts: Any) -> Lesson:
    """A lesson of March 2026."""
    on = date(2026, 3, day)
    known: dict[str, Any] = {"module": "战略", "teacher": "晏若谷", "venue": "报告厅", "address": "科技路1号"}
    times = [datetime.combine(on, time.fromisoformat(clock)) for clock in (start, end)]
    return Lesson(title=title, starts_at=times[0], ends_at=times[1], hours=Decimal("2.50"), **{**known, **facts})


def people(count: int) -> list[Person]:
    return [
        Person(
            n, f"学员{n}", "女", "610***********0011", "138****5678", LONG_NAME if n % 9 == 0 else f"第{n}厂", "厂长"
        )
        for n in range(1, count + 1)
    ]


def class_facts(learners: int = 2, **changes: Any) -> ClassFacts:
    """Two lessons on a morning, a live one, a recorded one."""
    first, second = lesson(2, "09:00", "10:30"), lesson(2, "10:40", "12:10", teacher="王建国、晏若谷")
    live = lesson(3, "19:00", "20:30", kind="live", venue="", teacher="外请专家")
    recorded = Lesson("质量工具", "工具", "recorded", hours=Decimal(1))
    made = ClassFacts(
        institution="西安质量培训中心",
        address="科技路1号",
        phone="029-88888888",
        name="企业首席质量官培训班",
        code="CQO-2026-03",
        class_teacher="李静",
        first_day=date(2026, 3, 2),
        last_day=date(2026, 3, 6),
        printed_on=date(2026, 2, 20),
        lessons=[first, second, live, recorded],
        halves=[Half(date(2026, 3, 2), "AM", [first, second])],
        people=people(learners),
        instructors=[Instructor("晏若谷", "教授"), Instructor("王建国"), Instructor("外请专家", registered=False)],
    )
    return replace(made, **changes)


def blocks(paper: Paper) -> list[Block]:
    return [block for section in paper.sections for block in section.blocks]


def texts(paper: Paper) -> list[str]:
    return [block.text for block in blocks(paper) if isinstance(block, Text)]


def tables(paper: Paper) -> list[Table]:
    return [block for block in blocks(paper) if isinstance(block, Table)]
