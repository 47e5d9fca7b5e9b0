"""What tests of archives are given."""

from __future__ import annotations

import pytest

from archives.rendering.sheets import Letterhead


@pytest.fixture
def letterhead():
    """The head of the papers of a class."""
    return Letterhead(
        "陕西质量培训中心", "任职培训班", "CQO-2026-001", "2026-03-02 — 2026-03-06", "规则集", "2026-03-06"
    )
