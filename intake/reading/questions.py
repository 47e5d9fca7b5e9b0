"""Which survey question is which item: by its wording, by the dimension above it, and by its number at the last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from core.spreadsheets.cells import half_width
from intake.reading.choices import scale_of
from intake.reading.words import fitness, vocabularies
from intake.rows import FileKind

FEWEST = 6  # questions that make a table a survey
DIMENSIONS = (
    r"课程|内容|教材|课件|content|curriculum|course",
    r"师资|教师|老师|讲师|授课|教学水平|专家|主讲|teacher|instructor|lecturer|trainer|facult",
    r"场地|设施|教室|环境|设备|食宿|现场教学|venue|facilit|classroom|environment",
    r"组织|服务|班主任|管理|会务|报到|后勤|日程|organi[sz]|service|logistic|administ",
)
_ITEMS = (
    r"岗位|符合|针对性|需[要求]|匹配|贴合|契合|relevan|needs?\b",
    r"实用|可操作|应用|指导意义|有用|帮助|practical|useful",
    r"更新|前沿|新颖|时效|最新|先进性|up.?to.?date|current|novel",
    r"专业水平|专业知识|业务水平|专业能力|理论水平|学识|专业素养|专业程度|知识水平|expert|knowledge",
    r"授课水平|讲授|表达|教学方法|授课能力|授课技巧|授课方式|授课效果|讲课|教学水平|教学能力|teaching|delivery|presentation",
    r"答疑|互动|沟通|解答|交流|interact|q\s?&\s?a|questions? answer",
    r"座位|教室|教学环境|培训环境|场地环境|课堂环境|环境|场地条件|classroom|seat|room",
    r"教学设备|设备|网络|音响|投影|多媒体|equipment|network|wi-?fi",
    r"现场教学|参观|实训|实践基地|现场条件|考察|site visit|on-?site|field",
    r"报到|通知|报名|registration|notification|notice",
    r"班主任|工作人员|管理人员|服务态度|班务|class adviser|coordinator|staff",
    r"日程|时间安排|课程安排|进度安排|作息|行程|课时安排|schedul|agenda|timing",
)
_IMPORTANCE = re.compile(r"重要|看重|importan|priorit", re.IGNORECASE)
_OVERALL = re.compile(r"总体|整体|总的|综合满意|综合评价|总评|overall|in general", re.IGNORECASE)
_NPS = re.compile(r"推荐|recommend|nps", re.IGNORECASE)
_TEXTS = (
    re.compile(r"收获|印象|最有价值|最满意的|亮点|learn(?:t|ed)|takeaway|impress|liked|best", re.IGNORECASE),
    re.compile(r"意见|建议|改进|不足|希望|suggest|comment|improve|opinion|feedback", re.IGNORECASE),
)
_PERSONAL = re.compile(r"身份证|证件号|手机号|联系电话|联系方式|信用代码|(?:您|你|本人|学员)的?姓名")
_SURE = 3.4  # as good as the very word
_NUMBER = re.compile(r"^\s*(?:[qQ]|第|问题?|题目?)?\s*(\d{1,2})\s*(?:题)?\s*(?:[、.．:：)）]|\s|$)")
_ORDER = [
    *(f"q{n}" for n in range(1, 13)),
    *(f"importance{n}" for n in range(1, 5)),
    "overall",
    "nps",
    "text1",
    "text2",
]

Columns = dict[str, int]


def find_questions(
    texts: Mapping[int, tuple[str, ...]], taken: Mapping[str, int]
) -> tuple[Columns, dict[str, dict[str, int]]]:
    """The columns of the questions by field, and each question's scale where the header defines one."""
    busy = set(taken.values())
    open_texts = {
        column: half_width(" ".join(lines))
        for column, lines in texts.items()
        if column not in busy and not is_personal(lines[-1])
    }
    found: Columns = {}
    for column, text in open_texts.items():
        name = _special(text)
        if name and name not in found:
            found[name] = column
    rest = {column: text for column, text in open_texts.items() if column not in found.values()}
    found |= _items_by_words(rest)
    _items_by_dimension({column: text for column, text in rest.items() if column not in found.values()}, found)
    _by_number({column: text for column, text in open_texts.items() if column not in found.values()}, found)
    scales = {name: scale_of(open_texts[column]) for name, column in found.items()}
    return found, scales


@lru_cache(maxsize=10_000)
def is_personal(text: str) -> bool:
    """Whether a form asks for a fact about the person or the employer, as a registration does and a survey must not."""
    fields = vocabularies()[FileKind.ROSTER].fields
    return bool(_PERSONAL.search(text)) or any(
        fitness(FileKind.ROSTER, name, text) >= _SURE for name in fields if name not in ("no", "note")
    )


def _special(text: str) -> str:
    """Importance, overall, recommendation and open questions tell themselves."""
    if _IMPORTANCE.search(text) and not re.search(r"^.{0,6}重要的?(?:收获|建议)", text):
        number = dimension_of(text)
        return f"importance{number}" if number else ""
    if _NPS.search(text):
        return "nps"
    if _OVERALL.search(text) and not any(pattern.search(text) for pattern in _TEXTS):
        return "overall"
    return next((f"text{n}" for n, pattern in enumerate(_TEXTS, 1) if pattern.search(text)), "")


def dimension_of(text: str) -> int:
    """1 to 4 for the dimension that a question names first; 0 for none."""
    quoted = re.search(r"[“\"'‘「《【](.*?)[”\"'’」》】]", text)
    places = []
    for number, pattern in enumerate(DIMENSIONS, 1):
        found = re.search(pattern, quoted[1] if quoted else text, re.IGNORECASE)
        if found:
            places.append((found.start(), number))
    return min(places)[1] if places else 0


def _items_by_words(rest: Mapping[int, str]) -> Columns:
    """Items by their own words, the surest first; a word of the item's own dimension makes it surer."""
    fits = []
    for column, text in rest.items():
        for number, pattern in enumerate(_ITEMS):
            if re.search(pattern, text, re.IGNORECASE):
                own = bool(re.search(DIMENSIONS[number // 3], text, re.IGNORECASE))
                numbered = _number_of(text) == number + 1
                fits.append((own + numbered * 0.5, -column, number))
    found: Columns = {}
    for _, column, number in sorted(fits, reverse=True):
        if f"q{number + 1}" not in found and -column not in found.values():
            found[f"q{number + 1}"] = -column
    return found


def _items_by_dimension(rest: Mapping[int, str], found: Columns) -> None:
    """What is left takes the free places of the dimension it names, in the order of the columns."""
    for column, text in rest.items():
        number = dimension_of(text)
        free = [name for name in (f"q{number * 3 - 2 + shift}" for shift in range(3)) if name not in found]
        if number and free:
            found[free[0]] = column


def _by_number(rest: Mapping[int, str], found: Columns) -> None:
    for column, text in rest.items():
        number = _number_of(text)
        if number and number <= len(_ORDER) and _ORDER[number - 1] not in found:
            found[_ORDER[number - 1]] = column


def _number_of(text: str) -> int | None:
    found = _NUMBER.match(text)
    return int(found[1]) if found else None
