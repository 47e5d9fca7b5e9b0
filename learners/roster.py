"""Judge the lines of a class roster (学员名册): accepted, rejected or ignored, each with the reasons in codes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from core.spreadsheets.cells import as_text, half_width, has_full_width
from core.spreadsheets.model import Cell
from learners.identity import IdentityFault, identity_fault
from learners.names import has_inner_space, has_other_dot, normalise_name
from learners.rows import Place

_TOTAL = re.compile(r"(?:合\s*计|总\s*计|小\s*计|共\s*计|总人数|总数|total)", re.IGNORECASE)
_SIGN_OFF = re.compile(
    r"(?:填表|制表|填报|审核|审批|复核|经办|联系|统计|负责|签字|盖章)[人员]?(?:签名|签字|日期|时间|单位|电话)?\s*(?:[:：]|$)|"
    r"(?:备?注|说明|附注|注意|提示)\s*\d*\s*[:：]|(?:prepared|checked|approved) by\b|(?:notes?|remarks?)\s*:",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"\d{6}[\dXx*]{8,}|\d\.\d+E\+?1\d", re.IGNORECASE)
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_DASHES = re.compile(r"[-－—–/\\]+|无|暂无|N/?A", re.IGNORECASE)
_PHONE_SEPARATORS = re.compile(r"[\s\-—–‐‑－]+")
_COUNTRY = re.compile(r"(?:\+|00)86")
_INDUSTRY = re.compile(r"([A-Ta-t])[-\s]?(\d{1,4})?(?![A-Za-z])[\s:：、.\-—]*(.*)", re.DOTALL)
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d{1,2}", re.IGNORECASE)
_SEX = {"男": "男", "男性": "男", "m": "男", "male": "男", "1": "男"}
_SEX |= {"女": "女", "女性": "女", "f": "女", "female": "女", "2": "女"}
_YES = frozenset({"是", "y", "yes", "√", "✓", "1", "true", "规上", "规模以上", "有"})
_NO = frozenset({"否", "n", "no", "×", "✗", "x", "0", "false", "规下", "规模以下", "非规上", "不是", "无"})


class RosterOutcome(StrEnum):
    """What became of a roster line."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IGNORED = "ignored"


class RosterCode(StrEnum):
    """Why a line was rejected (E), ignored (I), changed (N) or doubted (W); identity faults have their own enum."""

    DUPLICATE = "E_DUPLICATE"
    NAME_MISSING = "E_NAME_MISSING"
    PHONE_MISSING = "W_PHONE_MISSING"
    SAME_NAME = "W_SAME_NAME"
    FORMULA_TEXT = "W_FORMULA_TEXT"
    FULL_WIDTH = "N_FULLWIDTH"
    NAME_SPACE = "N_NAME_SPACE"
    NAME_DOT = "N_NAME_DOT"
    LOWER_X = "N_ID_LOWER_X"
    PHONE_SEPARATOR = "N_PHONE_SEP"
    TOTAL_ROW = "I_TOTAL_ROW"
    NOTE_ROW = "I_NOTE_ROW"


