"""What people read about a day."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from sessions.portals.rules import Moment

MOMENTS: dict[Moment, tuple[Any, str]] = {
    Moment.AHEAD: (_l("Not begun"), "neutral"),
    Moment.NOW: (_l("Under way now"), "info"),
    Moment.OVER: (_l("Over for today"), "neutral"),
}
