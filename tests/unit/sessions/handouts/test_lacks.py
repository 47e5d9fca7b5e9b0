"""What a paper lacks, and whether that stops it."""

from __future__ import annotations

import pytest

from sessions.handouts.rules import Gap, Lack, gaps_of
from sessions.handouts.writing.facts import Lesson, NoticeText
from sessions.handouts.writing.papers import PaperKind
from tests.unit.sessions.handouts.samples import class_facts, lesson

STOPS = True
ONLINE = [lesson(3, "19:00", "20:30", kind="live", venue="", teacher="")]


@pytest.mark.parametrize(
    ("kind", "facts", "found"),
    [
        (PaperKind.NOTICE, {}, [(Lack.NOT_WRITTEN, False)]),
        (PaperKind.NOTICE, {"notice": NoticeText(1, None), "lessons": []}, [(Lack.NO_TIMETABLE, False)]),
        (PaperKind.TIMETABLE, {}, []),
        (PaperKind.TIMETABLE, {"lessons": []}, [(Lack.NO_TIMETABLE, STOPS)]),
        (PaperKind.ROSTER, {}, []),
        (PaperKind.ROSTER, {"people": [], "class_teacher": ""}, [(Lack.NO_LEARNERS, STOPS), (Lack.NO_CLASS_TEACHER, False)]),
        (PaperKind.LETTERS, {"lessons": []}, [(Lack.NO_TIMETABLE, STOPS)]),
        (PaperKind.LETTERS, {"instructors": []}, [(Lack.NO_TEACHER, STOPS)]),
        (PaperKind.SIGN_SHEETS, {}, []),
        (PaperKind.SIGN_SHEETS, {"open_figure": "attendance.noon"}, [(Lack.OPEN_FIGURE, STOPS)]),
        (PaperKind.SIGN_SHEETS, {"lessons": [], "halves": []}, [(Lack.NO_TIMETABLE, STOPS)]),
        (PaperKind.SIGN_SHEETS, {"halves": [], "people": []}, [(Lack.NO_MEETINGS, STOPS), (Lack.NO_LEARNERS, STOPS)]),
        (PaperKind.BADGES, {"people": []}, [(Lack.NO_LEARNERS, STOPS)]),
    ],
)  # fmt: skip
def test_what_a_paper_lacks(kind, facts, found):
    assert [(gap.lack, gap.stops) for gap in gaps_of(kind, class_facts(**facts))] == found


def test_sessions_without_teacher_or_venue_are_counted_recorded_ones_not():
    lessons = [*ONLINE, lesson(2, "09:00", "10:00", venue=""), Lesson("质量工具", kind="recorded")]
    assert gaps_of(PaperKind.TIMETABLE, class_facts(lessons=lessons)) == [
        Gap(Lack.WITHOUT_TEACHER, False, 1),
        Gap(Lack.WITHOUT_VENUE, False, 1),
    ]


def test_a_teacher_who_is_not_on_the_register_is_named():
    assert gaps_of(PaperKind.LETTERS, class_facts()) == [Gap(Lack.NOT_REGISTERED, False, subject="外请专家")]
