"""What templates may call."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core import templating


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 4, 16, 30, 5, tzinfo=UTC), "2026-03-05 00:30:05"),
        (datetime(2026, 3, 5, 9, 0), "2026-03-05 09:00:00"),
        (None, ""),
    ],
)
def test_times_are_shown_on_the_sites_clock(moment, words):
    assert templating.local_time(moment) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 3, 5), "2026-03-05"), (datetime(2026, 3, 4, 16, 30, tzinfo=UTC), "2026-03-05"), (None, "")],
)
def test_days_are_shown_on_the_sites_calendar(day, words):
    assert templating.local_day(day) == words


def test_an_icon_is_drawn_into_the_page_and_hidden_from_screen_readers(tmp_path):
    file = tmp_path / "vendor" / "icons" / "home.svg"
    file.parent.mkdir(parents=True)
    file.write_text('<!-- licence -->\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 1"/></svg>')
    drawing = templating._drawing(str(tmp_path), "home")
    assert '<path d="M1 1"/></svg>' in drawing
    assert 'aria-hidden="true"' in drawing
    assert "licence" not in drawing


def test_without_the_icon_set_pages_still_show_their_words(tmp_path):
    assert templating._drawing(str(tmp_path), "missing") == ""
