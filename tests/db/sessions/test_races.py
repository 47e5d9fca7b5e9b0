"""Three processes write timetables at the same moment: nobody gets anything twice, and nobody waits for ever."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session

from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts
from tests.db.copies import copied_database
from tests.db.sessions.crew import Crew, Script, Step
from tests.db.sessions.overlaps import drop_guard, faults_in, overlaps_in
from tests.factories import Make

CLASSES = ("A", "B", "C")
VENUES = ("报告厅", "一教室", "二教室", "四教室")
TEACHERS = ("崔砚秋", "屈文翰", "步知夏")
FIRST = datetime(2026, 3, 2, 9)
ROUNDS = 2
MIXED_ROUNDS = 8


@pytest.fixture(scope="module")
def crew(app: Flask) -> Iterator[Crew]:
    """One for all tests: starting the applications takes longer than what they do."""
    started = Crew(len(CLASSES))
    yield started
    started.dismiss()


@pytest.fixture(scope="module")
def race(app: Flask, engine_name: str, crew: Crew, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Race]:
    """A database that other processes can open, for what tests write elsewhere is never committed; a copy of theirs."""
    with copied_database(app, engine_name, "races", tmp_path_factory.mktemp("races")) as url:
        engine = create_engine(url)
        with Session(engine) as session:
            furnish(Make(session))
        yield Race(crew, url, engine)
        engine.dispose()


def furnish(make: Make) -> None:
    institution = make.Institution()
    for name in VENUES:
        make.Venue(institution=institution, name=name)
    for name in TEACHERS:
        make.Teacher(institution=institution, name=name)
    for code in CLASSES:
        make.ClassOffering(institution=institution, code=code)


class Race:
    """The processes, their database, and weeks of their own for every test."""

    def __init__(self, crew: Crew, url: str, engine: Engine) -> None:
        self.crew, self.url, self.engine = crew, url, engine
        self.week = 0

    def monday(self) -> datetime:
        self.week += 1
        return FIRST + timedelta(weeks=self.week)

    def run(self, scripts: Sequence[Script], *, blind: bool = False) -> list[list[str]]:
        """What came of each round; whatever happened, nothing may be taken twice."""
        rounds = self.crew.perform(self.url, scripts, blind=blind)
        if not blind:
            assert self.faults() == []
        return rounds

    def faults(self) -> list[tuple[object, ...]]:
        with self.engine.connect() as connection:
            return [*overlaps_in(connection), *faults_in(connection)]


def facts(code: str, start: datetime, venue: str = "", teacher: str = "", hours: int = 2) -> SessionFacts:
    end = start + timedelta(hours=hours)
    return SessionFacts(code, SessionKind.OFFLINE, "质量管理", start, end, teacher_name=teacher, venue_name=venue)


def days(monday: datetime, count: int = ROUNDS) -> list[datetime]:
    return [monday + timedelta(days=number) for number in range(count)]


def one_wins(rounds: list[list[str]], refusal: str) -> None:
    assert [sorted(each) for each in rounds] == [[refusal] * (len(CLASSES) - 1) + ["won"]] * len(rounds)


def test_of_three_that_book_a_venue_at_once_exactly_one_wins_and_the_others_are_told_why(race):
    start = race.monday()
    scripts = [[Step(code, (facts(f"V{day:%j}", day, "报告厅"),)) for day in days(start)] for code in CLASSES]
    one_wins(race.run(scripts), "TT_VENUE_CLASH")


def test_of_three_that_put_a_session_into_one_class_exactly_one_wins_though_venue_and_teacher_differ(race):
    start = race.monday()
    scripts = [
        [
            Step("A", (facts(f"K{day:%j}{who}", day + who * timedelta(minutes=20), VENUES[who], TEACHERS[who]),))
            for day in days(start)
        ]
        for who in range(len(CLASSES))
    ]
    one_wins(race.run(scripts), "TT_CLASS_OVERLAP")


def test_of_three_that_name_the_same_teachers_in_different_order_exactly_one_wins(race):
    start = race.monday()
    names = [TEACHERS[shift:] + TEACHERS[:shift] for shift in range(len(CLASSES))]
    scripts = [
        [Step(code, (facts(f"T{day:%j}", day, VENUES[who], "、".join(names[who])),)) for day in days(start)]
        for who, code in enumerate(CLASSES)
    ]
    one_wins(race.run(scripts), "TT_TEACHER_CLASH")


def test_of_three_that_move_their_session_to_one_place_exactly_one_wins(race):
    start = race.monday()
    held = [[Step(code, (facts("M", start, VENUES[who]),))] for who, code in enumerate(CLASSES)]
    assert race.run(held) == [["won"] * len(CLASSES)]
    targets = days(race.monday())
    scripts = [[Step(code, code="M", to=day, venue="四教室") for day in targets] for code in CLASSES]
    one_wins(race.run(scripts), "TT_VENUE_CLASH")


def test_three_that_change_places_with_each_other_are_all_refused_and_none_waits_for_ever(race):
    start = race.monday()
    held = [[Step(code, (facts("X", start, VENUES[who], TEACHERS[who]),))] for who, code in enumerate(CLASSES)]
    assert race.run(held) == [["won"] * len(CLASSES)]
    scripts = [
        [Step(code, code="X", to=start, venue=VENUES[(who + 1) % len(CLASSES)])] * ROUNDS
        for who, code in enumerate(CLASSES)
    ]
    assert race.run(scripts) == [["TT_VENUE_CLASH"] * len(CLASSES)] * ROUNDS


def test_series_that_take_the_same_venues_and_teachers_in_crossing_order_all_get_through(race):
    start = race.monday()
    scripts = []
    for who, code in enumerate(CLASSES):
        order = [(who + shift) % len(CLASSES) for shift in range(len(CLASSES))]
        scripts.append(
            [
                Step(
                    code,
                    tuple(
                        facts(f"R{day:%j}{place}", day + timedelta(hours=2 * shift), VENUES[place], TEACHERS[place])
                        for shift, place in enumerate(order)
                    ),
                )
                for day in days(start)
            ]
        )
    assert race.run(scripts) == [["won"] * len(CLASSES)] * 2


def test_whatever_three_processes_plan_move_and_cancel_nothing_is_taken_twice(race):
    luck = random.Random(7)
    start = race.monday()
    rounds = race.run([list(random_script(luck, start)) for _ in CLASSES])
    said = {word for each in rounds for one in each for word in one.split()}
    assert said <= {"won", "missing", "changed", "TT_CLASS_OVERLAP", "TT_VENUE_CLASH", "TT_TEACHER_CLASH"}
    assert "won" in said
    assert len(said) > 2


def random_script(luck: random.Random, monday: datetime) -> Iterator[Step]:
    """Two days, two classes, two venues, three teachers: they meet all the time."""
    known: list[tuple[str, str]] = []
    for _ in range(MIXED_ROUNDS):
        at = monday + timedelta(days=luck.randrange(2), minutes=30 * luck.randrange(16))
        what = luck.random() if known else 0
        if what < 0.5:
            code, class_code = f"Z{monday:%j}{luck.randrange(10**6)}", luck.choice("AB")
            names = "、".join(luck.sample(TEACHERS, luck.randint(1, 2)))
            known.append((class_code, code))
            yield Step(class_code, (facts(code, at, luck.choice(VENUES[:2]), names, luck.randint(1, 2)),))
        else:
            class_code, code = luck.choice(known)
            to = at if what < 0.85 else None
            yield Step(class_code, code=code, to=to, venue=luck.choice(("", *VENUES[:2])))


def test_when_nobody_looks_the_guard_of_the_database_still_lets_only_one_in(race):
    start = race.monday()
    scripts = [[Step(code, (facts(f"G{day:%j}", day, "报告厅"),)) for day in days(start)] for code in CLASSES]
    rounds = race.run(scripts, blind=True)
    assert race.faults() == []
    one_wins(rounds, "TT_VENUE_CLASH")


def test_the_look_alone_lets_only_one_in_and_without_look_and_guard_these_tests_see_it(race):
    """A fault planted on purpose, and the last test of this file: the guard is gone after it."""
    with race.engine.begin() as connection:
        drop_guard(connection)
    first, second = days(race.monday())
    one_wins(race.run([[Step(code, (facts("L", first, "报告厅"),))] for code in CLASSES]), "TT_VENUE_CLASH")
    scripts = [[Step(code, (facts("F", second, "报告厅"),))] for code in CLASSES]
    assert race.run(scripts, blind=True) == [["won"] * len(CLASSES)]
    with race.engine.connect() as connection:
        assert overlaps_in(connection) != []
        assert faults_in(connection) != []
