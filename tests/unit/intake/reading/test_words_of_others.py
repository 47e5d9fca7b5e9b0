"""Headers and values as other institutions and platforms write them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from intake.reading.choices import read_decision, read_direction, read_flag, read_rating
from intake.reading.folder import Known
from intake.reading.words import plain, vocabularies
from intake.rows import FileKind, LeaveDecision, SessionKind
from tests.unit.intake.reading.tables_of import codes, read, session
from tests.unit.intake.reading.test_survey_layouts import ANSWERS, WORDING

TWICE = {FileKind.LIVE: {"学员姓名"}}  # the nickname of a meeting may be headed like a name


@pytest.mark.parametrize("kind", vocabularies())
def test_no_word_of_a_kind_names_two_fields(kind):
    fields = vocabularies()[kind].fields
    count = Counter(word for words in fields.values() for word in set(words))
    own = {word for word, times in count.items() if times > 1}
    assert own - TWICE.get(kind, set()) == set()


@pytest.mark.parametrize(
    ("header", "same"),
    [("1、您的姓名", "姓名"), ("Q2. 请填写贵单位名称", "单位名称"), ("3.您所在单位名称", "单位名称"), ("请假开始", "请假开始"), ("12", "12"), ("5.11日", "511日")],
)  # fmt: skip
def test_a_question_is_compared_without_its_number_and_address(header, same):
    assert plain(header) == same


REGISTRATION = [
    "序号",
    "提交答卷时间",
    "所用时间",
    "1、您的姓名",
    "2、您的身份证号码",
    "3、您的手机号码",
    "4、您所在单位名称（全称）",
]


def test_a_numbered_registration_form_is_a_roster():
    reading = read(
        [*REGISTRATION, "5、您的职务", "6、您的性别", "7、您的最高学历"],
        [1, "2026/4/20 9:00:07", "90秒", "戴振华", "610929198702019534", "16410514288", "某公司", "经理", "男", "本科"],
    )
    assert [table.kind for table in reading.tables] == [FileKind.ROSTER]
    assert len(reading.roster) == 1
    assert reading.survey == []


def test_a_survey_keeps_no_column_that_tells_who_answered():
    people = [["610929198702019534", "王芳", "13800000001"], ["610929198702019535", "李强", "13800000002"]]
    people += [["610929198702019536", "赵敏", "13800000003"]]
    reading = read(
        ["答题码", *WORDING, "13.总体满意度", "14.收获", "15.意见与建议"],
        *[[f"A{n}", *ANSWERS[:12], *one] for n, one in enumerate(people)],
    )
    assert not {"overall", "text1", "text2"} & {
        *reading.survey[0].answers,
        *reading.survey[0].texts,
        *reading.questions,
    }
    assert len(reading.survey) == 3


@pytest.mark.parametrize(
    ("values", "tokens"),
    [(["A1x", "B2y", "C3z"], ["A1x", "B2y", "C3z"]), (["W1", "W1", "W1"], ["", "", ""])],
)  # fmt: skip
def test_codes_are_a_token_when_they_differ(values, tokens):
    reading = read(["编号", "编码", *WORDING], *[[n, value, *ANSWERS[:12]] for n, value in enumerate(values, 1)])
    assert [row.token for row in reading.survey] == tokens


def test_the_time_spent_from_start_and_completion():
    head = ["ID", "Start time", "Completion time", *WORDING]
    reading = read(head, [1, "15-May-2026 5:56:19 PM", "15-May-2026 5:59:01 PM", *ANSWERS[:12]])
    assert reading.survey[0].seconds == 162


@pytest.mark.parametrize("cell", ["(空)", "（跳过）", "未填写", "未作答", "无", "-", "—", "", None])
def test_an_answer_left_out_has_no_text(cell):
    answer, understood = read_rating(cell, {})
    assert (answer.value, answer.text, understood) == (None, "", True)


def test_the_decision_goes_before_the_state_of_the_workflow():
    head = [
        "审批编号",
        "审批状态",
        "审批结果",
        "发起时间",
        "完成时间",
        "发起人姓名",
        "开始时间",
        "结束时间",
        "请假事由",
    ]
    row = ["1", "已完成", "拒绝", "2026-05-13 10:10", None, "张三", "2026-05-14 10:10", "2026-05-14 12:00", "开会"]
    assert read(head, row).leaves[0].decision is LeaveDecision.REFUSED


@pytest.mark.parametrize("state", ["已完成", "审批完成", "已结束"])
def test_a_state_of_the_workflow_alone_approves_nothing(state):
    head = ["姓名", "开始时间", "结束时间", "审批状态"]
    reading = read(head, ["张三", "2026-05-14 10:10", "2026-05-14 12:00", state])
    assert (reading.leaves, codes(reading)) == ([], ["E_DECISION"])
    assert read_decision(state) is None


@pytest.mark.parametrize("topic", ["讲授题目", "题目", "内容", "课题", "讲题", "课程名称"])
@pytest.mark.parametrize("module", ["专题", "模块", "单元", "板块"])
def test_a_column_of_modules_beside_one_of_topics(module, topic):
    head = ["日期", "时间", module, topic, "教员", "学时"]
    found = read(head, ["2026-05-11", "8:30-10:10", "M", "T", "张三", 2]).sessions[0]
    assert (found.module, found.title, found.teacher) == ("M", "T", "张三")


def test_a_lone_column_of_topics_is_the_title():
    assert read(["日期", "时间", "专题", "教员"], ["2026-05-11", "8:30-10:10", "T", "张三"]).sessions[0].title == "T"


@pytest.mark.parametrize(
    ("header", "cell", "state"),
    [
        ("状态", "缺考", "absent"), ("考试状态", "缓考", "deferred"), ("缺考标志", "是", "absent"), ("缓考标志", 1, "deferred"),
        ("是否参考", "否", "absent"), ("状态", "已交卷", "empty"), ("缺考标志", "否", "empty"), ("", None, "empty"),
    ],
)  # fmt: skip
def test_a_state_beside_an_empty_score(header, cell, state):
    assert read_flag(header, cell).state == state


def test_the_state_counts_only_for_an_empty_score():
    reading = read(["姓名", "得分", "状态"], ["张三", None, "缺考"], ["李四", 80, "缺考"])
    assert [row.first.state for row in reading.scores] == ["absent", "number"]


def test_class_facts_in_numbered_sentences():
    info = read(
        ["一、班级名称：某班"], ["二、班级编号：C-7"], ["三、培训时间：2026年5月9日至5月24日"],
        ["四、班主任：佘青禾　电话：16100002601"], ["五、要求学时：40学时（其中线下38学时，线上11.25学时）"], known=Known(),
    ).info  # fmt: skip
    assert info
    assert (info.name, info.code, info.ends_on) == ("某班", "C-7", date(2026, 5, 24))
    assert (info.class_teacher, info.class_teacher_phone) == ("佘青禾", "16100002601")
    hours = (info.required_hours, info.planned_offline_hours, info.planned_online_hours)
    assert hours == (Decimal(40), Decimal(38), Decimal("11.25"))


@pytest.mark.parametrize(
    "labels",
    [
        ("Course title", "Course code", "Training provider", "Course coordinator", "Classroom hours"),
        ("班级名称", "班级ID", "主办方", "负责老师", "线下学时"),
        ("培训班全称", "班号", "举办单位", "班主任姓名", "线下课时"),
    ],
)
def test_class_facts_in_other_words(labels):
    values = ("某班", "C-7", "某中心", "佘青禾", 38)
    info = read(*[list(pair) for pair in zip(labels, values, strict=True)], known=Known()).info
    assert info
    assert (info.name, info.code, info.institution, info.class_teacher, info.planned_offline_hours) == values


@pytest.mark.parametrize(("begins", "ends"), [("Appointed from", "Appointed until"), ("合作开始日期", "合作到期日期")])
def test_terms_of_appointment(begins, ends):
    teacher = read(["Name", "职称", begins, ends], ["张三", "教授", "2025-01-01", "2027-12-31"]).teachers[0]
    assert (teacher.valid_from, teacher.valid_to) == (date(2025, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("header", "cell", "direction"),
    [("来/走", "来", "in"), ("来/走", "走", "out"), ("Check-in/out type", "Check-out", "out"), ("动作", "走了", "out")],
)
def test_coming_and_going(header, cell, direction):
    assert read_direction(cell) == direction
    reading = read(["姓名", header, "打卡时间"], ["张三", cell, "2026-05-11 8:30"])
    assert [tap.direction for tap in reading.taps] == [direction]


KINDS = Known(
    first_day=date(2026, 5, 9),
    last_day=date(2026, 5, 24),
    sessions=(session("R1", SessionKind.RECORDED, title="某课"), session("L1", SessionKind.LIVE, on=date(2026, 5, 9))),
)


@pytest.mark.parametrize(
    "head",
    [
        ["课 名", "参训人员", "从", "到", "开始看的时间", "几倍速"],
        ["网课名称", "真实姓名", "起播位置", "停播位置", "学习时间", "播放倍速"],
    ],
)
def test_stretches_of_a_recording(head):
    row = ["某课", "张三", "0分0秒", "40分49秒", "2026年5月10日 19时1分2秒", "1倍"]
    reading = read(head, row, known=KINDS)
    assert [(one.start_second, one.end_second) for one in reading.segments] == [(0, 2449)]


@pytest.mark.parametrize(("joined", "left"), [("进 来 时 间", "离 开 时 间"), ("进入会议", "离开会议")])
def test_stays_in_a_meeting(joined, left):
    reading = read(["昵 称", joined, left], ["张三", "5月9日 8:34:53", "5月9日 10:40:00"], sheet="L1", known=KINDS)
    assert len(reading.live) == 1
