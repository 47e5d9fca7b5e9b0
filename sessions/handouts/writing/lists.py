"""Papers that are lists: timetable, roster, sign sheets, name badges."""

from __future__ import annotations

from collections.abc import Sequence

from sessions.handouts.writing.blocks import (
    Badge,
    Badges,
    Block,
    Column,
    Facts,
    Paper,
    Seal,
    Section,
    SignLine,
    Style,
    Table,
    Text,
)
from sessions.handouts.writing.blocks import title as title_of
from sessions.handouts.writing.facts import ClassFacts, Half, Lesson
from sessions.handouts.writing.wording import clock_times, joined, long_day, plain, say, span, weekday

SIGN_ROW_MM = 9.5


def column(key: str, mm: float = 0, align: str = "left") -> Column:
    return Column(say("column", key), mm, align)


def facts(*pairs: tuple[str, str]) -> Facts:
    """Facts under the words of their keys; those without a value are left out."""
    return Facts([(say("fact", key), value) for key, value in pairs if value])


def running(of: ClassFacts) -> str:
    """The line at the foot of a page."""
    return say("page", "footer", name=of.name, code=of.code)


def seal(of: ClassFacts) -> Seal:
    """The institution, the day of printing, and the place of the seal."""
    return Seal([of.institution, long_day(of.printed_on)], say("page", "seal"))


def lesson_tables(of: ClassFacts) -> list[Block]:
    """The timetable as tables: lessons with a time, then recorded units."""
    blocks: list[Block] = []
    dated = of.dated_lessons()
    if dated:
        blocks.append(Table(_lesson_columns(), [_lesson_row(one) for one in dated]))
    if of.recorded():
        columns = [column("number", 12, "center"), column("module", 42), column("title"), column("hours", 13, "right")]
        rows = [[str(n), one.module, one.title, plain(one.hours)] for n, one in enumerate(of.recorded(), 1)]
        blocks += [Text(say("timetable", "recorded"), Style.LEAD), Table(columns, rows)]
    return blocks


def _lesson_columns() -> list[Column]:
    widths = (("day", 25.0), ("time", 24.0), ("kind", 12.0), ("title", 0.0), ("teacher", 20.0), ("venue", 34.0))
    return [*(column(key, mm) for key, mm in widths), column("hours", 13, "right")]


def _lesson_row(one: Lesson) -> list[str]:
    start = one.starts_at
    title = f"【{one.module}】{one.title}" if one.module and one.module != one.title else one.title
    return [
        f"{start:%Y-%m-%d}\n{weekday(start)}" if start else "",
        clock_times(one),
        say("kind", one.kind),
        title,
        one.teacher,
        one.venue,
        plain(one.hours),
    ]


def timetable(of: ClassFacts) -> Paper:
    """The timetable (课程表)."""
    title = say("timetable", "title")
    head = facts(
        ("code", of.code),
        ("days", span(of.first_day, of.last_day)),
        ("hours", plain(of.hours())),
        ("class_teacher", of.class_teacher),
    )
    note = Text(say("timetable", "note"), Style.NOTE)
    return _paper(of, title, [*headed(of, title), head, *lesson_tables(of), note, seal(of)])


def roster(of: ClassFacts, *, full: bool = False) -> Paper:
    """The roster (学员名册), with numbers as the facts give them."""
    title = say("roster", "title")
    columns = [
        column("number", 11, "center"), column("name", 20), column("sex", 10, "center"), column("id_number", 35),
        column("phone", 23), column("employer"), column("post", 24),
    ]  # fmt: skip
    rows = [[str(one.number), one.name, one.sex, one.id_number, one.phone, one.employer, one.post] for one in of.people]
    head = facts(
        ("code", of.code),
        ("days", span(of.first_day, of.last_day)),
        ("learners", str(len(rows))),
        ("class_teacher", of.class_teacher),
    )
    warning = [Text(say("roster", "full"), Style.NOTE)] if full else []
    return _paper(of, title, [*headed(of, title), head, Table(columns, rows, size=8.5), *warning, seal(of)])


def sign_sheets(of: ClassFacts, halves: Sequence[Half]) -> Paper:
    """Sign sheets (签到表), one per half-day; class code and half-day stand at the foot of every page."""
    title = say("sheet", "title")
    sections = [
        Section(_sheet(of, half), say("sheet", "running", code=of.code, day=long_day(half.on), part=part_of(half)))
        for half in halves
    ]
    return Paper(f"{of.name} {title}", of.institution, of.printed_on, sections)


def _sheet(of: ClassFacts, half: Half) -> list[Block]:
    when = say("sheet", "subtitle", day=long_day(half.on), weekday=weekday(half.on), part=part_of(half))
    head = facts(
        ("class", of.name),
        ("code", of.code),
        ("lessons", joined([f"{clock_times(one)} {one.title}" for one in half.lessons])),
        ("teachers", joined(half.teachers())),
        ("venues", joined(half.venues())),
        ("expected", str(len(of.people))),
    )
    room = [column("sign_in", 30), column("in_time", 17)] if of.signatures > 1 else [column("sign_in", 38)]
    room += [column("sign_out", 30), column("out_time", 17)] if of.signatures > 1 else [column("remark", 25)]
    columns = [column("number", 11, "center"), column("name", 22), column("employer"), *room]
    rows = [[str(one.number), one.name, one.employer, *[""] * len(room)] for one in of.people]
    signing = SignLine([say("sheet", key) for key in ("present", "teacher", "class_teacher")])
    return [
        title_of(say("sheet", "title")),
        Text(when, Style.SUBTITLE),
        head,
        Table(columns, rows, row_mm=SIGN_ROW_MM, size=8.5),
        signing,
    ]


def part_of(half: Half) -> str:
    """上午 or 下午."""
    return say("part", half.part)


def badges(of: ClassFacts) -> Paper:
    """Name badges (胸牌): name, employer and number, nothing else about a person."""
    cards = [Badge(of.name, one.name, one.employer, say("badge", "number", number=one.number)) for one in of.people]
    title = f"{of.name} {say('badge', 'title')}"
    return Paper(title, of.institution, of.printed_on, [Section([Badges(cards)], bare=True)])


def headed(of: ClassFacts, title: str) -> list[Block]:
    """The class in small letters above the name of the paper, so that neither is torn."""
    return [Text(of.name, Style.ABOVE), title_of(title)]


def _paper(of: ClassFacts, title: str, blocks: Sequence[Block]) -> Paper:
    return Paper(f"{of.name} {title}", of.institution, of.printed_on, [Section(blocks, running(of))])
