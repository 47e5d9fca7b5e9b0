"""The demo's recorded lesson: one of the finished class can be watched in the built-in player."""

from __future__ import annotations

from pathlib import Path

from accounts.models import User
from courses.models import ClassOffering
from sessions import queries as session_queries
from sessions.online.actions import lessons

VIDEO = Path(__file__).resolve().parent.parent / "demo" / "lesson.mp4"
SESSION, NAME = "R3", "质量文化微课（演示）.mp4"
QUESTIONS = (
    ("企业质量安全的第一责任人是谁？", ["企业主要负责人", "质检员", "车间主任"]),
    ("下面哪一项属于质量的预防成本？", ["质量培训费用", "返工费用", "退货损失"]),
)


def put_in(offering: ClassOffering, *, by: User) -> None:
    """The video of one recorded session, and two questions that pop up."""
    session = session_queries.every_session(offering.id)[SESSION]
    with VIDEO.open("rb") as file:
        lessons.put_lesson(offering, session, NAME, file, by=by)
    for text, choices in QUESTIONS:
        lessons.add_question(offering, session, text=text, choices=choices, right=0, by=by)
