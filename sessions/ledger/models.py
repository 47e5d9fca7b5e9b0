"""The yearly account beyond classes: claims with proofs, adjustments, their postings, and years that were closed.

What a class earned stands in `HourPosting`, which always names a run of the rules; what people decided stands in
`AccountPosting`, which always names who decided and why. The account of a person is the sum of both.
"""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, utc_now
from core.stored_files import StoredFile
from courses.models import ClassOffering
from learners.models import Learner
from sessions.ledger.rules.claims import ClaimMove, ClaimState, ClaimTime, state_of
from sessions.ledger.rules.closing import AdjustmentState, ClosingKind
from sessions.rules.kinds import PostingKind
from standards.models import RuleSetVersion
from trainer.models import Institution


class HourClaim(Base):
    """Outside training that a learner claims (学时申报). Never changed: what becomes of it stands in its steps."""

    __tablename__ = "hour_claim"
    __table_args__ = (
        CheckConstraint("starts_on <= ends_on", name="starts_before_it_ends"),
        CheckConstraint("hours > 0", name="asks_for_hours"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    category: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    organiser: Mapped[str] = mapped_column(String(200))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    from_time: Mapped[time | None]
    to_time: Mapped[time | None]
    hours: Mapped[Decimal]
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    learner: Mapped[Learner] = relationship(lazy="raise_on_sql")
    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    steps: Mapped[list[ClaimStep]] = relationship(
        lazy="raise_on_sql", back_populates="claim", order_by="ClaimStep.number"
    )
    proofs: Mapped[list[ClaimProof]] = relationship(
        lazy="raise_on_sql", back_populates="claim", order_by="ClaimProof.id"
    )

    @property
    def state(self) -> ClaimState:
        """Where it stands, by its last step."""
        return state_of([one.kind for one in self.steps])

    def to_time_span(self) -> ClaimTime:
        return ClaimTime(self.starts_on, self.ends_on, self.from_time, self.to_time)


class ClaimStep(Base):
    """One entry in the story of a claim (申报办理记录). The number makes two reviewers at once impossible."""

    __tablename__ = "claim_step"
    __table_args__ = (
        UniqueConstraint("claim_id", "number", name="next_step_is_taken_once"),
        CheckConstraint("kind NOT IN ('asked', 'refused', 'revoked') OR note <> ''", name="says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("hour_claim.id"))
    number: Mapped[int]
    kind: Mapped[ClaimMove]
    hours: Mapped[Decimal | None]  # what was accepted
    note: Mapped[str] = mapped_column(Text, default="")
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    claim: Mapped[HourClaim] = relationship(lazy="raise_on_sql", back_populates="steps")


class ClaimProof(Base):
    """A document that proves a claim (申报证明材料), known by the digest of its content."""

    __tablename__ = "claim_proof"

    id: Mapped[int] = mapped_column(primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("hour_claim.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    digest: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)

    claim: Mapped[HourClaim] = relationship(lazy="raise_on_sql", back_populates="proofs")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")


class HourAdjustment(Base):
    """Hours that somebody wants added or taken (学时调整), and what another person decided about it."""

    __tablename__ = "hour_adjustment"
    __table_args__ = (
        CheckConstraint("hours <> 0", name="changes_something"),
        CheckConstraint("reason <> ''", name="says_why"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="another_person_decides"),
        CheckConstraint("state = 'proposed' OR decided_by_id IS NOT NULL", name="somebody_decided"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    year: Mapped[int]
    category: Mapped[str] = mapped_column(String(40))
    hours: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[AdjustmentState] = mapped_column(default=AdjustmentState.PROPOSED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(default=utc_now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(server_default="1")

    __mapper_args__ = {"version_id_col": version}

    learner: Mapped[Learner] = relationship(lazy="raise_on_sql")
    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")


class AccountPosting(Base):
    """One posting that a person decided (个人学时记账): a claim accepted, an adjustment, a reversal. Never changed."""

    __tablename__ = "account_posting"
    __table_args__ = (
        CheckConstraint("kind <> 'earn'", name="classes_earn_elsewhere"),
        CheckConstraint("kind <> 'claim' OR claim_id IS NOT NULL", name="claim_is_named"),
        CheckConstraint("kind <> 'adjust' OR adjustment_id IS NOT NULL", name="adjustment_is_named"),
        CheckConstraint("kind <> 'reverse' OR reverses_id IS NOT NULL", name="reversal_names_what_it_reverses"),
        CheckConstraint("kind = 'claim' OR reason <> ''", name="says_why"),
        UniqueConstraint("reverses_id", name="own_posting_reversed_at_most_once"),
        UniqueConstraint("adjustment_id", name="adjusted_once"),
        Index("ix_account_posting_learner_id_year", "learner_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("hour_claim.id"), index=True)
    adjustment_id: Mapped[int | None] = mapped_column(ForeignKey("hour_adjustment.id"))
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("account_posting.id"))
    rule_set_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    kind: Mapped[PostingKind]
    category: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    minutes: Mapped[int]
    hours: Mapped[Decimal]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    posted_at: Mapped[datetime] = mapped_column(default=utc_now)

    claim: Mapped[HourClaim | None] = relationship(lazy="raise_on_sql")
    adjustment: Mapped[HourAdjustment | None] = relationship(lazy="raise_on_sql")
    rule_set_version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql")


class YearClosing(Base):
    """A year of an institution closed or opened again (年度结账): by whom, when, under which figures. Never changed."""

    __tablename__ = "year_closing"
    __table_args__ = (
        UniqueConstraint("institution_id", "year", "number", name="next_closing_entry_is_written_once"),
        CheckConstraint("kind = 'close' OR reason <> ''", name="opening_again_says_why"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    number: Mapped[int]
    kind: Mapped[ClosingKind]
    rule_set_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    people: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")  # over the frozen totals and the postings behind them
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    rule_set_version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql")


class YearTotal(Base):
    """What one person had when a year was closed (年度学时结存): the figures, and the postings that make them up."""

    __tablename__ = "year_total"
    __table_args__ = (UniqueConstraint("closing_id", "learner_id", name="once_per_closing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(ForeignKey("year_closing.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    employer: Mapped[str] = mapped_column(String(200), default="")
    total: Mapped[Decimal]
    reached: Mapped[bool]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # by category after caps, carried, target
    postings: Mapped[list[str]] = mapped_column(JSON, default=list)  # E12: of a class; P7: decided by people

    closing: Mapped[YearClosing] = relationship(lazy="raise_on_sql")


class RuleSetMove(Base):
    """A class moved to another version of its rule-set (规则版本变更): from, to, by whom, why. Never changed."""

    __tablename__ = "rule_set_move"
    __table_args__ = (CheckConstraint("reason <> ''", name="says_why"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"), index=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"))
    evaluation_id: Mapped[int | None] = mapped_column(ForeignKey("evaluation.id"))  # None: nothing differed
    reason: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(120))
    at: Mapped[datetime] = mapped_column(default=utc_now)

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")
    from_version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql", foreign_keys=[from_version_id])
    to_version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql", foreign_keys=[to_version_id])
