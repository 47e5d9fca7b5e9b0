"""Questions that a page of a lower package asks and a higher package answers: the lower one names the question only.

The page of a teacher, for example, shows how many sessions the teacher holds; sessions live above teachers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app

SESSIONS_BY_TEACHER = "how many sessions each of these teachers holds: (teacher ids) -> dict of numbers"
CLASSES_BY_INSTITUTION = "how many classes each of these institutions has: (institution ids) -> dict of numbers"
CURRICULA_OF_INSTITUTION = "how many curricula an institution has: (institution id) -> number"
HOURS_BY_TEACHER = "credit hours planned and taught in a year: (teacher ids, year) -> dict of TeachingHours"
SESSIONS_AHEAD = "the next sessions of a teacher: (teacher id, how many) -> list of rows with when, title, class, place"
SURVEY_SCORE_BY_TEACHER = "what learners gave each of these teachers: (teacher ids) -> dict of SurveyScore"
MODULE_NAMES = "the names of the modules of an institution's curricula: (institution id) -> list"
HOURS_BY_CLASS = "how many hours the timetable of each of these classes plans: (class ids) -> dict of hours"
CLASSES_UNDER_VERSION = "which classes in my scope keep this rule-set version: (version id) -> classes"
ROSTER_IN_FILE = "the people a file lists: (name, content, first day) -> judged roster lines, problems in words"
FILE_IN_DOSSIER = "put a document into the dossier: (class, entry code, name, content, who) -> whether it has the entry"
OVERLAPPING_SESSIONS = "sessions at the same time as this class's: (class id, other class ids) -> lines by class id"
GATES_AHEAD = "the gates ahead of a class with what stands in each: (class, day, site time) -> list of Gate"

START_PAGE = "the start page of a person who has one of his own: (user) -> page, or None for the usual one"


def answer(bp: Blueprint, question: str, by: Callable[..., Any]) -> None:
    """Answer a question as soon as the blueprint is registered."""
    bp.record_once(lambda state: _answers(state.app).update({question: by}))


def ask(question: str, *about: Any, otherwise: Any) -> Any:
    """The answer, or `otherwise` in an application without the package that knows it."""
    by = _answers(current_app).get(question)
    return by(*about) if by else otherwise


def _answers(app: Any) -> dict[str, Callable[..., Any]]:
    answers: dict[str, Callable[..., Any]] = app.extensions.setdefault("answers", {})
    return answers
