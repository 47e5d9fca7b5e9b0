"""Who may attend: each condition judged by itself, with the value it rests on and the value it asks for.

The figures come from a rule-set. A table keyed by region and enterprise size is one text, because places differ:
"大型|中型=本科/5；小型|微型=大专/3；*=大专/3", a line for one region begins with it: "61:大型=本科/5".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# From the least; several words name one level.
EDUCATION = (
    ("初中",),
    ("高中", "中专", "职高", "中职", "技校", "中等"),
    ("大专", "专科", "高职", "大学专科"),
    ("本科", "学士", "大学"),
    ("硕士", "研究生"),
    ("博士",),
)
ANY = "*"


class Verdict(StrEnum):
    """What became of a condition."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


class Rule(StrEnum):
    """The conditions there are."""

    EDUCATION = "education"
    YEARS = "years"
    POST = "post"
    TRAINING = "training"
    BARRED = "barred"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an application says that matters here."""

    education: str = ""
    quality_years: Decimal | None = None
    post: str = ""
    enterprise_size: str = ""
    region: str = ""
    trained: frozenset[str] = frozenset()  # kinds of training completed with us before
    declared_clean: bool | None = None  # has declared that nothing bars them


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a rule-set asks for; an empty one asks for nothing."""

    table: str = ""
    post_words: str = ""
    training: str = ""
    declaration: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition judged: `value` is what was found, `wanted` what is asked, `line` the line of the table."""

    rule: Rule
    verdict: Verdict
    value: str
    wanted: str
    line: str = ""


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of the table of regions and sizes."""

    region: str
    sizes: tuple[str, ...]
    education: str
    years: Decimal
    text: str


def read_table(text: str) -> list[TableLine]:
    """The lines of the table; a line that cannot be read raises ValueError naming it."""
    lines = []
    for part in (one.strip() for one in re.split(r"[;；\n]", text)):
        if not part:
            continue
        found = re.fullmatch(r"(?:([^:：=]+)[:：])?([^=]+)=([^/]*)/(\d+(?:\.\d+)?)", part)
        if found is None:
            raise ValueError(part)
        sizes = tuple(size.strip() for size in re.split(r"[|、]", found[2]))
        lines.append(TableLine((found[1] or "").strip(), sizes, found[3].strip(), Decimal(found[4]), part))
    return lines


def line_for(lines: Iterable[TableLine], *, region: str, size: str) -> TableLine | None:
    """The line for a region and an enterprise size: the region's own before the general, the size before any size."""
    fitting = [
        (not line.region, ANY in line.sizes, number, line)
        for number, line in enumerate(lines)
        if (not line.region or region.startswith(line.region)) and (ANY in line.sizes or (size and size in line.sizes))
    ]
    return min(fitting, key=lambda one: one[:3])[3] if fitting else None


def level_of(education: str) -> int | None:
    """How high an education is, from 0; None where the text names none. The highest word of several counts."""
    found = [level for level, words in enumerate(EDUCATION) if any(word in education for word in words)]
    if "大专" in education or "专科" in education:
        found = [level for level in found if level != 3 or "本科" in education]
    return max(found, default=None)


def judge(candidate: Candidate, conditions: Conditions) -> list[Finding]:
    """Every condition of the rule-set judged for one candidate."""
    line = line_for(read_table(conditions.table), region=candidate.region, size=candidate.enterprise_size)
    found: list[Finding] = []
    if line is not None:
        found += [_education(candidate, line), _years(candidate, line)]
    if conditions.post_words:
        found.append(_post(candidate, conditions.post_words))
    if conditions.training:
        met = conditions.training in candidate.trained
        verdict = Verdict.MET if met else Verdict.NOT_MET
        found.append(Finding(Rule.TRAINING, verdict, "、".join(sorted(candidate.trained)), conditions.training))
    if conditions.declaration:
        verdict = Verdict.MET if candidate.declared_clean else Verdict.CANNOT_TELL
        found.append(Finding(Rule.BARRED, verdict, "", conditions.declaration))
    return found


def _education(candidate: Candidate, line: TableLine) -> Finding:
    has, wanted = level_of(candidate.education), level_of(line.education)
    if wanted is None or (has is not None and has >= wanted):
        verdict = Verdict.MET
    else:
        verdict = Verdict.CANNOT_TELL if has is None else Verdict.NOT_MET
    return Finding(Rule.EDUCATION, verdict, candidate.education, line.education, line.text)


def _years(candidate: Candidate, line: TableLine) -> Finding:
    has = candidate.quality_years
    if has is None:
        return Finding(Rule.YEARS, Verdict.CANNOT_TELL, "", f"{line.years:f}", line.text)
    verdict = Verdict.MET if has >= line.years else Verdict.NOT_MET
    return Finding(Rule.YEARS, verdict, f"{has:f}", f"{line.years:f}", line.text)


def _post(candidate: Candidate, words: str) -> Finding:
    wanted = [word.strip() for word in re.split(r"[|、]", words) if word.strip()]
    if not candidate.post:
        verdict = Verdict.CANNOT_TELL
    else:
        verdict = Verdict.MET if any(word in candidate.post for word in wanted) else Verdict.NOT_MET
    return Finding(Rule.POST, verdict, candidate.post, "、".join(wanted))


def standing(findings: Iterable[Finding], overridden: Mapping[str, str]) -> list[Finding]:
    """What still stands in the way: conditions not met or not known, without those an exception was made for."""
    return [one for one in findings if one.verdict is not Verdict.MET and one.rule not in overridden]
