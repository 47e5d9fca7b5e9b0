"""The sample class, small surveys made by hand, and the policy they are judged by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from surveys.rules import Dimension, Questionnaire, RawAnswer, Response, SurveyPolicy

SAMPLE = Path(__file__).parents[3] / "demo" / "class-2026-spring"

POLICY = SurveyPolicy(
    min_items_answered=9,
    straight_seconds=60,
    min_items_per_dimension=2,
    top_box_from=4,
    promoter_from=9,
    detractor_to=6,
    suppress_below=5,
    confidence=0.95,
)
NAMES = ("课程内容", "师资水平", "场地设施", "组织服务")
QUESTIONNAIRE = Questionnaire(
    edition="GB/Z 27907-2011",
    scale_min=1,
    scale_max=5,
    nps_max=10,
    dimensions=tuple(
        Dimension(f"d{i + 1}", name, tuple(f"q{3 * i + j}" for j in (1, 2, 3)), f"importance{i + 1}")
        for i, name in enumerate(NAMES)
    ),
    overall="overall",
    recommendation="nps",
    texts=("text1", "text2"),
    not_applicable=frozenset({"不适用"}),
)


@cache
def expected() -> dict[str, Any]:
    return json.loads((SAMPLE / "expected.json").read_text(encoding="utf-8"))["survey"]


@cache
def sample_responses() -> tuple[Response, ...]:
    sheet = CalamineWorkbook.from_path(SAMPLE / "满意度问卷.xlsx").get_sheet_by_name("答卷数据").to_python()
    fields = [*QUESTIONNAIRE.scales]
    return tuple(
        Response(
            row=number,
            token=line[1],
            submitted_at=line[2],
            seconds=int(line[3]),
            answers=dict(zip(fields, map(raw, line[4:22]), strict=True)),
            texts={"text1": line[22], "text2": line[23]},
        )
        for number, line in enumerate(sheet[1:], start=2)
    )


def raw(cell: object) -> RawAnswer:
    return RawAnswer(int(cell), str(int(cell))) if isinstance(cell, float) else RawAnswer(None, str(cell))


def questionnaire(dimensions: int = 2, items: int = 1, **changes: Any) -> Questionnaire:
    """A small questionnaire: dimensions a, b, … with items a1, a2, …, importance a, b, … under `weight_a`."""
    made = Questionnaire(
        edition="GB/T 19014-2019",
        scale_min=1,
        scale_max=5,
        nps_max=10,
        dimensions=tuple(
            Dimension(key, key.upper(), tuple(f"{key}{j + 1}" for j in range(items)), f"weight_{key}")
            for key in "abcdefgh"[:dimensions]
        ),
        overall="overall",
        recommendation="nps",
        texts=("wish",),
        not_applicable=frozenset({"不适用"}),
    )
    return replace(made, **changes)


def lenient(**changes: Any) -> SurveyPolicy:
    """A policy under which nothing is excluded or hidden unless the test says so."""
    made = replace(POLICY, min_items_answered=0, straight_seconds=0, min_items_per_dimension=1, suppress_below=0)
    return replace(made, **changes)


def responses(**columns: Sequence[int | str | None]) -> list[Response]:
    """One response per position of the columns, rows counted from 2; text stands for an answer that is no number."""
    length = len(next(iter(columns.values()), ()))
    return [
        Response(
            row=i + 2,
            token=f"T{i}",
            submitted_at=None,
            seconds=None,
            answers={name: answer(values[i]) for name, values in columns.items()},
        )
        for i in range(length)
    ]


def answer(value: int | str | None) -> RawAnswer:
    return RawAnswer(value, str(value)) if isinstance(value, int) else RawAnswer(None, value or "")
