"""What all factories share, and `Make`, by which tests reach them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from factory.alchemy import SQLAlchemyModelFactory
from sqlalchemy.orm import Session


class ModelFactory(SQLAlchemyModelFactory):
    """Base of the factories: rows are committed, so that the application sees them."""

    class Meta:
        abstract = True
        sqlalchemy_session_persistence = "commit"


def factories(base: type[ModelFactory] = ModelFactory) -> Iterator[type[ModelFactory]]:
    """Every factory of a model; those that only hold what others share are abstract and left out."""
    for made_by in base.__subclasses__():
        if not made_by._meta.abstract:
            yield made_by
        yield from factories(made_by)


def factory_of(model: str) -> type[ModelFactory]:
    """The factory of a model, by the model's name. A new factory needs no registration."""
    return next(made_by for made_by in factories() if made_by._meta.model.__name__ == model)


class Make:
    """`make.Model(…)` makes one row, `make.many(n).Model(…)` several at a time."""

    def __init__(self, session: Session, count: int | None = None) -> None:
        self._session = session
        self._count = count

    def many(self, count: int) -> Make:
        """The same, several at a time."""
        return Make(self._session, count)

    def __getattr__(self, model: str) -> Callable[..., Any]:
        made_by = factory_of(model)

        def build(**values: Any) -> Any:
            for each in factories():
                each._meta.sqlalchemy_session = self._session
            return made_by(**values) if self._count is None else made_by.create_batch(self._count, **values)

        return build
