"""A small class, and people of its institution who read English pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from accounts.rules import Role
from courses.models import ClassOffering
from tests.db.archives.classes import small_class
from tests.factories import Make


@pytest.fixture
def offering(make: Make) -> ClassOffering:
    """A class with records; notice, summary and survey are missing."""
    return small_class(make, code="CQO-9")


@pytest.fixture
def staff(make: Make, sign_in: Callable[[User], User], offering: ClassOffering) -> Callable[..., User]:
    """`staff(Role.AUDITOR)`: sign somebody in who has a post at the institution of the class."""

    def enter(role: Role = Role.COORDINATOR, **values: Any) -> User:
        user = make.User(role=role, language="en", **values)
        make.StaffMember(user=user, institution=offering.institution)
        return sign_in(user)

    return enter
