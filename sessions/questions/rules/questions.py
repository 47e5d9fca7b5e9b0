"""What a question is, and what is wrong with one."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.spreadsheets.cells import half_width

LETTERS = "ABCDEFGH"
TRUE, FALSE = "T", "F"
MOST_POINTS = Decimal(100)
LONGEST_STEM, LONGEST_OPTION = 4000, 1000
_BLANK = re.compile(r"_{2,}|[（(][\s\u3000_]*[）)]")
_NOT_SAID = re.compile(r"[\W_]+")


class QuestionKind(StrEnum):
    """The form of a question."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    FILL_IN = "fill_in"
    SHORT = "short"


CHOICES = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE})


class Difficulty(StrEnum):
    """How hard a question is meant to be."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class QuestionState(StrEnum):
    """Only an active question is drawn."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Fault(StrEnum):
    """What is wrong with a question."""

    NO_STEM = "no_stem"
    TOO_LONG = "too_long"
    NO_KIND = "no_kind"
    NO_ANSWER = "no_answer"
    TOO_FEW_OPTIONS = "too_few_options"
    TOO_MANY_OPTIONS = "too_many_options"
    SAME_OPTIONS = "same_options"
    NOT_AN_OPTION = "not_an_option"
    ONE_ANSWER = "one_answer"  # a single choice with several answers
    SEVERAL_ANSWERS = "several_answers"  # a multiple choice with one answer
    NOT_TRUE_OR_FALSE = "not_true_or_false"
    BLANKS_DIFFER = "blanks_differ"
    UNKNOWN_MODULE = "unknown_module"
    NO_MODULE = "no_module"
    BAD_SCORE = "bad_score"
    BAD_DIFFICULTY = "bad_difficulty"
    PICTURE = "picture"
    SAME_IN_FILE = "same_in_file"
    SAME_IN_BANK = "same_in_bank"


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question as it is worded. `answer`: letters of options; T or F; a text per blank, of which each may name
    several that are right, with | between them; or one text to mark by.
    """

    kind: QuestionKind
    stem: str
    options: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    module: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
    score: Decimal = Decimal(1)
    explanation: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A fault, the part of the question it is in, and what stands there."""

    fault: Fault
    part: str
    said: str = ""


def blanks_in(stem: str) -> int:
    """How many blanks a text has: lines of underscores, or empty brackets."""
    return len(_BLANK.findall(stem))


def faults_of(text: QuestionText, modules: Collection[str] = ()) -> list[Found]:
    """What is wrong with a question; `modules` are the names that are known, none of them: any will do."""
    found = []
    if not text.stem:
        found.append(Found(Fault.NO_STEM, "stem"))
    if len(text.stem) > LONGEST_STEM or any(len(one) > LONGEST_OPTION for one in text.options):
        found.append(Found(Fault.TOO_LONG, "stem"))
    if not text.module:
        found.append(Found(Fault.NO_MODULE, "module"))
    elif modules and text.module not in modules:
        found.append(Found(Fault.UNKNOWN_MODULE, "module", text.module))
    if not 0 < text.score <= MOST_POINTS:
        found.append(Found(Fault.BAD_SCORE, "score", f"{text.score:f}"))
    return found + _answer_faults(text)


def _answer_faults(text: QuestionText) -> list[Found]:
    said = "、".join(text.answer)
    if text.kind in CHOICES:
        return _option_faults(text, said)
    if not any(text.answer):
        return [Found(Fault.NO_ANSWER, "answer")]
    if text.kind is QuestionKind.TRUE_FALSE and text.answer not in ((TRUE,), (FALSE,)):
        return [Found(Fault.NOT_TRUE_OR_FALSE, "answer", said)]
    if text.kind is QuestionKind.FILL_IN and len(text.answer) != max(1, blanks_in(text.stem)):
        return [Found(Fault.BLANKS_DIFFER, "answer", said)]
    return []


def _option_faults(text: QuestionText, said: str) -> list[Found]:
    found = []
    if len(text.options) < 2 or not all(text.options):
        found.append(Found(Fault.TOO_FEW_OPTIONS, "options"))
    if len(text.options) > len(LETTERS):
        found.append(Found(Fault.TOO_MANY_OPTIONS, "options"))
    if len({normalised(one) or one for one in text.options}) < len(text.options):
        found.append(Found(Fault.SAME_OPTIONS, "options"))
    if not text.answer:
        return [*found, Found(Fault.NO_ANSWER, "answer")]
    if not set(text.answer) <= set(LETTERS[: len(text.options)]):
        found.append(Found(Fault.NOT_AN_OPTION, "answer", said))
    if text.kind is QuestionKind.SINGLE and len(text.answer) > 1:
        found.append(Found(Fault.ONE_ANSWER, "answer", said))
    if text.kind is QuestionKind.MULTIPLE and len(text.answer) == 1:
        found.append(Found(Fault.SEVERAL_ANSWERS, "answer", said))
    return found


def normalised(text: str) -> str:
    """What a text says, without blanks, punctuation and the width of its characters."""
    return _NOT_SAID.sub("", half_width(text)).lower()


def fingerprint(text: QuestionText) -> str:
    """The same for questions that ask the same: wording and options count, not their order nor their punctuation."""
    parts = [normalised(text.stem), *sorted(normalised(one) for one in text.options)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
