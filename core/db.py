"""Database base: naming convention, column types, and the two engines' connection settings."""

from __future__ import annotations

import sqlite3
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, DateTime, Engine, Enum, MetaData, Text, event
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from core import vault

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

MILLIONTHS = Decimal(1_000_000)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware date-time, kept in UTC; a naive one is refused because nobody could say when it was."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a date-time without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal of up to six places, stored as whole millionths: exact, and summed exactly, on both engines."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = Decimal(value) * MILLIONTHS
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than six decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(int(value)) / MILLIONTHS


class EncryptedText(TypeDecorator[str]):
    """Text encrypted at rest (AES-256-GCM); `purpose` names table and column and is bound into the ciphertext."""

    impl = Text
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else vault.seal(value, self.purpose)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else vault.unseal(value, self.purpose)


def by_value(members: type[StrEnum], name: str | None = None) -> Enum:
    """A column type that stores an enum by value with a check; a second one of a table needs a name for its check."""
    return Enum(
        members,
        name=name,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=40,
        values_callable=lambda enum: [member.value for member in enum],
    )


class Base(DeclarativeBase):
    """The base of every model."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {
        datetime: UTCDateTime(),
        Decimal: ExactDecimal(),
        StrEnum: by_value(StrEnum),
    }


db = SQLAlchemy(metadata=Base.metadata)


def utc_now() -> datetime:
    """This moment, aware, in whole microseconds."""
    return datetime.now(UTC)


class TimestampMixin:
    """When a row was made and last changed."""

    created_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=90)
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now, sort_order=91)


def render_item(type_: str, obj: object, autogen_context: object) -> str | bool:
    """Write our column types into migrations as plain SQLAlchemy ones, so a migration never imports the app."""
    plain = {UTCDateTime: "sa.DateTime(timezone=True)", ExactDecimal: "sa.BigInteger()", EncryptedText: "sa.Text()"}
    if type_ == "type":
        return plain.get(type(obj), False)
    return False


# Whether the transaction that opens next will write. Requests that only read set it to False; everything else writes.
will_write: ContextVar[bool] = ContextVar("will_write", default=True)


@event.listens_for(Engine, "connect")
def set_up_sqlite(dbapi_connection: Any, _record: object) -> None:
    """SQLite as a record keeper: write-ahead log, full synchronisation, foreign keys, patience with a busy writer."""
    if not isinstance(dbapi_connection, sqlite3.Connection):
        return
    dbapi_connection.isolation_level = None  # The driver starts transactions late; `begin_sqlite` starts them.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "journal_size_limit=67108864",
    ):
        dbapi_connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def begin_sqlite(connection: Connection) -> None:
    """A writing transaction takes the write lock at once: read-then-write under plain BEGIN fails as "locked"."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if will_write.get() else "BEGIN")
