"""What a photographed sheet can answer: what a box holds, or why the picture cannot be read."""

from __future__ import annotations

from enum import StrEnum


class SheetFault(StrEnum):
    """Why a picture cannot be read."""

    NO_PICTURE = "no_picture"
    NO_CODES = "no_codes"
    FOREIGN_CODES = "foreign_codes"
    FEW_CODES = "few_codes"
    TWO_SHEETS = "two_sheets"


class Unreadable(Exception):
    """The picture cannot be read; `fault` says why."""

    def __init__(self, fault: SheetFault) -> None:
        super().__init__(fault)
        self.fault = fault


class Ink(StrEnum):
    """What a box holds."""

    SIGNED = "signed"
    BLANK = "blank"
    UNCLEAR = "unclear"
