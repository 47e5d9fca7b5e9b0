"""A draft beside the version it is going to be: who had a hand in it, and how often it was written."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, TimestampMixin
from standards.drafts.rules import DraftState
from standards.models import RuleSetVersion


class RuleSetDraft(TimestampMixin, Base):
    """The making of a rule-set version (规则集草案). `serial` grows with every write: who saw an older one is told."""

    __tablename__ = "rule_set_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"), unique=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("rule_set_version.id"), index=True)
    state: Mapped[DraftState] = mapped_column(default=DraftState.EDITING)
    serial: Mapped[int] = mapped_column(default=1)
    hands: Mapped[str] = mapped_column(Text, default="")  # ids of everybody who wrote in it, with commas
    drafted_by: Mapped[str] = mapped_column(String(120), default="")
    edited_by: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")  # why it was sent back, until it is submitted again

    version: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql", foreign_keys=[version_id])
    source: Mapped[RuleSetVersion] = relationship(lazy="raise_on_sql", foreign_keys=[source_id])

    def to_hands(self) -> frozenset[int]:
        return frozenset(int(one) for one in self.hands.split(",") if one)
