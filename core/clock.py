"""The site's wall clock: files, forms and rules speak local time, tables keep UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SITE_ZONE = ZoneInfo("Asia/Shanghai")


def to_utc(local: datetime) -> datetime:
    """A naive site time as an aware UTC time."""
    return local.replace(tzinfo=SITE_ZONE).astimezone(UTC)


def to_local(moment: datetime) -> datetime:
    """An aware time as naive site time, the form rules and pages use."""
    return moment.astimezone(SITE_ZONE).replace(tzinfo=None)


def local_now() -> datetime:
    """The site's time now, naive, in whole seconds."""
    return to_local(datetime.now(UTC)).replace(microsecond=0)


def today() -> date:
    """The site's date now."""
    return local_now().date()
