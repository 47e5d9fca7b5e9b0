"""A kind of message to say, and sites that have channels."""

from __future__ import annotations

import pytest

from messages.wording import Kind, Wording, kinds_of


@pytest.fixture(autouse=True)
def said(app, monkeypatch):
    """The kind `test.said` is worded."""
    word = lambda facts: Wording(f"消息：{facts['what']}", "请及时查看")  # noqa: E731
    monkeypatch.setitem(kinds_of(app), "test.said", Kind(word, "测试消息"))
    monkeypatch.setitem(kinds_of(app), "test.group", Kind(word, "群消息", group=True))


@pytest.fixture
def channels(app, monkeypatch):
    """`channels(SMTP_HOST=…)` sets up channels for one test."""

    def set_up(**settings):
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)

    return set_up
