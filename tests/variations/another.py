"""The sample class as another institution would keep it: one workbook, other words, titles, remarks, merged heads."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from tests.variations.sample import Row, class_pairs, headers_of, rows_of
from tests.variations.writing import xlsx

Grid = list[list[Any]]


def one_workbook() -> list[tuple[str, bytes]]:
    """Everything in a single file, the sign-ins on a sheet for each day."""
    sheets: dict[str, Grid] = {"基本情况": facts(), "日程": timetable(), "周课表": week_grid()}
    sheets |= {"授课专家": teachers(), "教室": venues(), "花名册": roster()}
    sheets |= days() | {"请假": leave(), "直播": live(), "录播": recorded(), "考试": scores(), "问卷": survey()}
    merges = {
        "日程": merged_days(sheets["日程"]),
        "花名册": ["A1:P1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:I2", "J2:P2"],
        "授课专家": ["A1:K1", "I2:J2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "F2:F3", "G2:G3", "H2:H3", "K2:K3"],
    }
    return [("培训资料汇总.xlsx", xlsx(sheets, merges))]


def facts() -> Grid:
    pairs = class_pairs()
    return [
        ["企业首席质量官培训班基本情况表"],
        ["班次名称", pairs["培训班名称"], "班级代码", pairs["培训班编号"]],
        ["培训类别", pairs["培训类型"], "承办单位", pairs["培训机构"]],
        ["培训时间", "2026年5月9日至5月24日", "班级负责人", pairs["班主任"]],
        ["规定学时", "40学时", "学时折算", "45分钟/学时"],
        ["合格线", "60分", "联系电话", pairs["班主任电话"]],
        ["填表人：教务科"],
    ]


def timetable() -> Grid:
    """Dated sessions with merged dates and times in one cell; the recorded units are a second table below."""
    rows = rows_of("课程表")
    dated = [row for row in rows if row["date"]]
    grid: Grid = [
        ["企业首席质量官任职培训课程安排表"],
        [],
        ["上课日期", "时间段", "课程内容", "主讲人", "上课地点", "授课形式", "课时", "会议ID", "课次", "模块"],
    ]
    for day, group in groupby(dated, key=lambda row: row["date"]):
        for order, row in enumerate(group):
            grid.append([f"{day:%Y/%-m/%-d}" if order == 0 else None, f"{row['start']}—{row['end']}", *_lesson(row)])
    grid += [[], ["录播课程"], ["课件编号", "视频名称", "主讲教师", "时长（分钟）", "学时数", "培训形式", "所属模块"]]
    for row in rows:
        if not row["date"]:
            hours, minutes, seconds = map(int, row["duration"].split(":"))
            length = f"{hours * 60 + minutes}分{seconds}秒"
            grid.append(
                [row["session_id"], row["title"], row["teacher"], length, row["planned_hours"], "录播", row["module"]]
            )
    return [*grid, [], ["备注：课程如有调整另行通知"]]


def _lesson(row: Row) -> list[Any]:
    hours = f"{row['planned_hours']}课时"
    mode, number = row["mode"], row["meeting_no"] and row["meeting_no"].replace(" ", "-")
    return [row["title"], row["teacher"], row["venue"], mode, hours, number, row["session_id"], row["module"]]


def merged_days(grid: Grid) -> list[str]:
    """The ranges of the date column that belong to one day."""
    merges, start = [], None
    for number, row in enumerate(grid, 1):
        is_lesson = number > 3 and len(row) == 10
        if start and (not is_lesson or row[0]):
            if number - 1 > start:
                merges.append(f"A{start}:A{number - 1}")
            start = None
        if is_lesson and row[0]:
            start = number
    return merges


def week_grid() -> Grid:
    """The offline sessions once more, days across and times down."""
    rows = [row for row in rows_of("课程表") if row["date"] and row["session_id"].startswith("S")]
    days = sorted({row["date"] for row in rows})
    spans = ["08:30-10:10", "10:20-12:00", "14:00-15:40", "15:50-17:30"]
    grid: Grid = [["第一周课表"], ["时间", *(f"{day:%-m月%-d日}" for day in days)]]
    for span in spans:
        cells = {row["date"]: row for row in rows if row["start"] == span[:5]}
        grid.append([span, *(_lesson_cell(cells.get(day)) for day in days)])
    return grid


def _lesson_cell(row: Row | None) -> str | None:
    return "\n".join(filter(None, [row["title"], row["teacher"], row["venue"]])) if row else None


def teachers() -> Grid:
    words = ["专家姓名", "职务职称", "所在单位", "最高学历", "擅长领域", "教龄", "联系方式", "序号"]
    grid: Grid = [["授课专家一览表"], [*words, "聘任期限", None, "说明"], [*[None] * 8, "有效期起", "有效期止", None]]
    fields = ["name", "title", "employer", "education", "field", "years", "phone", "no"]
    fields += ["valid_from", "valid_to", "note"]
    return grid + [[row[field] for field in fields] for row in rows_of("师资名册")]


def venues() -> Grid:
    words = ["教室名称", "座位数", "配套设施", "位置", "检查时间", "检查结果"]
    fields = ["name", "capacity", "equipment", "address", "safety_date", "safety_result"]
    return [words, *([row[field] for field in fields] for row in rows_of("场地清单"))]


def roster() -> Grid:
    """Two head lines: groups above, columns below; the order is another one and a blank column stands between."""
    fields = ["no", "name", "sex", "id_number", "phone", "employer", "uscc", "size", "industry"]
    fields += ["above_scale", "city", "post", "title", "education", "quality_years", "note"]
    groups = ["序号", "学员姓名", "性别", "证件及联系方式", None, "所在企业情况", None, None, None, "其他情况"]
    words = [
        None,
        None,
        None,
        "公民身份号码",
        "联系手机",
        "企业名称",
        "统一信用代码",
        "规模类型",
        "国民经济行业",
        "规上企业",
    ]
    words += ["所在地市", "现任职务", "专业技术职称", "最高学历", "从事质量工作年限", "备注说明"]
    rows = [[row[field] for field in fields] for row in rows_of("学员名册")]
    return [["参训学员花名册"], groups, words, *rows]


def days() -> dict[str, Grid]:
    """A sheet for each day; the date stands in the title only, the head is repeated after thirty lines."""
    taps = rows_of("签到记录")
    random.Random(7).shuffle(taps)
    taps.sort(key=lambda tap: tap["at"].date())
    sheets = {}
    for day, group in groupby(taps, key=lambda tap: tap["at"].date()):
        head = ["参训人员", "联系方式", "刷卡时刻", "进出", "考勤机"]
        grid: Grid = [[f"{day:%Y年%-m月%-d日}（{'一二三四五六日'[day.weekday()]}）考勤表"], head]
        for number, tap in enumerate(group, 1):
            at: datetime = tap["at"]
            direction = {"签到": "进", "签退": "出"}[tap["direction"]]
            grid.append([tap["name"], tap["phone_tail"], f"{at:%H:%M:%S}", direction, tap["device"]])
            if number % 30 == 0:
                grid.append(head)
        sheets[f"{day:%m%d}"] = [*grid, ["制表人：教务科"]]
    return sheets


def leave() -> Grid:
    grid: Grid = [["请假人", "电话尾号", "起止时间", "事由", "班主任意见"]]
    words = {"批准": "同意", "不批准": "不同意", "待审批": None}
    for row in rows_of("请假条"):
        span = f"{row['from']:%-m月%-d日 %H:%M}至{row['to']:%H:%M}"
        grid.append([row["name"], row["phone_tail"], span, row["reason"], words[row["decision"]]])
    return grid


def live() -> Grid:
    """All units in one table; a stay has a length instead of an end, and the unit is told by its meeting number."""
    numbers = {row["session_id"]: row["meeting_no"] for row in rows_of("课程表") if row["meeting_no"]}
    grid: Grid = [["会议ID", "参会者", "进入会议时间", "在线时长", "客户端"]]
    for row in rows_of("线上直播参会记录"):
        joined, left = (datetime.fromisoformat(row[name]) for name in ("join", "leave"))
        number = numbers[row["sheet"]].replace(" ", "")
        grid.append([number, row["nickname"], f"{joined:%Y/%m/%d %H:%M:%S}", str(left - joined), row["device"]])
    return grid


def recorded() -> Grid:
    grid: Grid = [["学员姓名", "登录账号", "课件名称", "起始位置", "结束位置", "开始观看时间", "观看倍速"]]
    for row in rows_of("录播学习记录"):
        places = [str(timedelta(seconds=int(row[name]))) for name in ("start_second", "end_second")]
        at = f"{row['at']:%Y-%m-%dT%H:%M:%S}"
        grid.append([row["name"], row["account"], row["title"], *places, at, f"{row['rate']}倍"])
    return grid


def scores() -> Grid:
    grid: Grid = [["结业考试成绩汇总"], ["考生姓名", "证件后四位", "所属单位", "卷面成绩", "补考分数", "说明"]]
    fields = ["name", "id_tail", "employer", "exam_score", "makeup_score", "note"]
    grid += [[row[field] for field in fields] for row in rows_of("成绩单")]
    return [*grid, [], ["平均分", None, None, 77.1]]


def survey() -> Grid:
    """Dimensions stand above their questions, which have no numbers; answers are words; the order is another one."""
    words = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
    weights = {5: "非常重要", 4: "重要", 3: "一般", 2: "不重要", 1: "非常不重要"}
    above, below, names = _questions()
    grid: Grid = [above, below]
    for row in rows_of("满意度问卷"):
        line: list[Any] = []
        for name in names:
            value = row[name]
            if name.startswith(("q", "overall")):
                value = words.get(value, value)
            elif name.startswith("importance"):
                value = weights.get(value, value)
            line.append(value)
        grid.append([row["token"], f"{row['submitted']:%Y-%m-%d %H:%M:%S}", _clock(row["seconds"]), *line])
    return grid


def _questions() -> tuple[list[Any], list[Any], list[str]]:
    given = headers_of("满意度问卷")
    dimensions = ["课程内容", "师资水平", "场地设施", "组织服务"]
    names = ["overall", "nps"]
    above: list[Any] = ["答题码", "填写时间", "答题用时", "总体评价", None]
    below: list[Any] = [None, None, None, "对培训的总体评价", "您愿意向同行推荐吗（0-10分）"]
    for number in (4, 2, 3, 1):
        names += [f"q{number * 3 - 2 + shift}" for shift in range(3)]
        above += [dimensions[number - 1], None, None]
        below += [_wording(given[f"q{number * 3 - 2 + shift}"]) for shift in range(3)]
    names += [f"importance{n}" for n in range(1, 5)] + ["text1", "text2"]
    above += ["重要程度", None, None, None, "开放题", None]
    below += [*(f"{dimension}的重要程度" for dimension in dimensions), "最大的收获", "改进建议"]
    return above, below, names


def _wording(question: str) -> str:
    return question.split("、", 1)[1].split(" [")[0]


def _clock(seconds: int) -> str:
    return f"{seconds // 60}分{seconds % 60}秒"