@dataclass(frozen=True, slots=True)
class RawRosterRow:
    """A line as the file has it: cell by field, and `headers` naming each field's column, e.g. "D 身份证号"."""

    place: Place
    cells: Mapping[str, Cell]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A judged line. Identity and mobile number are given only if it was accepted.

    `column` and `value` show the cell that a rejection is about, as typed; both are empty on other lines.
    """

    place: Place
    outcome: RosterOutcome
    codes: tuple[str, ...]
    name: str
    sex: str = ""
    id_number: str | None = None
    phone: str | None = None
    employer: str = ""
    uscc: str = ""
    post: str = ""
    title: str = ""
    education: str = ""
    quality_years: Decimal | None = None
    enterprise_size: str = ""
    industry_code: str = ""
    industry: str = ""
    above_scale: bool | None = None
    city: str = ""
    note: str = ""
    column: str = ""
    value: str = ""


def judge_roster(rows: Iterable[RawRosterRow], first_day: date | None) -> list[RosterRow]:
    """The judged lines in file order, blank ones left out. Of equal identity numbers the first accepted line stands."""
    seen: set[str] = set()
    judged: list[RosterRow] = []
    for row in rows:
        if not any(as_text(cell) for cell in row.cells.values()):
            continue
        verdict = _ignored(row) or _judge(row, first_day, seen)
        if verdict.id_number:
            seen.add(verdict.id_number)
        judged.append(verdict)
    return _with_same_names(judged)


def _ignored(row: RawRosterRow) -> RosterRow | None:
    """A total or a note is no person."""
    texts = [text for text in map(as_text, row.cells.values()) if text]
    if any(_TOTAL.match(text) for text in (as_text(row.cells.get("no")), as_text(row.cells.get("name")), *texts[:2])):
        return RosterRow(row.place, RosterOutcome.IGNORED, (RosterCode.TOTAL_ROW.value,), "")
    if _is_sign_off(texts):
        return RosterRow(row.place, RosterOutcome.IGNORED, (RosterCode.NOTE_ROW.value,), "", note=" ".join(texts))
    if not as_text(row.cells.get("name")) and not as_text(row.cells.get("id_number")):
        return RosterRow(row.place, RosterOutcome.IGNORED, (RosterCode.NOTE_ROW.value,), "", note=" ".join(texts))
    return None


def _is_sign_off(texts: list[str]) -> bool:
    """Whether a line names who filled in and checked the form, or explains it, and holds no identity number."""
    numbers = (re.sub(r"\s+", "", half_width(text)) for text in texts)
    first = next((text for text in texts if not text.isdecimal()), "")
    return bool(_SIGN_OFF.match(first)) and not any(_IDENTITY.search(number) for number in numbers)


def _judge(row: RawRosterRow, first_day: date | None, seen: set[str]) -> RosterRow:
    sex = normal_sex(as_text(row.cells.get("sex")))
    number = normal_id(as_text(row.cells.get("id_number")))
    phone = normal_phone(as_text(row.cells.get("phone")))
    codes = _remarks(row, phone)
    fault = _fault(row.cells.get("id_number"), number, sex, first_day)
    if fault is None and number in seen:
        fault = RosterCode.DUPLICATE.value
    field_at_fault = "id_number"
    if fault is None and not normalise_name(as_text(row.cells.get("name"))):
        fault, field_at_fault = RosterCode.NAME_MISSING.value, "name"
    if fault is None:
        return _person(row, RosterOutcome.ACCEPTED, codes, sex, number, phone or None)
    refused = _person(row, RosterOutcome.REJECTED, codes | {fault}, sex, None, None)
    value = as_text(row.cells.get(field_at_fault))
    return replace(refused, column=row.headers.get(field_at_fault, ""), value=value)


def _fault(cell: Cell, number: str, sex: str, first_day: date | None) -> str | None:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if is_number or _SCIENTIFIC.fullmatch(number):
        return IdentityFault.PRECISION.value
    found = identity_fault(number, sex=sex, born_by=first_day)
    return found.value if found else None


def _remarks(row: RawRosterRow, phone: str) -> set[str]:
    """Everything that was put right or is doubtful in the line itself."""
    name, number, mobile = (as_text(row.cells.get(key)) for key in ("name", "id_number", "phone"))
    tests = {
        RosterCode.NAME_SPACE: has_inner_space(name),
        RosterCode.NAME_DOT: has_other_dot(name),
        RosterCode.FULL_WIDTH: has_full_width(number) or has_full_width(mobile.replace("－", "")),
        RosterCode.LOWER_X: half_width(number).endswith("x"),
        RosterCode.PHONE_SEPARATOR: bool(phone) and bool(_PHONE_SEPARATORS.search(mobile)),
        RosterCode.PHONE_MISSING: not phone,
        RosterCode.FORMULA_TEXT: any(_runs_as_formula(cell) for cell in row.cells.values()),
    }
    return {code.value for code, found in tests.items() if found}


def _runs_as_formula(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().startswith(_FORMULA_SIGNS) and not _DASHES.fullmatch(cell.strip())


def _person(
    row: RawRosterRow, outcome: RosterOutcome, codes: set[str], sex: str, number: str | None, phone: str | None
) -> RosterRow:
    text = {key: as_text(cell) for key, cell in row.cells.items()}
    industry_code, industry = split_industry(text.get("industry", ""))
    return RosterRow(
        row.place,
        outcome,
        tuple(sorted(codes)),
        normalise_name(text.get("name", "")),
        sex,
        number,
        phone,
        employer=text.get("employer", ""),
        uscc=half_width(text.get("uscc", "")).replace(" ", "").upper(),
        post=text.get("post", ""),
        title=text.get("title", ""),
        education=text.get("education", ""),
        quality_years=years_in(text.get("quality_years", "")),
        enterprise_size=text.get("enterprise_size", ""),
        industry_code=industry_code or text.get("industry_code", ""),
        industry=industry,
        above_scale=yes_or_no(text.get("above_scale", "")),
        city=text.get("city", ""),
        note=text.get("note", ""),
    )


def _with_same_names(rows: list[RosterRow]) -> list[RosterRow]:
    """The warning W_SAME_NAME on each of several accepted lines with one name."""
    times = Counter(row.name for row in rows if row.outcome is RosterOutcome.ACCEPTED)
    return [
        replace(row, codes=tuple(sorted({*row.codes, RosterCode.SAME_NAME.value})))
        if row.outcome is RosterOutcome.ACCEPTED and times[row.name] > 1
        else row
        for row in rows
    ]


def normal_id(text: str) -> str:
    """An identity number in half-width upper case without white space."""
    return re.sub(r"\s+", "", half_width(text).lstrip("'’‘")).upper()


def normal_phone(text: str) -> str:
    """A mobile number in half-width digits without blanks, hyphens and country code; a mere dash is no number."""
    if _DASHES.fullmatch(text):
        return ""
    return _COUNTRY.sub("", _PHONE_SEPARATORS.sub("", half_width(text).lstrip("'’‘")), count=1)


def normal_sex(text: str) -> str:
    """男, 女, or empty where the text says neither."""
    return _SEX.get(half_width(text).strip().lower(), "")


def yes_or_no(text: str) -> bool | None:
    """What 是 or 否 and their kin mean; None for anything else."""
    word = half_width(text).strip().lower()
    return True if word in _YES else False if word in _NO else None


def years_in(text: str) -> Decimal | None:
    """The number of years in "15", "15年" or "15.5 年以上"; None without one."""
    found = re.search(r"\d+(?:\.\d+)?", half_width(text))
    try:
        return Decimal(found[0]) if found else None
    except InvalidOperation:
        return None


def split_industry(text: str) -> tuple[str, str]:
    """Code and name of "C27 医药制造业" (GB/T 4754); a text without a code is all name."""
    found = _INDUSTRY.fullmatch(half_width(text).strip()) if text else None
    if found is None:
        return "", text
    return found[1].upper() + (found[2] or ""), found[3].strip()
