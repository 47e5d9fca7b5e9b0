"""From raw responses to the ones that count: duplicates, values outside their scale, incomplete and straight answers.

Every exclusion keeps its row and its reason; nothing is thrown away unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from surveys.rules import ExclusionCode, Questionnaire, RawAnswer, Response, SurveyPolicy


@dataclass(frozen=True, slots=True)
class CleanResponse:
    """A response that counts: every asked field with its value, None where it is missing."""

    row: int
    token: str
    values: Mapping[str, int | None]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Excluded:
    """A response left out, and why."""

    row: int
    token: str
    code: ExclusionCode


@dataclass(frozen=True, slots=True)
class OutOfRange:
    """A single answer outside its scale: it counts as missing, the response stays."""

    row: int
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """All responses sorted into what counts and what does not; each list runs by row."""

    rows: int
    distinct_tokens: int
    kept: tuple[CleanResponse, ...]
    excluded: tuple[Excluded, ...]
    out_of_range: tuple[OutOfRange, ...]


def prepare(responses: Iterable[Response], questionnaire: Questionnaire, policy: SurveyPolicy) -> Prepared:
    """Sort the responses in the fixed order: duplicates, values outside the scale, incomplete, straight answers.

    The order in which responses arrive does not matter. A response without a token cannot be a duplicate.
    """
    in_order = sorted(responses, key=lambda response: response.row)
    standing = _last_of_each_token(in_order)
    excluded = [
        Excluded(response.row, response.token, ExclusionCode.DUPLICATE)
        for position, response in enumerate(in_order)
        if position not in standing
    ]
    kept: list[CleanResponse] = []
    outside: list[OutOfRange] = []
    for position, response in enumerate(in_order):
        if position not in standing:
            continue
        values = _values_of(response, questionnaire, outside)
        if code := _fault(values, response.seconds, questionnaire, policy):
            excluded.append(Excluded(response.row, response.token, code))
        else:
            kept.append(CleanResponse(response.row, response.token, values, response.texts))
    excluded.sort(key=lambda one: one.row)
    return Prepared(len(in_order), len(standing), tuple(kept), tuple(excluded), tuple(outside))


def _last_of_each_token(responses: Iterable[Response]) -> set[int]:
    """Positions of those that stand: of one token the one submitted last, on equal times (or none) the lower one.

    Rows would not do: responses of two files may stand in the same row.
    """
    last: dict[str | int, tuple[int, Response]] = {}
    for position, response in enumerate(responses):
        owner = response.token or position
        if owner not in last or not _earlier(response, last[owner][1]):
            last[owner] = (position, response)
    return {position for position, _ in last.values()}


def _earlier(one: Response, other: Response) -> bool:
    """Whether it was submitted before the other; a time that is not known comes before every time."""
    if one.submitted_at is None or other.submitted_at is None:
        return one.submitted_at is None and other.submitted_at is not None
    return one.submitted_at < other.submitted_at


def _values_of(response: Response, questionnaire: Questionnaire, outside: list[OutOfRange]) -> dict[str, int | None]:
    """Read every asked field; what is outside its scale is noted in `outside` and read as missing."""
    values: dict[str, int | None] = {}
    for name, (lowest, highest) in questionnaire.scales.items():
        answer = response.answers.get(name, RawAnswer(None))
        value = answer.value if answer.value is not None else questionnaire.options.get(answer.text.strip())
        if value is None and answer.text.strip() in questionnaire.not_applicable | {""}:
            values[name] = None
        elif value is None or not lowest <= value <= highest:
            outside.append(OutOfRange(response.row, name, answer.text.strip() if value is None else str(value)))
            values[name] = None
        else:
            values[name] = value
    return values


def _fault(
    values: Mapping[str, int | None], seconds: int | None, questionnaire: Questionnaire, policy: SurveyPolicy
) -> ExclusionCode | None:
    answered = [value for item in questionnaire.items if (value := values[item]) is not None]
    if len(answered) < policy.min_items_answered:
        return ExclusionCode.INCOMPLETE
    complete = len(answered) == len(questionnaire.items)
    hasty = seconds is not None and seconds < policy.straight_seconds
    if complete and hasty and len(set(answered)) == 1:
        return ExclusionCode.STRAIGHT
    return None
