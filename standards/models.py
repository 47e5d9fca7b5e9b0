"""Rule-sets, their versions, parameters and clauses."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimestampMixin, utc_now
from standards.rules import Confidence, Parameter, VersionFacts, VersionState


class RuleSet(TimestampMixin, Base):
    """A named policy (规则集), for example 陕西-示例."""

    __tablename__ = "rule_set"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    region: Mapped[str] = mapped_column(String(6), default="")
    is_sample: Mapped[bool] = mapped_column(default=True)  # shown as 示例 wherever a value of it shows


class RuleSetVersion(TimestampMixin, Base):
    """One version of a rule-set (规则集版本). Never changed once approved: a change is a new version."""

    __tablename__ = "rule_set_version"
    __table_args__ = (UniqueConstraint("rule_set_id", "version", name="version_is_unique"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"), index=True)
    version: Mapped[int]
    state: Mapped[VersionState]
    effective_from: Mapped[date]
    basis: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    approved_by: Mapped[str] = mapped_column(String(120), default="")
    approved_at: Mapped[datetime | None]
    digest: Mapped[str] = mapped_column(String(64))  # SHA-256 of the file it was loaded from

    rule_set: Mapped[RuleSet] = relationship(lazy="raise_on_sql")
    parameters: Mapped[list[RuleParameter]] = relationship(
        lazy="raise_on_sql", back_populates="version", order_by="RuleParameter.position"
    )
    clauses: Mapped[list[RuleClause]] = relationship(
        lazy="raise_on_sql", back_populates="version", order_by="RuleClause.position"
    )
    filing_items: Mapped[list[FilingItem]] = relationship(
        lazy="raise_on_sql", back_populates="version", order_by="FilingItem.position"
    )

    def to_facts(self) -> VersionFacts:
        return VersionFacts(self.version, self.state, self.effective_from)

    def to_parameters(self) -> dict[str, Parameter]:
        return {one.key: one.to_parameter() for one in self.parameters}


class DiscardedDraft(Base):
    """The number of a draft that was discarded (废弃草案), and why: it is never given again."""

    __tablename__ = "discarded_rule_set_draft"
    __table_args__ = (UniqueConstraint("rule_set_id", "version", name="discarded_number_is_given_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    version: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_name: Mapped[str] = mapped_column(String(120), default="")
    at: Mapped[datetime] = mapped_column(default=utc_now)

    rule_set: Mapped[RuleSet] = relationship(lazy="raise_on_sql")


class RuleParameter(Base):
    """One figure of a version (规则参数), with its basis (依据) and how sure it is."""

    __tablename__ = "rule_parameter"
    __table_args__ = (UniqueConstraint("version_id", "key", name="key_is_unique"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"), index=True)
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(120))
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    unit: Mapped[str] = mapped_column(String(40), default="")
    basis: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[Confidence]

    version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql", back_populates="parameters")

    def to_parameter(self) -> Parameter:
        return Parameter(self.key, self.value, self.unit, self.basis, self.confidence)


class RuleClause(Base):
    """One requirement (条款) in our own words, with what proves it."""

    __tablename__ = "rule_clause"
    __table_args__ = (UniqueConstraint("version_id", "code", name="clause_code_is_unique"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(40))
    stage: Mapped[str] = mapped_column(String(40))
    requirement: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(Text, default="")
    confidence: Mapped[Confidence]

    version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql", back_populates="clauses")


class FilingItem(Base):
    """One entry of the filing list (归档范围): what a dossier must hold and how long it is kept."""

    __tablename__ = "filing_item"
    __table_args__ = (UniqueConstraint("version_id", "code", name="filing_code_is_unique"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    stage: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(200))
    required: Mapped[bool] = mapped_column(default=True)
    retention: Mapped[str] = mapped_column(String(10), default="")

    version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql", back_populates="filing_items")
