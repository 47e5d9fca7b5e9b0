"""What a table refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import IntegrityError


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """The database refuses the row: by the constraint of that name, or on SQLite by the columns it names.

    Give both, `name|column`, where SQLite names the column of a unique key instead of the key.
    """
    with pytest.raises(IntegrityError) as error:
        yield
    assert any(word in str(error.value.orig) for word in constraint.split("|"))
