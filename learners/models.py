"""People and their employers."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import User
from core.db import Base, EncryptedText, TimestampMixin


class Employer(TimestampMixin, Base):
    """An enterprise that sends learners (单位). Found again by its unified social credit code, else by its name."""

    __tablename__ = "employer"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), index=True)
    uscc: Mapped[str | None] = mapped_column(String(18), unique=True)
    size: Mapped[str] = mapped_column(String(20), default="")
    industry_code: Mapped[str] = mapped_column(String(8), default="")
    industry: Mapped[str] = mapped_column(String(120), default="")
    above_scale: Mapped[bool | None]
    city: Mapped[str] = mapped_column(String(60), default="")


class Learner(TimestampMixin, Base):
    """A person being trained (学员). One person, one identity number, any number of classes."""

    __tablename__ = "learner"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), unique=True)
    employer_id: Mapped[int | None] = mapped_column(ForeignKey("employer.id"), index=True)
    name: Mapped[str] = mapped_column(String(80), index=True)
    sex: Mapped[str] = mapped_column(String(4), default="")
    id_number: Mapped[str] = mapped_column(EncryptedText("learner.id_number"))
    id_index: Mapped[str] = mapped_column(String(64), unique=True)  # keyed blind index of the identity number
    phone: Mapped[str | None] = mapped_column(EncryptedText("learner.phone"))
    education: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(String(80), default="")
    post: Mapped[str] = mapped_column(String(120), default="")
    quality_years: Mapped[Decimal | None]

    user: Mapped[User | None] = relationship(lazy="raise_on_sql")
    employer: Mapped[Employer | None] = relationship(lazy="raise_on_sql")
