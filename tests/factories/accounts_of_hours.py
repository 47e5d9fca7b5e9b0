"""The yearly account: claims, adjustments, postings that people decided, closed years."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import factory

from sessions.ledger.models import (
    AccountPosting,
    ClaimProof,
    ClaimStep,
    HourAdjustment,
    HourClaim,
    RuleSetMove,
    YearClosing,
    YearTotal,
)
from sessions.ledger.rules.claims import ClaimMove
from sessions.ledger.rules.closing import ClosingKind
from sessions.rules.kinds import PostingKind
from tests.factories.accounts import UserFactory
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory
from tests.factories.house import StoredFileFactory
from tests.factories.training import InstitutionFactory, LearnerFactory, RuleSetVersionFactory


class HourClaimFactory(ModelFactory):
    """Two days of outside training in April 2026, eight hours."""

    class Meta:
        model = HourClaim

    learner = factory.SubFactory(LearnerFactory)
    institution = factory.SubFactory(InstitutionFactory)
    category = "外部培训"
    title = "质量工具应用研修"
    organiser = "省质量协会"
    starts_on = date(2026, 4, 11)
    ends_on = date(2026, 4, 12)
    hours = Decimal(8)


class ClaimStepFactory(ModelFactory):
    """The first step of a claim."""

    class Meta:
        model = ClaimStep

    claim = factory.SubFactory(HourClaimFactory)
    number = 1
    kind = ClaimMove.SUBMITTED


class ClaimProofFactory(ModelFactory):
    """A document behind a claim."""

    class Meta:
        model = ClaimProof

    claim = factory.SubFactory(HourClaimFactory)
    file = factory.SubFactory(StoredFileFactory)
    digest = factory.SelfAttribute("file.digest")


class HourAdjustmentFactory(ModelFactory):
    """One hour that somebody wants added."""

    class Meta:
        model = HourAdjustment

    class Params:
        asker = factory.SubFactory(UserFactory)

    learner = factory.SubFactory(LearnerFactory)
    institution = factory.SubFactory(InstitutionFactory)
    year = 2026
    category = "面授"
    hours = Decimal(1)
    reason = "签到机故障"
    asked_by_id = factory.SelfAttribute("asker.id")
    asked_by = "李静"


class AccountPostingFactory(ModelFactory):
    """Eight hours of a claim that was accepted."""

    class Meta:
        model = AccountPosting

    class Params:
        version = factory.SubFactory(RuleSetVersionFactory)

    claim = factory.SubFactory(HourClaimFactory)
    learner_id = factory.SelfAttribute("claim.learner_id")
    institution_id = factory.SelfAttribute("claim.institution_id")
    rule_set_version_id = factory.SelfAttribute("version.id")
    kind = PostingKind.CLAIM
    category = "外部培训"
    year = 2026
    minutes = 360
    hours = Decimal(8)
    reason = "依据充分"


class YearClosingFactory(ModelFactory):
    """A year that was closed."""

    class Meta:
        model = YearClosing

    institution = factory.SubFactory(InstitutionFactory)
    rule_set_version = factory.SubFactory(RuleSetVersionFactory)
    year = 2025
    number = 1
    kind = ClosingKind.CLOSE


class YearTotalFactory(ModelFactory):
    """What one person had then."""

    class Meta:
        model = YearTotal

    class Params:
        learner = factory.SubFactory(LearnerFactory)

    closing = factory.SubFactory(YearClosingFactory)
    learner_id = factory.SelfAttribute("learner.id")
    name = "李明"
    total = Decimal(8)
    reached = False


class RuleSetMoveFactory(ModelFactory):
    """A class moved from one version to another."""

    class Meta:
        model = RuleSetMove

    offering = factory.SubFactory(ClassOfferingFactory)
    from_version = factory.SelfAttribute("offering.rule_set_version")
    to_version = factory.SubFactory(RuleSetVersionFactory)
    reason = "执行新版规则"
    by_name = "李静"
