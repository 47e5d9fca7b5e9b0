"""What a hand-in changes in class, teachers and venues: kept with the batch, so that taking it back restores it.

Lines of evidence need none of this, they are never changed. Teachers and venues that a hand-in puts on the register
stay there when it is taken back: other classes may use them by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from core import vault
from core.db import db
from courses.models import ClassOffering
from trainer.models import Teacher, Venue

Entry = ClassOffering | Teacher | Venue
Facts = Mapping[str, str | None]
Change = dict[str, Any]  # as the report keeps it: subject, id, field, before, after

MODELS: dict[str, type[Entry]] = {"class": ClassOffering, "teacher": Teacher, "venue": Venue}
CLASS_FIELDS = (
    "name",
    "training_type",
    "class_teacher",
    "class_teacher_phone",
    "starts_on",
    "ends_on",
    "required_hours",
    "pass_mark",
    "planned_offline_hours",
    "planned_online_hours",
    "note",
)
TEACHER_FIELDS = ("title", "employer", "education", "field", "years", "phone", "valid_from", "valid_to", "note")
VENUE_FIELDS = ("capacity", "equipment", "address", "safety_checked_on", "safety_result", "note")

_FIELDS: dict[str, tuple[str, ...]] = {"class": CLASS_FIELDS, "teacher": TEACHER_FIELDS, "venue": VENUE_FIELDS}
_READ: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(("starts_on", "ends_on", "valid_from", "valid_to", "safety_checked_on"), date.fromisoformat),
    **dict.fromkeys(("required_hours", "pass_mark", "planned_offline_hours", "planned_online_hours", "years"), Decimal),
    "capacity": int,
}
_SEALED = frozenset({"class_teacher_phone", "phone"})
_PURPOSE = "import_batch.report"


def snapshot(subject: str, entries: Iterable[Entry]) -> dict[int, Facts]:
    """The facts of these entries as text, by id."""
    return {one.id: {field: _text(getattr(one, field)) for field in _FIELDS[subject]} for one in entries}


def changes(subject: str, before: Mapping[int, Facts], after: Mapping[int, Facts]) -> list[Change]:
    """What differs between two snapshots of entries that both hold; telephone numbers are sealed."""
    return [
        {"subject": subject, "id": number, "field": field, "before": _seal(field, old), "after": _seal(field, new)}
        for number, facts in after.items()
        if number in before
        for field, new in facts.items()
        if (old := before[number][field]) != new
    ]


def restore(kept: Iterable[Change]) -> None:
    """Write back what was there before, wherever nobody has changed it since."""
    for change in kept:
        field: str = change["field"]
        entry = db.session.get(MODELS[change["subject"]], change["id"])
        if entry is not None and _text(getattr(entry, field)) == _unseal(field, change["after"]):
            before = _unseal(field, change["before"])
            setattr(entry, field, None if before is None else _READ.get(field, str)(before))
    db.session.flush()


def _text(value: object) -> str | None:
    """A value as text; equal decimals give equal texts."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return None if value is None else str(value)


def _seal(field: str, value: str | None) -> str | None:
    return vault.seal(value, _PURPOSE) if value and field in _SEALED else value


def _unseal(field: str, value: str | None) -> str | None:
    return vault.unseal(value, _PURPOSE) if value and field in _SEALED else value
