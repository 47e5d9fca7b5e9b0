"""How far a class has come, as a number: what of each module is taught, and, in between, by whom and whether today.

A token is one sitting of a module: its length and, where it matters later, its teacher. From a state a token leads to
the next one, at the cost of what it adds: another teacher of the module, another day of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from courses.solver.problem import ClassGroup, Module
from courses.solver.weights import Weights

MOST_STATES = 20_000
NOBODY = -1
"""The teacher of a token when it does not matter who it is."""
NOT_BEGUN, DONE = 0, 1

Token = tuple[int, int]
"""(length, place of the teacher among those of the module, or NOBODY)"""


class TooLarge(Exception):
    """There is more than can be listed."""


@dataclass
class Progress:
    """One module: its states by number, where tokens lead, what is still to teach, and the state the next morning."""

    teachers: list[int]
    tokens: list[Token]
    moves: dict[tuple[int, Token], tuple[int, int]] = field(default_factory=dict)
    left: list[int] = field(default_factory=list)
    overnight: list[int] = field(default_factory=list)


def progress_of(module: Module, longest: int, weights: Weights) -> Progress:
    lengths = range(max(1, module.min_block), min(module.max_block or longest, longest, module.slots) + 1)
    teachers = sorted(module.teachers)
    if module.slots in lengths and not divides(module.slots, lengths):
        token = (module.slots, NOBODY)
        return Progress(teachers, [token], {(NOT_BEGUN, token): (DONE, 0)}, [module.slots, 0], [NOT_BEGUN, DONE])
    tokens = [(length, place) for length in lengths for place in range(len(teachers))]
    return in_parts(Progress(teachers, tokens), module.slots, weights)


def divides(slots: int, lengths: range) -> bool:
    """Whether a module can be taught in more than one sitting."""
    sums = {0}
    for _turn in range(slots):
        sums |= {one + length for one in sums for length in lengths if one + length < slots}
    return any(slots - length in sums - {0} for length in lengths)


def in_parts(found: Progress, slots: int, weights: Weights) -> Progress:
    """A state is (lessons taught, teachers so far as bits, whether one was today)."""
    states: list[Any] = [(0, 0, 0), DONE]
    index: dict[Any, int] = {(0, 0, 0): NOT_BEGUN}
    for number in range(MOST_STATES):
        if number == len(states):
            break
        if states[number] == DONE:
            continue
        taught, mask, today = states[number]
        for length, place in found.tokens:
            if taught + length > slots:
                continue
            cost = weights.same_teacher * bool(mask and not mask >> place & 1)
            cost += weights.scatter * bool(taught and not today)
            after: Any = (taught + length, mask | 1 << place, 1)
            target = DONE if taught + length == slots else known(index, states, after)
            found.moves[number, (length, place)] = (target, cost)
    else:
        raise TooLarge
    found.left = [0 if one == DONE else slots - one[0] for one in states]
    found.overnight = [DONE if one == DONE else index[(*one[:2], 0)] for one in states]
    return found


def known(index: dict[Any, int], states: list[Any], state: tuple[int, int, int]) -> int:
    """The number of a state; the one of the next morning gets its number with it."""
    for one in (state, (*state[:2], 0)):
        if one not in index:
            index[one] = len(states)
            states.append(one)
    return index[state]


@dataclass
class States:
    """All states of a class. `columns` are tokens as (module, token); `then[state, column]` is -1 if not possible."""

    progress: list[Progress]
    columns: list[tuple[int, Token]]
    then: npt.NDArray[Any]
    cost: npt.NDArray[Any]
    left: npt.NDArray[Any]
    overnight: npt.NDArray[Any]
    final: int


def states_of(group: ClassGroup, longest: int, weights: Weights) -> States:
    progress = [progress_of(module, longest, weights) for module in group.modules]
    columns = [(place, token) for place, one in enumerate(progress) for token in one.tokens]
    before = earlier(group)
    start = (NOT_BEGUN,) * len(progress)
    index, states = {start: 0}, [start]

    def number(state: tuple[int, ...]) -> int:
        if state not in index:
            index[state] = len(states)
            states.append(state)
        return index[state]

    then, cost, overnight, turn = [], [], [], 0
    while turn < len(states):
        state = states[turn]
        moves = [next_of(progress, before, state, place, token) for place, token in columns]
        then.append([-1 if one is None else number(one[0]) for one in moves])
        cost.append([0 if one is None else one[1] for one in moves])
        overnight.append(number(tuple(one.overnight[at] for one, at in zip(progress, state, strict=True))))
        turn += 1
        if turn > MOST_STATES:
            raise TooLarge
    left = [sum(one.left[at] for one, at in zip(progress, state, strict=True)) for state in states]
    final = number((DONE,) * len(progress))
    if final >= len(left):
        raise TooLarge
    return States(
        progress, columns, np.array(then, np.int32), np.array(cost, np.float64), np.array(left, np.int32),
        np.array(overnight, np.int32), final,
    )  # fmt: skip


def earlier(group: ClassGroup) -> list[list[int]]:
    """By place of a module, the places of those that must be done before."""
    place = {module.id: number for number, module in enumerate(group.modules)}
    found: list[list[int]] = [[] for _module in group.modules]
    for before, after in group.order:
        if before in place and after in place:
            found[place[after]].append(place[before])
    return found


def next_of(
    progress: list[Progress], before: list[list[int]], state: tuple[int, ...], place: int, token: Token
) -> tuple[tuple[int, ...], int] | None:
    move = progress[place].moves.get((state[place], token))
    if move is None or any(state[one] != DONE for one in before[place]):
        return None
    return (*state[:place], move[0], *state[place + 1 :]), move[1]
