"""What the parts of a question say when people type them: kinds, difficulties, answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from core.spreadsheets.cells import half_width
from sessions.questions.rules.questions import (
    CHOICES,
    FALSE,
    LETTERS,
    TRUE,
    Difficulty,
    Fault,
    Found,
    QuestionKind,
    QuestionText,
    blanks_in,
    faults_of,
)

KINDS: tuple[tuple[str, QuestionKind], ...] = (
    ("多项选择", QuestionKind.MULTIPLE),
    ("不定项选择", QuestionKind.MULTIPLE),
    ("多选", QuestionKind.MULTIPLE),
    ("multiple", QuestionKind.MULTIPLE),
    ("单项选择", QuestionKind.SINGLE),
    ("单选", QuestionKind.SINGLE),
    ("选择题", QuestionKind.SINGLE),
    ("single", QuestionKind.SINGLE),
    ("判断", QuestionKind.TRUE_FALSE),
    ("是非", QuestionKind.TRUE_FALSE),
    ("true", QuestionKind.TRUE_FALSE),
    ("填空", QuestionKind.FILL_IN),
    ("fill", QuestionKind.FILL_IN),
    ("简答", QuestionKind.SHORT),
    ("问答", QuestionKind.SHORT),
    ("论述", QuestionKind.SHORT),
    ("案例分析", QuestionKind.SHORT),
    ("主观题", QuestionKind.SHORT),
    ("short", QuestionKind.SHORT),
)
DIFFICULTIES = {
    Difficulty.EASY: ("易", "容易", "简单", "低", "较易", "easy", "1"),
    Difficulty.MEDIUM: ("中", "中等", "一般", "适中", "medium", "2"),
    Difficulty.HARD: ("难", "较难", "困难", "高", "hard", "3"),
}
TRUTHS = {
    TRUE: ("对", "正确", "√", "✓", "✔", "是", "t", "true", "y", "yes"),
    FALSE: ("错", "错误", "×", "✗", "✘", "x", "否", "不正确", "f", "false", "n", "no"),
}
_LETTERS_ONLY = re.compile(r"[A-H][A-H、,，;；\s]*")
_IN_BRACKETS = re.compile(r"[（(]\s*([A-Ha-h]{1,8}|[√×✓✗✔✘]|对|错)\s*[）)]")


@dataclass(slots=True)
class Raw:
    """A question as it stands in a file, each part as text. `place` is the row, or the number of the paragraph."""

    place: int
    number: int = 0
    kind: str = ""
    stem: str = ""
    options: list[str] = field(default_factory=list)
    answer: str = ""
    module: str = ""
    difficulty: str = ""
    score: str = ""
    explanation: str = ""
    source: str = ""
    picture: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """A question as it was read, and what is wrong with it."""

    place: int
    text: QuestionText
    faults: tuple[Found, ...] = ()


def kind_of(said: str) -> QuestionKind | None:
    """The kind that a text names."""
    lowered = said.lower()
    return next((kind for word, kind in KINDS if word in lowered), None)


def truth_of(said: str) -> str:
    """T, F, or nothing."""
    plain = half_width(said).strip().lower()
    return next((truth for truth, words in TRUTHS.items() if plain in words), "")


def difficulty_of(said: str) -> Difficulty | None:
    """The difficulty that a text names; nothing said is medium."""
    plain = half_width(said).strip().lower().removesuffix("题")
    if not plain:
        return Difficulty.MEDIUM
    return next((one for one, words in DIFFICULTIES.items() if plain in words), None)


def points_of(said: str) -> Decimal | None:
    """The number of points; nothing said is one."""
    try:
        return Decimal(half_width(said).strip().removesuffix("分").strip() or "1")
    except InvalidOperation:
        return None


def read(raw: Raw, modules: Sequence[str] = (), module: str = "") -> Read:
    """The question in a file's words; `module` is where those belong that name none."""
    stem, answer = _answer_in_stem(raw)
    kind = kind_of(raw.kind) if raw.kind else _kind_by_looks(raw, stem, answer)
    found: list[Found] = []
    if kind is None:
        found.append(Found(Fault.NO_KIND, "kind", raw.kind))
    difficulty, points = difficulty_of(raw.difficulty), points_of(raw.score)
    if difficulty is None:
        found.append(Found(Fault.BAD_DIFFICULTY, "difficulty", raw.difficulty))
    if points is None:
        found.append(Found(Fault.BAD_SCORE, "score", raw.score))
    if raw.picture:
        found.append(Found(Fault.PICTURE, "stem"))
    text = QuestionText(
        kind or QuestionKind.SHORT,
        stem,
        tuple(raw.options) if kind in CHOICES or kind is None else (),
        answers_of(kind, answer, stem),
        raw.module.strip() or module,
        difficulty or Difficulty.MEDIUM,
        points if points is not None else Decimal(1),
        raw.explanation.strip(),
        raw.source.strip(),
    )
    return Read(raw.place, text, (*found, *(() if kind is None else faults_of(text, modules))))


def _answer_in_stem(raw: Raw) -> tuple[str, str]:
    """The stem without an answer that stands in its brackets, and the answer."""
    stem, answer = raw.stem, raw.answer.strip()
    if inside := answer_in(raw):
        stem = f"{stem[: inside.start()]}（　　）{stem[inside.end() :]}"
        answer = answer or inside[1]
    return stem.strip(), answer


def answer_in(raw: Raw) -> re.Match[str] | None:
    """The answer in the brackets of a stem."""
    inside = _IN_BRACKETS.search(raw.stem)
    return inside if inside and (raw.options or truth_of(inside[1])) else None


def _kind_by_looks(raw: Raw, stem: str, answer: str) -> QuestionKind:
    if raw.options:
        return QuestionKind.MULTIPLE if len(letters_of(answer)) > 1 else QuestionKind.SINGLE
    if truth_of(answer):
        return QuestionKind.TRUE_FALSE
    return QuestionKind.FILL_IN if "__" in stem else QuestionKind.SHORT


def letters_of(answer: str) -> tuple[str, ...]:
    """The letters of an answer, each once, in order; nothing when it is no list of letters."""
    plain = half_width(answer).upper().strip().rstrip(".。")
    return tuple(one for one in LETTERS if one in plain) if _LETTERS_ONLY.fullmatch(plain) else ()


def answers_of(kind: QuestionKind | None, said: str, stem: str) -> tuple[str, ...]:
    """An answer as questions keep it."""
    plain = said.strip()
    if not plain:
        return ()
    if kind in CHOICES:
        return letters_of(plain) or (plain,)
    if kind is QuestionKind.TRUE_FALSE:
        return (truth_of(plain) or plain,)
    if kind is QuestionKind.FILL_IN:
        return _blanks(plain, blanks_in(stem))
    return (plain,)


def _blanks(said: str, blanks: int) -> tuple[str, ...]:
    """A text for each blank, whatever sign stands between them; one blank takes all."""
    if blanks <= 1:
        return (said,)
    for signs in ("[；;\n]", "[；;、，,\n]", r"[；;、，,\n\s]+"):
        parts = tuple(part.strip() for part in re.split(signs, said) if part.strip())
        if len(parts) == blanks:
            return parts
    return tuple(part.strip() for part in re.split("[；;\n]", said) if part.strip())
