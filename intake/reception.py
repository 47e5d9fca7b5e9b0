"""Reading files for a class: once, and again with what is stored when they leave the timetable out."""

from __future__ import annotations

from collections.abc import Sequence

from core.spreadsheets.model import Limits
from courses.models import ClassOffering
from intake import queries
from intake.reading.folder import read_class_files
from intake.reading.mapping import Mapping
from intake.rows import Reading

Files = Sequence[tuple[str, bytes]]


def read_files(files: Files, *, offering: ClassOffering | None, mapping: Mapping | None, max_bytes: int) -> Reading:
    """Everything the files hold. Files without a timetable are read with that of the class they name."""
    limits = Limits(max_bytes=max_bytes)
    reading = read_class_files(files, mapping=mapping, limits=limits, known=queries.known_of(offering))
    if offering is not None or reading.sessions:
        return reading
    named = queries.named_offering(reading)
    if named is None:
        return reading
    return read_class_files(files, mapping=mapping, limits=limits, known=queries.known_of(named))
