"""What people read about recorded lessons and the proof of watching them."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from sessions.online.models import LessonPrompt
from sessions.online.queries import Asked
from sessions.online.rules.beats import Verdict
from sessions.record_labels import duration

VERDICTS = {
    Verdict.STARTED: _l("Begins here"),
    Verdict.PROVED: _l("Counts"),
    Verdict.CUT: _l("Counts in part: the video ran ahead of the clock"),
    Verdict.STILL: _l("The video stood still"),
    Verdict.HIDDEN: _l("The page was not in sight"),
    Verdict.IDLE: _l("Nobody touched anything for long"),
    Verdict.FAST: _l("Played faster than allowed"),
    Verdict.JUMP: _l("Jumped ahead; what was passed over does not count"),
    Verdict.GAP: _l("The connection was broken too long"),
    Verdict.WAITING: _l("A question was open"),
    Verdict.SUPERSEDED: _l("Another device has taken over"),
    Verdict.CLOSED: _l("The visit had ended"),
    Verdict.BAD: _l("Cannot be right"),
}
SAID = {
    Verdict.FAST: _l("This speed is higher than allowed; the speed was set back."),
    Verdict.JUMP: _l(
        "Back to where the last stretch that counts ended; what was not watched or not counted cannot be skipped."
    ),
    Verdict.GAP: _l("The connection was broken for a while; that stretch does not count and can be watched again."),
    Verdict.SUPERSEDED: _l("You are watching on another device now. This one has stopped."),
    Verdict.BAD: _l("The player reported something that cannot be right. Reload the page."),
}

name_actions(
    {
        "sessions.lesson_put": _l("Put in a recorded lesson"),
        "sessions.lesson_question_added": _l("Added a question to a recorded lesson"),
        "sessions.lesson_question_withdrawn": _l("Withdrew a question of a recorded lesson"),
    }
)


def said(verdict: Verdict) -> str:
    """What a learner is told of a report; nothing while all is well."""
    return str(SAID.get(verdict, ""))


def question_text(prompt: LessonPrompt) -> str:
    """What a question says."""
    if prompt.question is not None:
        return prompt.question.text
    if prompt.idle:
        return _("Nobody has touched anything for a while. Are you still watching?")
    return _("Are you still watching? Click to go on.")


def question_choices(prompt: LessonPrompt) -> list[str]:
    """What may be answered."""
    return list(prompt.question.choices) if prompt.question else [_("Continue watching")]


def answer_words(asked: Asked) -> str:
    """What became of a question."""
    if asked.answer is None:
        return _("Not answered; what followed does not count")
    if asked.answer.is_right is None:
        return _("Clicked")
    return _("Right") if asked.answer.is_right else _("Wrong")


def minute(milliseconds: int) -> str:
    """0:12:30, a place in a video."""
    return duration(milliseconds // 1000)
