"""Questions, papers and sittings."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import factory

from core.clock import to_utc
from sessions.examining.models import (
    AnswerSave,
    Candidate,
    CandidateEntry,
    ExamPaper,
    Mark,
    PaperQuestion,
    ResultRelease,
    ScreenEvent,
    Sitting,
)
from sessions.examining.rules.kinds import EntryKind, Round, ScreenKind, SittingKind, SittingWay
from sessions.questions.models import Question, QuestionImport, QuestionVersion
from sessions.questions.rules.questions import Difficulty, QuestionKind, QuestionState
from tests.factories.accounts import UserFactory
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory, EnrolmentFactory, ImportBatchFactory
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


class ExamPaperFactory(ModelFactory):
    """A paper drawn for a sitting, without questions."""

    class Meta:
        model = ExamPaper

    sitting_id = factory.LazyAttribute(lambda made: made.sitting.id)
    number = 1
    seed = "seed"
    total = 100

    class Params:
        sitting = factory.SubFactory(SittingFactory)


class PaperQuestionFactory(ModelFactory):
    """The first question of a paper, worth five points."""

    class Meta:
        model = PaperQuestion

    paper = factory.SubFactory(ExamPaperFactory)
    version = factory.SubFactory(QuestionVersionFactory)
    position = 1
    points = 5


class CandidateFactory(ModelFactory):
    """Somebody who has begun a sitting and not handed in."""

    class Meta:
        model = Candidate

    sitting = factory.SubFactory(SittingFactory)
    enrolment = factory.SubFactory(EnrolmentFactory, offering=factory.SelfAttribute("..sitting.offering"))


class AnswerSaveFactory(ModelFactory):
    """One answer of somebody."""

    class Meta:
        model = AnswerSave

    class Params:
        candidate = factory.SubFactory(CandidateFactory)
        question = factory.SubFactory(PaperQuestionFactory)

    candidate_id = factory.LazyAttribute(lambda made: made.candidate.id)
    question_id = factory.LazyAttribute(lambda made: made.question.id)
    client_id = factory.Sequence(lambda n: f"save-{n}")
    answer = factory.LazyFunction(lambda: ["B"])
    answered_at = to_utc(datetime(2026, 3, 6, 9, 10))


class ScreenEventFactory(ModelFactory):
    """The page of somebody's paper went out of sight."""

    class Meta:
        model = ScreenEvent

    class Params:
        candidate = factory.SubFactory(CandidateFactory)

    candidate_id = factory.LazyAttribute(lambda made: made.candidate.id)
    client_id = factory.Sequence(lambda n: f"screen-{n}")
    kind = ScreenKind.HIDDEN
    at = to_utc(datetime(2026, 3, 6, 9, 20))


class CandidateEntryFactory(ModelFactory):
    """Ten minutes more for somebody."""

    class Meta:
        model = CandidateEntry

    class Params:
        candidate = factory.SubFactory(CandidateFactory)

    sitting_id = factory.LazyAttribute(lambda made: made.candidate.sitting_id)
    enrolment_id = factory.LazyAttribute(lambda made: made.candidate.enrolment_id)
    kind = EntryKind.EXTRA_TIME
    minutes = 10
    reason = "电脑故障"


class MarkFactory(ModelFactory):
    """What a person gave somebody's paper sheet."""

    class Meta:
        model = Mark

    class Params:
        candidate = factory.SubFactory(CandidateFactory)
        user = factory.SubFactory(UserFactory)

    candidate_id = factory.LazyAttribute(lambda made: made.candidate.id)
    user_id = factory.LazyAttribute(lambda made: made.user.id)
    round = Round.FIRST
    points = 80


class ResultReleaseFactory(ModelFactory):
    """The results of a sitting were released."""

    class Meta:
        model = ResultRelease

    class Params:
        batch = factory.SubFactory(ImportBatchFactory)
        sitting = factory.SubFactory(SittingFactory, offering=factory.SelfAttribute("..batch.offering"))

    sitting_id = factory.LazyAttribute(lambda made: made.sitting.id)
    batch_id = factory.LazyAttribute(lambda made: made.batch.id)
    number = 1
