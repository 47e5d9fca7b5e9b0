"""What people read for questions: kinds, difficulties, states, faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from sessions.questions.rules.documents import FileFault
from sessions.questions.rules.questions import (
    CHOICES,
    LETTERS,
    TRUE,
    Difficulty,
    Fault,
    Found,
    QuestionKind,
    QuestionState,
)

KINDS: dict[QuestionKind, Any] = {
    QuestionKind.SINGLE: _l("Single choice"),
    QuestionKind.MULTIPLE: _l("Multiple choice"),
    QuestionKind.TRUE_FALSE: _l("True or false"),
    QuestionKind.FILL_IN: _l("Fill in the blank"),
    QuestionKind.SHORT: _l("Short answer"),
}
DIFFICULTIES: dict[Difficulty, Any] = {
    Difficulty.EASY: _l("Easy question"),
    Difficulty.MEDIUM: _l("Medium question"),
    Difficulty.HARD: _l("Hard question"),
}
STATES: dict[QuestionState, tuple[Any, str]] = {
    QuestionState.DRAFT: (_l("Draft question"), "neutral"),
    QuestionState.ACTIVE: (_l("May be drawn"), "good"),
    QuestionState.RETIRED: (_l("Question out of use"), "neutral"),
}
PARTS = {
    "kind": _l("Kind of question"),
    "stem": _l("Question text"),
    "options": _l("Options"),
    "answer": _l("Right answer"),
    "module": _l("Module"),
    "difficulty": _l("Difficulty"),
    "score": _l("Points"),
}
FAULTS = {
    Fault.NO_STEM: _l("The question has no text."),
    Fault.TOO_LONG: _l("A question may have 4,000 characters, an option 1,000."),
    Fault.NO_KIND: _l("Write one of: 单选题、多选题、判断题、填空题、简答题."),
    Fault.NO_ANSWER: _l("The right answer is missing."),
    Fault.TOO_FEW_OPTIONS: _l("At least two options are needed, none of them blank."),
    Fault.TOO_MANY_OPTIONS: _l("At most eight options, A to H."),
    Fault.SAME_OPTIONS: _l("Two options say the same."),
    Fault.NOT_AN_OPTION: _l("The answer names an option that is not there. Write letters, such as B or ACD."),
    Fault.ONE_ANSWER: _l("A single choice has one right answer. If several are right, write 多选题 as its kind."),
    Fault.SEVERAL_ANSWERS: _l("A multiple choice has at least two right answers."),
    Fault.NOT_TRUE_OR_FALSE: _l("Write 对 or 错 (or √, ×)."),
    Fault.BLANKS_DIFFER: _l("As many answers as blanks are needed, with ； between them."),
    Fault.UNKNOWN_MODULE: _l("No curriculum of the institution has this module. Write its name as there."),
    Fault.NO_MODULE: _l("The question names no module. Name it in the file, or choose one for the whole file."),
    Fault.BAD_SCORE: _l("Points are a number above 0, at most 100."),
    Fault.BAD_DIFFICULTY: _l("Write 易, 中 or 难."),
    Fault.PICTURE: _l("There is a picture here. It is not taken over: check whether the question stands without it."),
}
FILE_FAULTS = {
    FileFault.NOT_READABLE: _l("This is neither an Excel nor a Word (.docx) file that can be read."),
    FileFault.TOO_LARGE: _l("The file is too large."),
    FileFault.NO_QUESTIONS: _l("No question was found. Number the questions (1.), or use the template."),
    FileFault.TOO_MANY: _l("More than 2,000 questions: split the file."),
}


def fault_text(found: Found) -> str:
    """What is wrong, in a sentence."""
    if found.fault is Fault.SAME_IN_BANK:
        return _("The bank has this question already: %(code)s. It is left out.", code=found.said)
    if found.fault is Fault.SAME_IN_FILE:
        return _("The same question stands at %(place)s already. It is left out.", place=found.said)
    return str(FAULTS[found.fault])


def answer_text(kind: QuestionKind, answer: Sequence[str]) -> str:
    """A right answer, or one that was given, as people write it."""
    if kind is QuestionKind.TRUE_FALSE:
        return "".join(str(_("True")) if one == TRUE else str(_("False")) for one in answer)
    if kind in CHOICES:
        return "".join(sorted(answer))
    return "；".join(answer)


def lettered(options: Sequence[str]) -> list[tuple[str, str]]:
    """Options with their letters."""
    return list(zip(LETTERS, options, strict=False))


name_actions(
    {
        "sessions.question_added": _l("Question added to the bank"),
        "sessions.question_reworded": _l("Question worded anew"),
        "sessions.question_state": _l("State of a question changed"),
        "sessions.questions_imported": _l("Questions imported"),
    },
    details={"added": _l("Added")},
)
