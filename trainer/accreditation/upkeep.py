"""What an institution keeps up in its own house: posts that somebody holds, internal rules that are in force. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class PostKind(StrEnum):
    """What a person answers for (岗位)."""

    MANAGEMENT = "management"
    TEACHING = "teaching"
    CLASS_TEACHER = "class_teacher"
    EXAMINATION = "examination"
    ARCHIVE = "archive"
    FINANCE = "finance"
    SAFETY = "safety"
    SUPPORT = "support"
    COMPLAINTS = "complaints"
    AUDIT = "audit"


# The words by which a rule-set names them.
POST_WORDS = {
    "管理": PostKind.MANAGEMENT,
    "教学管理": PostKind.TEACHING,
    "班主任": PostKind.CLASS_TEACHER,
    "考务": PostKind.EXAMINATION,
    "档案": PostKind.ARCHIVE,
    "财务": PostKind.FINANCE,
    "安全": PostKind.SAFETY,
    "技术支持": PostKind.SUPPORT,
    "投诉处理": PostKind.COMPLAINTS,
    "内部审核": PostKind.AUDIT,
}


@dataclass(frozen=True, slots=True)
class Holding:
    """A person's time in a post; both days belong to it."""

    post: PostKind
    started_on: date
    ended_on: date | None = None

    def on(self, day: date) -> bool:
        """Whether the post is held on that day."""
        return self.started_on <= day and (self.ended_on is None or day <= self.ended_on)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A required post that nobody holds; `post` is None where the rule-set names one that the product does not know."""

    word: str
    post: PostKind | None
    since: date | None = None  # the last day on which somebody held it


def vacancies(required: Iterable[str], holdings: Sequence[Holding], day: date) -> list[Vacancy]:
    """The required posts that nobody holds on a day, in the order of the rule-set."""
    found = []
    for word in dict.fromkeys(required):
        post = POST_WORDS.get(word)
        mine = [one for one in holdings if one.post is post]
        if not any(one.on(day) for one in mine):
            ended = [one.ended_on for one in mine if one.ended_on is not None and one.ended_on < day]
            found.append(Vacancy(word, post, max(ended, default=None)))
    return found


class DocumentKind(StrEnum):
    """What an internal document settles (内部制度与应急预案)."""

    MANAGEMENT = "management"
    TEACHING = "teaching"
    ATTENDANCE = "attendance"
    EXAMINATION = "examination"
    ARCHIVE = "archive"
    COMPLAINTS = "complaints"
    EMERGENCY = "emergency"
    SAFETY = "safety"
    FINANCE = "finance"
    PRIVACY = "privacy"
    OTHER = "other"


# The words by which a rule-set names them.
DOCUMENT_WORDS = {
    "管理制度": DocumentKind.MANAGEMENT,
    "教学管理": DocumentKind.TEACHING,
    "考勤": DocumentKind.ATTENDANCE,
    "考务": DocumentKind.EXAMINATION,
    "档案": DocumentKind.ARCHIVE,
    "投诉处理": DocumentKind.COMPLAINTS,
    "应急预案": DocumentKind.EMERGENCY,
    "安全": DocumentKind.SAFETY,
    "财务": DocumentKind.FINANCE,
    "个人信息保护": DocumentKind.PRIVACY,
}


# Signs of a kind in the name of a file; the first that is found counts.
DOCUMENT_SIGNS = (
    (DocumentKind.EMERGENCY, ("应急", "突发")),
    (DocumentKind.COMPLAINTS, ("投诉", "申诉")),
    (DocumentKind.PRIVACY, ("个人信息", "隐私", "信息安全", "数据安全")),
    (DocumentKind.ATTENDANCE, ("考勤", "签到", "请假")),
    (DocumentKind.EXAMINATION, ("考务", "考试", "考核", "命题", "阅卷")),
    (DocumentKind.ARCHIVE, ("档案", "归档")),
    (DocumentKind.FINANCE, ("财务", "收费", "退费", "经费")),
    (DocumentKind.SAFETY, ("安全", "消防")),
    (DocumentKind.TEACHING, ("教学", "师资", "课程")),
    (DocumentKind.MANAGEMENT, ("管理", "章程", "手册")),
)
VERSION_SIGN = re.compile(r"[\s_（(-]*[Vv]\s*(\d+(?:\.\d+)*)\s*[）)]?$")
FIRST_VERSION = "V1.0"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What the name of a file says about the document in it."""

    title: str
    kind: DocumentKind
    number: str


def recognise(file_name: str) -> Recognised:
    """Title, kind and version of an internal document, from the name of its file."""
    stem = file_name.rsplit(".", 1)[0].strip()
    sign = VERSION_SIGN.search(stem)
    title = (stem[: sign.start()] if sign else stem) or stem
    kinds = (kind for kind, words in DOCUMENT_SIGNS if any(word in title for word in words))
    return Recognised(title, next(kinds, DocumentKind.OTHER), f"V{sign[1]}" if sign else FIRST_VERSION)


class VersionState(StrEnum):
    """How a version of a document stands on a day."""

    IN_FORCE = "in_force"
    COMING = "coming"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Version:
    """One version; of two that are in force from the same day the later entered counts."""

    sequence: int
    effective_on: date
    review_on: date | None = None


def version_states(
    versions: Sequence[Version], day: date, *, repealed_on: date | None = None
) -> dict[int, VersionState]:
    """The state of each version by its sequence: a new version supersedes from the day on which it takes effect.

    `repealed_on` is the last day on which the document counts.
    """
    begun = [one for one in versions if one.effective_on <= day]
    current = max(begun, key=lambda one: (one.effective_on, one.sequence), default=None)
    states = {}
    for one in versions:
        if one.effective_on > day:
            states[one.sequence] = VersionState.COMING
        elif one is current:
            gone = repealed_on is not None and repealed_on < day
            states[one.sequence] = VersionState.REPEALED if gone else VersionState.IN_FORCE
        else:
            states[one.sequence] = VersionState.SUPERSEDED
    return states


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """A required document of which no version is in force; `kind` is None where the product does not know the word."""

    word: str
    kind: DocumentKind | None


def missing_documents(required: Iterable[str], kinds_in_force: Iterable[DocumentKind]) -> list[MissingDocument]:
    """The required documents that are not in force, in the order of the rule-set."""
    there = set(kinds_in_force)
    wanted = [MissingDocument(word, DOCUMENT_WORDS.get(word)) for word in dict.fromkeys(required)]
    return [one for one in wanted if one.kind not in there]
