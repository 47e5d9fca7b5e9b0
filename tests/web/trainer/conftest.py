"""A coordinator with a post, and his institution."""

from __future__ import annotations

import pytest

from accounts.rules import Role


@pytest.fixture
def institution(make):
    return make.Institution(name="西安长衡质量技术培训中心", code="CH-01")


@pytest.fixture
def coordinator(make, sign_in, institution):
    return sign_in(make.StaffMember(institution=institution).user)


@pytest.fixture
def administrator(make, sign_in):
    return sign_in(make.User(role=Role.ADMINISTRATOR))
