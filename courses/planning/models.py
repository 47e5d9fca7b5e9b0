"""Training needs, annual plans and the classes opened from them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, EncryptedText, TimestampMixin, utc_now
from courses.models import ClassOffering, Curriculum
from courses.planning.rules import Amount, Delivery, Need, NeedSource, PlanState
from trainer.models import Institution


class TrainingNeed(TimestampMixin, Base):
    """What an employer or a learner wants to be trained in (培训需求). Withdrawn with a reason, never deleted."""

    __tablename__ = "training_need"
    __table_args__ = (
        CheckConstraint("people > 0", name="is_for_somebody"),
        Index("ix_training_need_institution_id_year", "institution_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    year: Mapped[int]
    source: Mapped[NeedSource] = mapped_column(default=NeedSource.FORM)
    employer: Mapped[str] = mapped_column(String(200))
    contact: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str | None] = mapped_column(EncryptedText("training_need.phone"))
    training_type: Mapped[str] = mapped_column(String(60), default="")
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    people: Mapped[int] = mapped_column(default=1)
    months: Mapped[list[int]] = mapped_column(JSON, default=list)
    delivery: Mapped[Delivery] = mapped_column(default=Delivery.ANY)
    remark: Mapped[str] = mapped_column(Text, default="")
    entered_by: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(120), default="")
    withdrawn_reason: Mapped[str] = mapped_column(Text, default="")

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")

    def to_need(self) -> Need:
        return Need(
            self.employer, self.training_type, tuple(self.topics), self.people, tuple(self.months), self.delivery
        )


class AnnualPlan(TimestampMixin, Base):
    """One version of the training plan of a year (年度培训计划). Approved by somebody else; then it never changes."""

    __tablename__ = "annual_plan"
    __table_args__ = (
        UniqueConstraint("institution_id", "year", "version", name="one_version_per_year"),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> drafted_by_id", name="approved_by_somebody_else"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    year: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[PlanState] = mapped_column(default=PlanState.DRAFT)
    reason: Mapped[str] = mapped_column(Text, default="")  # why there is a new version
    note: Mapped[str] = mapped_column(Text, default="")
    drafted_by: Mapped[str] = mapped_column(String(120), default="")
    approved_by: Mapped[str] = mapped_column(String(120), default="")
    submitted_at: Mapped[datetime | None]
    approved_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(Text, default="")
    edition: Mapped[int] = mapped_column(default=1)  # counts savings, so that two people at once are told

    institution: Mapped[Institution] = relationship(lazy="raise_on_sql")
    items: Mapped[list[PlanItem]] = relationship(
        lazy="raise_on_sql", back_populates="plan", order_by="PlanItem.position"
    )


class PlanItem(Base):
    """A line of an annual plan (计划项目). Its key stays the same in every version of the year's plan."""

    __tablename__ = "plan_item"
    __table_args__ = (
        UniqueConstraint("plan_id", "key", name="key_is_unique_in_plan"),
        CheckConstraint("month IS NULL OR month BETWEEN 1 AND 12", name="month_is_a_month"),
        CheckConstraint("classes > 0 AND people >= 0", name="plans_a_class"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("annual_plan.id"), index=True)
    curriculum_id: Mapped[int | None] = mapped_column(ForeignKey("curriculum.id"))
    key: Mapped[str] = mapped_column(String(32), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    training_type: Mapped[str] = mapped_column(String(60), default="")
    target_group: Mapped[str] = mapped_column(String(200), default="")
    classes: Mapped[int] = mapped_column(default=1)
    people: Mapped[int] = mapped_column(default=0)  # of all its classes
    month: Mapped[int | None]
    hours: Mapped[Decimal | None]  # of one class
    budget: Mapped[Decimal | None]
    responsible: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(Text, default="")

    plan: Mapped[AnnualPlan] = relationship(lazy="raise_on_sql", back_populates="items")
    curriculum: Mapped[Curriculum | None] = relationship(lazy="raise_on_sql")

    def to_amount(self) -> Amount:
        return Amount(self.classes, self.people, (self.hours or Decimal(0)) * self.classes)


class PlannedClass(Base):
    """Which line of the year's plan a class was opened from (计划开班)."""

    __tablename__ = "planned_class"
    __table_args__ = (UniqueConstraint("offering_id", name="one_line_per_class"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    offering_id: Mapped[int] = mapped_column(ForeignKey("class_offering.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"), index=True)
    key: Mapped[str] = mapped_column(String(32), index=True)

    offering: Mapped[ClassOffering] = relationship(lazy="raise_on_sql")


class PlanRemark(Base):
    """Why the year differs from a line of its plan (偏差说明). The newest counts, earlier ones stay."""

    __tablename__ = "plan_remark"

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("plan_item.id"), index=True)
    key: Mapped[str] = mapped_column(String(32), index=True)
    reason: Mapped[str] = mapped_column(Text)
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)
