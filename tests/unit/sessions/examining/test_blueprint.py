"""Papers: shares by largest remainder, sums that come out, the same seed the same paper, what the bank lacks."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sessions.examining.rules.blueprint import Blueprint, Cell, InBank, Lack, Part, allocate, apportion, draw
from sessions.questions.rules.questions import Difficulty, QuestionKind

SINGLE, SHORT = QuestionKind.SINGLE, QuestionKind.SHORT
SHARES = ((Difficulty.EASY, Decimal(30)), (Difficulty.MEDIUM, Decimal(50)), (Difficulty.HARD, Decimal(20)))
MODULES = (("政策", Decimal(8)), ("法律", Decimal(4)), ("战略", Decimal(4)))
PLAN = Blueprint((Part(SINGLE, 8, Decimal(5)), Part(SHORT, 2, Decimal(30))), MODULES, SHARES)


def bank(count):
    """So many questions of each kind, module and difficulty."""
    cells = [Cell(kind, name, each) for kind in (SINGLE, SHORT) for name, _ in MODULES for each in Difficulty]
    return [InBank(number * 100 + at, cell) for at, cell in enumerate(cells) for number in range(count)]


def test_the_largest_remainders_get_what_is_left():
    assert apportion(10, [Decimal(one) for one in (47, 16, 16, 12, 9)]) == [5, 2, 1, 1, 1]


def test_of_equal_remainders_the_first_ones_win_and_no_weight_gives_nothing():
    assert apportion(2, [Decimal(1)] * 3) == [1, 1, 0]
    assert apportion(5, [Decimal(0)] * 2) == [0, 0]


@given(st.integers(0, 200), st.lists(st.integers(0, 60), min_size=1, max_size=12).filter(any))
def test_shares_come_to_the_total_and_lie_within_one_of_the_exact_share(total, weights):
    counts = apportion(total, [Decimal(one) for one in weights])
    assert sum(counts) == total
    assert all(abs(count - total * weight / sum(weights)) < 1 for count, weight in zip(counts, weights, strict=True))


@given(st.lists(st.integers(0, 30), min_size=5, max_size=5), st.lists(st.integers(1, 30), min_size=1, max_size=10))
def test_every_kind_and_every_module_gets_its_number(counts, hours):
    parts = tuple(Part(kind, count, Decimal(1)) for kind, count in zip(QuestionKind, counts, strict=True))
    modules = tuple((f"模块{number}", Decimal(one)) for number, one in enumerate(hours))
    cells = allocate(Blueprint(parts, modules, SHARES))
    by_kind, by_module = Counter(), Counter()
    for cell, count in cells.items():
        by_kind[cell.kind] += count
        by_module[cell.module] += count
    assert [by_kind[part.kind] for part in parts] == counts
    assert [by_module[name] for name, _ in modules] == apportion(sum(counts), [weight for _, weight in modules])


def test_points_and_questions_add_up():
    assert (PLAN.count, PLAN.total) == (10, Decimal(100))


def test_the_same_seed_draws_the_same_paper_and_another_one_another():
    first = draw(PLAN, bank(9), "一")
    assert draw(PLAN, list(reversed(bank(9))), "一") == first
    assert draw(PLAN, bank(9), "二") != first
    assert len({number for number, _ in first.questions}) == 10
    assert [points for _, points in first.questions] == [Decimal(5)] * 8 + [Decimal(30)] * 2
    assert (first.lacks, first.instead) == ((), 0)


def test_another_difficulty_stands_in_and_is_counted():
    easy = [one for one in bank(20) if one.cell.difficulty is Difficulty.EASY]
    drawn = draw(PLAN, easy, "一")
    assert len(drawn.questions) == 10
    assert drawn.instead == sum(n for cell, n in allocate(PLAN).items() if cell.difficulty is not Difficulty.EASY)


def test_what_lacks_is_named_and_nothing_is_drawn():
    some = [one for one in bank(9) if (one.cell.kind, one.cell.module) != (SINGLE, "政策")]
    drawn = draw(PLAN, [*some[:-1], InBank(7777, Cell(SINGLE, "政策", Difficulty.HARD))], "一")
    assert drawn.questions == ()
    assert drawn.lacks == (Lack(SINGLE, "政策", 3, 1),)


def test_kinds_change_places_between_modules_where_the_bank_has_too_few():
    plan = Blueprint((Part(SINGLE, 3, Decimal(20)), Part(SHORT, 1, Decimal(40))), MODULES[:2], SHARES)
    proportional = Counter((cell.kind, cell.module) for cell in allocate(plan))
    assert proportional[SHORT, "法律"] == 0
    only_there = [one for one in bank(9) if (one.cell.kind, one.cell.module) != (SHORT, "政策")]
    drawn = draw(plan, only_there, "一")
    by_number = {one.number: one.cell for one in only_there}
    cells = Counter((by_number[number].kind, by_number[number].module) for number, _ in drawn.questions)
    assert cells == {(SINGLE, "政策"): 3, (SHORT, "法律"): 1}
