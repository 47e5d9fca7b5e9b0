"""A kind of message to say."""

from __future__ import annotations

import pytest

from messages.wording import Kind, Wording, kinds_of


@pytest.fixture(autouse=True)
def said(app, monkeypatch):
    """The kind `test.said` is worded."""
    monkeypatch.setitem(
        kinds_of(app), "test.said", Kind(lambda facts: Wording(facts["what"], "请及时查看"), "测试消息")
    )
