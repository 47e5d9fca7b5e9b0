"""Numbers that prove themselves: citizen identity numbers and unified social credit codes."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

_ID_FORM = re.compile(r"[0-9]{17}[0-9X]")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_EARLIEST_BIRTH = date(1800, 1, 1)


class IdentityFault(StrEnum):
    """The first thing wrong with an identity number."""

    PRECISION = "E_ID_PRECISION"
    FIFTEEN = "E_ID_15"
    FORMAT = "E_ID_FORMAT"
    BIRTH = "E_ID_BIRTH"
    SEX = "E_ID_SEX"
    CHECK = "E_ID_CHECK"


def identity_fault(number: str, *, sex: str, born_by: date | None) -> IdentityFault | None:
    """The first fault of an 18-character number (GB 11643-1999) in upper case, or None.

    `sex` is 男 or 女 as the roster states it, anything else contradicts nothing. `born_by` is the first day of the
    class: nobody is born after it. Order: form, birth date, sex, check character.
    """
    if re.fullmatch(r"[0-9]{15}", number):
        return IdentityFault.FIFTEEN
    if not _ID_FORM.fullmatch(number):
        return IdentityFault.FORMAT
    born = birth_date(number)
    if born is None or (born_by is not None and born > born_by):
        return IdentityFault.BIRTH
    if sex in ("男", "女") and sex != sex_of(number):
        return IdentityFault.SEX
    return None if number[17] == identity_check(number) else IdentityFault.CHECK


def birth_date(number: str) -> date | None:
    """The date in characters 7 to 14, or None where the calendar has no such day or it lies before 1800."""
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
    return born if born >= _EARLIEST_BIRTH else None


def sex_of(number: str) -> str:
    """男 if the 17th digit is odd, else 女."""
    return "男" if int(number[16]) % 2 else "女"


def identity_check(number: str) -> str:
    """The check character of the first 17 digits: ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def is_credit_code(code: str) -> bool:
    """Whether an 18-character unified social credit code (GB 32100-2015) has its right check character."""
    if len(code) != 18 or any(character not in _CREDIT_ALPHABET for character in code):
        return False
    return code[17] == credit_check(code)


def credit_check(code: str) -> str:
    """The check character of the first 17; a remainder of nought gives 0, not the 31st sign that there is not."""
    total = sum(
        _CREDIT_ALPHABET.index(character) * weight for character, weight in zip(code[:17], _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[-total % 31]
