"""Papers that are letters: the training notice and the appointment of teachers."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sessions.handouts.writing.blocks import Block, Column, NewPage, Paper, Seal, Section, SignLine, Style, Table, Text
from sessions.handouts.writing.blocks import title as title_of
from sessions.handouts.writing.facts import ClassFacts, Instructor, Lesson, NoticeText
from sessions.handouts.writing.lists import column, headed, lesson_tables, running, seal
from sessions.handouts.writing.wording import clock_times, joined, long_day, numeral, plain, say, span, weekday

PARTS = ("audience", "when", "where", "modules", "check_in", "fee", "lodging", "contact", "remarks")
ANNOUNCED = ("audience", "fee", "contact")  # parts that an enrolment notice has as well
LISTED = ("contact",)  # lines of names and numbers end without a full stop
KINDS = ("offline", "live", "recorded")
TITLE_LETTERS = 24  # as many stand on a line of a title


def notice(of: ClassFacts, text: NoticeText) -> Paper:
    """The training notice (培训通知): numbers from the records, the rest as written, the timetable attached."""
    title = say("notice", "title", name=of.name)
    torn = len(title) > TITLE_LETTERS
    number = text.parts.get("reference", "")
    blocks: list[Block] = [title_of(say("notice", "torn_title", name=of.name) if torn else title)]
    blocks += [Text(number, Style.SUBTITLE)] if number else []
    blocks += [Text(text.parts.get("addressee") or say("notice", "addressee"), Style.LEAD), Text(_opening(of, text))]
    blocks += _parts(of, text)
    blocks += [Text(say("notice", "attachment"))] if of.lessons else []
    blocks.append(Seal([of.institution, long_day(text.issued_on)], say("page", "seal")))
    if of.lessons:
        head = [Text(say("notice", "attached"), Style.LEAD), *headed(of, say("timetable", "title"))]
        blocks += [NewPage(), *head, *lesson_tables(of)]
    return Paper(title, of.institution, text.issued_on, [Section(blocks, running(of))])


def default_parts(of: ClassFacts) -> dict[str, str]:
    """What the enrolment notice says already, and standard words for the parts that need some."""
    said = {key: say("notice", key) for key in ("addressee", "purpose")}
    announced = {key: of.announced[key] for key in ANNOUNCED if of.announced.get(key)}
    return {**said, "contact": "\n".join(_contacts(of)), **announced}


def _contacts(of: ClassFacts) -> list[str]:
    """Whom to ask, as far as it is known."""
    known = (("class_teacher", of.class_teacher), ("phone", of.phone))
    return [say("contact", key, value=value) for key, value in known if value]


def _opening(of: ClassFacts, text: NoticeText) -> str:
    purpose = (text.parts.get("purpose") or say("notice", "purpose")).rstrip("，。；")
    return say("notice", "opening", purpose=purpose, days=span(of.first_day, of.last_day), name=of.name, code=of.code)


def _parts(of: ClassFacts, text: NoticeText) -> list[Block]:
    """The numbered parts that have something to say."""
    said = {**text.parts, **_from_records(of)}
    blocks: list[Block] = []
    present = [key for key in PARTS if said.get(key)]
    for number, key in enumerate(present, 1):
        title = say("notice", "numbered", number=numeral(number), title=say("notice_part", key))
        lines = [line.strip() for line in said[key].splitlines() if line.strip()]
        blocks += [Text(title, Style.HEAD), *(Text(line if key in LISTED else _ended(line)) for line in lines)]
    return blocks


def _ended(line: str) -> str:
    return line if line[-1] in say("notice", "sentence_end") else f"{line}。"


def _from_records(of: ClassFacts) -> dict[str, str]:
    """When, where and what, as the timetable has it."""
    days = span(of.first_day, of.last_day)
    kinds = [(kind, of.hours(kind)) for kind in KINDS]
    split = [say("notice", "split", kind=say("kind", kind), hours=plain(hours)) for kind, hours in kinds if hours]
    when = say("notice", "when_unplanned", days=days)
    if split:
        when = say("notice", "when", days=days, hours=plain(of.hours()), split=joined(split))
    modules = [
        say("notice", "module" if hours else "module_bare", name=name, hours=plain(hours))
        for name, hours in of.modules().items()
    ]
    venues = of.venues()
    return {
        "when": when,
        "where": say("notice", "where", venues=joined(venues)) if venues else "",
        "modules": say("notice", "modules", modules=joined(modules)) if modules else "",
    }


def appointments(of: ClassFacts, instructors: Sequence[Instructor]) -> Paper:
    """Letters of appointment (授课聘书), a page for each teacher."""
    title = say("letter", "title")
    sections = [Section(_letter(of, one), running(of)) for one in instructors]
    return Paper(f"{of.name} {title}", of.institution, of.printed_on, sections)


def _letter(of: ClassFacts, teacher: Instructor) -> list[Block]:
    lessons = of.lessons_of(teacher.name)
    hours = sum((one.hours for one in lessons), Decimal(0))
    days, count = span(of.first_day, of.last_day), len(lessons)
    contacts = _contacts(of)
    asked = [Text(say("letter", "ask")), *([Text("　".join(contacts))] if contacts else [])]
    return [
        title_of(say("letter", "title")),
        Text(say("letter", "to", name=teacher.name, title=teacher.title), Style.LEAD),
        Text(say("letter", "opening", institution=of.institution, name=of.name, code=of.code)),
        Text(say("letter", "load", days=days, count=count, hours=plain(hours))),
        Table(_lesson_columns(), [_row(one) for one in lessons]),
        *asked,
        seal(of),
        Text(say("letter", "reply"), Style.HEAD),
        Text(say("letter", "reply_text")),
        SignLine([say("letter", "signature"), say("letter", "day")]),
    ]


def _lesson_columns() -> list[Column]:
    return [
        column("day", 35), column("time", 24), column("kind", 12), column("title"), column("venue", 36),
        column("hours", 13, "right"),
    ]  # fmt: skip


def _row(one: Lesson) -> list[str]:
    day = f"{one.starts_at:%Y-%m-%d} {weekday(one.starts_at)}" if one.starts_at else ""
    return [day, clock_times(one), say("kind", one.kind), one.title, one.venue, plain(one.hours)]
