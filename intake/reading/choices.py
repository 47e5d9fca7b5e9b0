"""Cells that choose one of a few things: directions, decisions, ratings, scores."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from core.spreadsheets.cells import as_text, half_width
from core.spreadsheets.model import Cell
from intake.reading.amounts import read_number
from intake.reading.codes import CellCode
from intake.rows import Answer, LeaveDecision, ScoreCell, SessionKind

_OUT = re.compile(
    r"签退|退|离|出|下课|下班|散会|^走(?!进)|走$|走了|(?:^|[^a-z])(?:check|sign|clock|punch)?[\s_-]*out(?![a-z])|leave|exit|depart"
)
_IN = re.compile(
    r"签到|到|进|入|来|上课|上班|签入|(?:^|[^a-z])(?:check|sign|clock|punch)?[\s_-]*in(?![a-z])|enter|entry|arriv"
)
_BOTH = re.compile(r"签到.{0,2}签退|进.?出|出.?入|签到退|in.?/.?out")
_DIRECTION_SIGNS = {
    "1": "in",
    "0": "out",
    "2": "out",
    "i": "in",
    "o": "out",
    "s": "in",
    "x": "out",
    "+": "in",
    "-": "out",
}

_REFUSED = re.compile(r"不|驳|拒|未通过|未批准|未准|^否|撤|作废|退回|reject|refus|den(?:y|ied)|^no?$|×|✗|✘")
_PENDING = re.compile(r"待|未审|未批|审批中|审核中|处理中|进行中|流转|pending|waiting|^-+$|^[—/?？]+$|申请中|已提交")
_APPROVED = re.compile(r"批准|同意|通过|准假|已批|准|^批|^是|已审|approv|^yes$|^y$|√|✓|✔|^ok$|granted|accept")

_NOT_APPLICABLE = re.compile(
    r"不适用|n/?a|无|未参[加与]|不了解|不清楚|不评价|未涉及|没有|\(?跳过\)?|\(空\)|[-—–－/\\]+|"
    r"not applicable|null|none|nan"
)
_NOT_ANSWERED = re.compile(
    r"\(?(?:空|空白|跳过|未填|未填写|未作答|未答|未回答|未选择|无|没有答)\)?|"
    r"\(?(?:blank|skipped|no answer|not answered|null|none|nan)\)?|"
    r"[-—–－_/\\]+|-[23]",  # -2 and -3 are 空 and 跳过 in exports by number
    re.IGNORECASE,
)
_SCALE = (
    (
        1,
        r"(?:很|非常|极|十分|完全|极其|特别)(?:的)?(?:不|差|低)|very (?:dis|un|poor|bad)|strongly dis|not at all",
    ),
    (
        2,
        r"不(?:太|大|怎么)?(?:满意|同意|重要|符合|好|认同)|较(?:差|不)|比较(?:差|不)|^差$|dissatisfied|^disagree|unimportant|^poor",
    ),
    (3, r"一般|基本|中立|普通|中等|尚可|说不清|还可以|^中$|neutral|average|^fair|neither|moderate"),
    (
        5,
        r"(?:很|非常|极|十分|完全|特别)(?:地)?(?:满意|同意|重要|符合|好|认同)|优秀|^优$|^很好|very|strongly|excellent|extremely|essential",
    ),
    (4, r"满意|同意|重要|符合|^好$|良好|^良$|^较好|比较好|认同|satisfied|agree|important|^good"),
)
_SCALE_PATTERNS = tuple((value, re.compile(pattern, re.IGNORECASE)) for value, pattern in _SCALE)
_DEFINED = re.compile(
    r"([A-Ea-e]|\d{1,2}|[\u4e00-\u9fff]{1,6})\s*分?\s*[=:：、.．]?\s*[=:：]?\s*([\u4e00-\u9fff]{1,6}|\d{1,2}|[A-Ea-e])分?"
)
_ABSENT = re.compile(r"缺考|缺席|未考|旷考|未参加|未参考|弃考|没考|^缺$|absent|no ?show|missed")
_DEFERRED = re.compile(r"缓|defer|postpone")
_EMPTY = re.compile(r"[-—–－/\\]*")

_LIVE = re.compile(r"直播|会议|连线|在线授课|同步|live|webinar|zoom", re.IGNORECASE)
_RECORDED = re.compile(
    r"录播|点播|录像|视频|微课|慕课|自学|自主学习|网络课件|异步|record|video|on.?demand|e-?learning", re.IGNORECASE
)


def read_direction(cell: Cell) -> str | None:
    """ "in" or "out", or None if the cell says neither or both."""
    text = half_width(as_text(cell)).strip().lower()
    if text in _DIRECTION_SIGNS:
        return _DIRECTION_SIGNS[text]
    if not text or _BOTH.search(text):
        return None
    if _OUT.search(text):
        return "out"
    return "in" if _IN.search(text) else None


def read_decision(cell: Cell) -> LeaveDecision | None:
    """What became of a request; an empty cell means that nobody has decided yet."""
    text = half_width(as_text(cell)).strip().lower()
    if not text or _PENDING.search(text):
        return LeaveDecision.PENDING
    if _REFUSED.search(text):
        return LeaveDecision.REFUSED
    return LeaveDecision.APPROVED if _APPROVED.search(text) else None


def read_mode(text: str) -> SessionKind | None:
    """How a session is held by the words for it; None if they name neither kind of online teaching."""
    if _RECORDED.search(text):
        return SessionKind.RECORDED
    return SessionKind.LIVE if _LIVE.search(text) else None


def scale_of(header: str) -> dict[str, int]:
    """What the answers mean where a question says so: "[很满意=5]" or "A很满意 B满意 …"; keys in lower case."""
    scale: dict[str, int] = {}
    for part in re.findall(r"[\[(（【][^\])）】]*[\])）】]|(?<=[:：]).*$", half_width(header)):
        for one, two in _DEFINED.findall(part):
            scale |= _definition(one.lower(), two.lower())
    return scale


def _definition(one: str, two: str) -> dict[str, int]:
    sign, word = (one, two) if not re.search(r"[\u4e00-\u9fff]", one) else (two, one)
    meant = word_value(word)
    return {sign: meant} if meant is not None and not re.search(r"[\u4e00-\u9fff]", sign) else {}


def word_value(word: str) -> int | None:
    """The place of a word such as 满意 or 很不重要 on the scale from 1 to 5."""
    return next((value for value, pattern in _SCALE_PATTERNS if pattern.search(word.strip())), None)


def is_blank_answer(text: str) -> bool:
    """Whether an answer was left out: empty, or one of the words and signs that exports put for it."""
    plain = half_width(text).strip()
    return not plain or bool(_NOT_ANSWERED.fullmatch(plain))


def read_flag(header: str, cell: Cell) -> ScoreCell:
    """A state beside a score: its own words, or a yes under 缺考 or 缓考, or a no under 是否参考."""
    state, plain, asked = read_score(cell), half_width(as_text(cell)).strip().lower(), half_width(header).lower()
    if state.state in ("absent", "deferred"):
        return state
    if re.fullmatch(r"是|有|1|y|yes|true|√|✓|✔", plain):
        word = "deferred" if _DEFERRED.search(asked) else "absent" if _ABSENT.search(asked) else ""
        return ScoreCell(as_text(cell), word or "empty")
    came = re.search(r"是否(?:参加|参考|到考|应考)", asked)
    return ScoreCell(as_text(cell), "absent" if came and re.fullmatch(r"否|未|无|0|n|no|false|×", plain) else "empty")


def read_rating(cell: Cell, scale: Mapping[str, int]) -> tuple[Answer, bool]:
    """An answer on a five-point scale and whether it was understood; 不适用 and blank are understood, without a value.

    Numbers off the scale are kept: the survey rules list them.
    """
    text = as_text(cell)
    plain = half_width(text).strip().lower()
    if is_blank_answer(text):
        return Answer(None, ""), True
    if _NOT_APPLICABLE.fullmatch(plain):
        return Answer(None, text), True
    stars = plain.count("★") + plain.count("⭐") + plain.count("🌟")
    value = stars or _rating(plain, scale)
    return Answer(value, text), value is not None


def _rating(plain: str, scale: Mapping[str, int]) -> int | None:
    if plain in scale:
        return scale[plain]
    lead = re.match(r"(-?\d+)(?:\.0+)?\s*(?:分|星|points?)?(?:$|[^\d.])", plain)
    if lead:
        return scale.get(lead[1], int(lead[1]))
    letter = re.match(r"([a-e])(?:$|[、.．:：)\s])", plain)
    if letter and letter[1] in scale:
        return scale[letter[1]]
    inner = re.search(r"[(（](\d)\s*分?[)）]", plain)
    return int(inner[1]) if inner else word_value(plain)


def read_number_answer(cell: Cell) -> tuple[Answer, bool]:
    """An answer on a scale of numbers, such as 0 to 10."""
    text = as_text(cell)
    plain = half_width(text).strip().lower()
    if is_blank_answer(text):
        return Answer(None, ""), True
    if _NOT_APPLICABLE.fullmatch(plain):
        return Answer(None, text), True
    found = re.match(r"(-?\d+)(?:\.0+)?\s*(?:分|$|[^\d.])", plain)
    return Answer(int(found[1]), text) if found else Answer(None, text), found is not None


def read_score(cell: Cell) -> ScoreCell:
    """A score cell: a number from 0 to 100, an absence, a deferral, nothing, or invalid with the reason."""
    text = as_text(cell)
    plain = half_width(text).strip()
    if _EMPTY.fullmatch(plain):
        return ScoreCell(text)
    if _DEFERRED.search(plain.lower()):
        return ScoreCell(text, "deferred")
    if _ABSENT.search(plain.lower()):
        return ScoreCell(text, "absent")
    return _score_number(text, plain)


def _score_number(text: str, plain: str) -> ScoreCell:
    number = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)\s*(?:分|points?)?", plain)
    if not number:
        return ScoreCell(text, "invalid", code=CellCode.SCORE_NOT_NUMBER.value)
    value = read_number(number[1])
    if value is None or not Decimal(0) <= value <= Decimal(100):
        return ScoreCell(text, "invalid", code=CellCode.SCORE_RANGE.value)
    return ScoreCell(text, "number", value)
