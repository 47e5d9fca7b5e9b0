"""A class, and the coordinator of its institution."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest


@pytest.fixture
def rule_set(make):
    return make.RuleSet(code="rules-in-force", name="陕西-示例")


@pytest.fixture
def offering(make, rule_set):
    version = make.RuleSetVersion(rule_set=rule_set)
    return make.ClassOffering(code="CQO-2026-01", name="企业首席质量官任职培训", rule_set_version=version)


@pytest.fixture
def coordinator(make, sign_in, offering):
    return sign_in(make.StaffMember(institution=offering.institution).user)


def needs_workbook(rows):
    """An .xlsx file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
