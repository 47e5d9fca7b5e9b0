"""The sample class with its survey, stored as an import stores it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

from core.db import db, will_write
from courses.models import ClassOffering, ImportBatch
from intake.drafts import response_drafts
from intake.reading.folder import read_class_files
from intake.rows import Reading
from surveys import actions
from tests.factories import Make

FOLDER = Path(__file__).parents[3] / "demo" / "class-2026-spring"
FILE = FOLDER / "满意度问卷.xlsx"
LEARNERS = 42
CODE = "SXCQO-2026-01"


@cache
def reading() -> Reading:
    """The survey file as the reader understands it."""
    return read_class_files([(FILE.name, FILE.read_bytes())])


@cache
def expected() -> dict[str, Any]:
    """The published figures."""
    figures: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))["survey"]
    return figures


def sample_class(make: Make, **changes: Any) -> ClassOffering:
    """A class with the learners of the sample, and no responses yet."""
    facts = {"code": CODE, "name": "2026年春季企业首席质量官任职培训班", "starts_on": date(2026, 5, 9)}
    offering: ClassOffering = make.ClassOffering(**(facts | {"ends_on": date(2026, 5, 24)} | changes))
    make.many(LEARNERS).Enrolment(offering=offering, learner__employer=make.Employer())
    return offering


def hand_in(app: Flask, batch: ImportBatch, responses: int | None = None) -> None:
    """Store the responses of the sample (or only the first ones) as an import does."""
    batch_id = batch.id
    with app.app_context():
        will_write.set(True)
        own = db.session.get_one(ImportBatch, batch_id)
        drafts = response_drafts(reading().survey[:responses])
        actions.take_in_responses(own, drafts, reading().questions)
        db.session.commit()


def surveyed_class(app: Flask, make: Make, responses: int | None = None, **changes: Any) -> ClassOffering:
    """The class of the sample with its responses."""
    offering = sample_class(make, **changes)
    hand_in(app, make.ImportBatch(offering=offering), responses)
    return offering


def flat(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every single value with its way through the layout."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{path}/{key}")
    elif isinstance(value, list):
        yield f"{path}/length", len(value)
        for position, inner in enumerate(value):
            yield from flat(inner, f"{path}/{position}")
    else:
        yield path, value
