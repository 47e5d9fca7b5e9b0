"""Questions, papers and sittings."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import factory

from core.clock import to_utc
from sessions.examining.models import Sitting
from sessions.examining.rules.kinds import SittingKind, SittingWay
from sessions.questions.models import Question, QuestionImport, QuestionVersion
from sessions.questions.rules.questions import Difficulty, QuestionKind, QuestionState
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory
from tests.factories.training import InstitutionFactory


class QuestionImportFactory(ModelFactory):
    """A file that was read and not taken yet."""

    class Meta:
        model = QuestionImport

    institution = factory.SubFactory(InstitutionFactory)
    file = "试题.xlsx"
    digest = "0" * 64
    by_name = "李静"


class QuestionFactory(ModelFactory):
    """A question that may be drawn, without a version."""

    class Meta:
        model = Question

    institution = factory.SubFactory(InstitutionFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = QuestionState.ACTIVE


class QuestionVersionFactory(ModelFactory):
    """A single choice of two points whose right answer is B."""

    class Meta:
        model = QuestionVersion

    class Params:
        institution = None

    question = factory.LazyAttribute(
        lambda made: QuestionFactory(**({"institution": made.institution} if made.institution else {}))
    )
    kind = QuestionKind.SINGLE
    module = "质量法律制度"
    difficulty = Difficulty.MEDIUM
    score = Decimal(2)
    stem = factory.Sequence(lambda n: f"产品质量的第一责任主体是（　　）。{n}")
    options = factory.LazyAttribute(
        lambda made: ["政府", "企业", "协会", "消费者"] if made.kind in ("single", "multiple") else []
    )
    answer = factory.LazyAttribute(
        lambda made: {
            "single": ["B"],
            "multiple": ["A", "C"],
            "true_false": ["T"],
            "fill_in": ["检查"],
            "short": ["要点"],
        }[made.kind]
    )
    mark = factory.Sequence(lambda n: f"mark-{n}")
    by_name = "李静"


class SittingFactory(ModelFactory):
    """A first examination on the screen, on Friday 6 March 2026 from 9 to 11, ninety minutes."""

    class Meta:
        model = Sitting

    offering = factory.SubFactory(ClassOfferingFactory)
    kind = SittingKind.FIRST
    way = SittingWay.ONLINE
    title = factory.Sequence(lambda n: f"结业考试{n}")
    opens_at = to_utc(datetime(2026, 3, 6, 9, 0))
    closes_at = to_utc(datetime(2026, 3, 6, 11, 0))
    minutes = 90
    by_name = "李静"
