"""Curricula: modules in one form that works without scripts, held against the required hours."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from courses.models import ClassOffering, Curriculum, CurriculumModule, CurriculumVersion
from courses.syllabus.models import TeachingMaterial
from courses.syllabus.rules import SyllabusState

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16 + b"IEND\xaeB`\x82"


def modules(db_session):
    found = db_session.query(CurriculumModule).order_by(CurriculumModule.position)
    return [(one.name, one.planned_hours, one.compulsory) for one in found]


def lines(*names_and_hours):
    found = {}
    for number, (name, hours) in enumerate(names_and_hours):
        found[f"modules-{number}-name"] = name
        found[f"modules-{number}-planned_hours"] = hours
    return found


def test_a_curriculum_is_made_with_its_modules_and_empty_lines_are_left_out(browser, coordinator, db_session):
    form = browser.get("courses.new_curriculum").form
    page = form.fill(name="任职培训方案", **lines(("质量战略", "8"), ("质量法律", "2.5"))).submit("保存")
    assert modules(db_session) == [("质量战略", 8, True), ("质量法律", 2.5, True)]
    assert [row["模块"] for row in page.table("课程模块").rows] == ["质量战略", "质量法律"]


def test_a_curriculum_starts_from_the_compulsory_modules_of_the_rule_set(browser, run_command, coordinator, db_session):
    run_command("standards", "load")
    browser.get("courses.new_curriculum", outline=1).form.fill(name="任职培训方案").submit("保存")
    made = modules(db_session)
    assert len(made) == 8
    assert sum(hours for _name, hours, _compulsory in made) == 40
    assert made[0] == ("国家质量发展政策", 6, True)


def test_more_lines_are_added_without_scripts_and_nothing_is_lost_or_saved(browser, coordinator, db_session):
    form = browser.get("courses.new_curriculum").form.fill(name="任职培训方案", **lines(("质量战略", "8")))
    page = form.submit("增加行")
    assert page.form.values["modules-0-name"] == "质量战略"
    assert "modules-5-name" in page.form.values
    assert db_session.query(Curriculum).count() == 0


def test_modules_are_renamed_moved_and_removed(browser, coordinator, offering, make, db_session):
    curriculum = make.Curriculum(institution=offering.institution, name="方案")
    for name in ("甲", "乙", "丙"):
        make.CurriculumModule(curriculum=curriculum, name=name)
    form = browser.get("courses.edit_curriculum", curriculum_id=curriculum.id).form
    form.fill(**lines(("丙", "4"), ("", ""), ("甲", "6")), **{"modules-2-compulsory": None}).submit("保存")
    assert modules(db_session) == [("丙", 4, True), ("甲", 6, False)]


def test_two_modules_of_one_name_are_refused(browser, coordinator, db_session):
    form = browser.get("courses.new_curriculum").form
    page = form.fill(name="方案", **lines(("甲", "1"), ("甲", "2"))).submit("保存")
    assert page.errors == ["模块名称重复：甲。请分别命名。"]
    assert db_session.query(Curriculum).count() == 0


def test_a_wrong_number_of_hours_names_its_line(browser, coordinator):
    form = browser.get("courses.new_curriculum").form
    page = form.fill(name="方案", **lines(("甲", "1"), ("乙", "-2"))).submit("保存")
    assert page.errors == ["第 2 行：请填写 0 到 9999 之间的数。"]


def test_a_name_in_use_is_refused(browser, coordinator, offering, make):
    make.Curriculum(institution=offering.institution, name="方案")
    page = browser.get("courses.new_curriculum").form.fill(name="方案").submit("保存")
    assert page.errors == ["该机构已有同名培训方案。"]


@pytest.mark.parametrize(("hours", "missing"), [(31.5, "还差 8.5 学时"), (40, None)])
def test_the_hours_are_held_against_the_rule_set_and_a_sample_says_so(
    browser, coordinator, offering, make, hours, missing
):
    make.RuleSetVersion(rule_set=make.RuleSet(code="shaanxi-sample"))
    curriculum = make.Curriculum(institution=offering.institution)
    make.CurriculumModule(curriculum=curriculum, planned_hours=hours)
    text = browser.get("courses.show_curriculum", curriculum_id=curriculum.id).text
    assert "要求学时取自示例规则集" in text
    assert (missing in text) if missing else ("还差" not in text)


def test_the_list_counts_modules_and_hours(browser, coordinator, offering, make):
    curriculum = make.Curriculum(institution=offering.institution)
    make.many(3).CurriculumModule(curriculum=curriculum)
    make.Curriculum()
    (row,) = browser.get("courses.list_curricula").table("培训方案").rows
    assert (row["课程模块"], row["学时"]) == ("3", "24")


def test_a_foreign_curriculum_does_not_exist(browser, coordinator, make):
    foreign = make.Curriculum()
    browser.get("courses.show_curriculum", curriculum_id=foreign.id, status=404)
    browser.get("courses.edit_curriculum", curriculum_id=foreign.id, status=404)


@pytest.mark.parametrize(
    ("role", "reads", "edits"),
    [(Role.ADMINISTRATOR, 200, 200), (Role.AUDITOR, 200, 403), (Role.REGULATOR, 200, 403), (Role.TEACHER, 403, 403)],
)
def test_who_reads_and_who_writes_curricula(browser, make, sign_in, role, reads, edits):
    sign_in(make.User(role=role))
    browser.get("courses.list_curricula", status=reads)
    browser.get("courses.new_curriculum", status=edits)


def draft_with(make, offering, *names, **facts):
    version = make.CurriculumVersion(curriculum=make.Curriculum(institution=offering.institution, name="方案"))
    for name in names:
        make.CurriculumModule(version=version, name=name, **facts)
    return version


def approved(make, db_session, version):
    version.state, version.approved_by = SyllabusState.APPROVED, "主任"
    db_session.commit()
    return version


def shown(browser, known, **values):
    return browser.get("courses.show_curriculum", curriculum_id=known.curriculum_id, **values)


def test_a_draft_is_approved_and_then_never_changes(browser, coordinator, offering, make, db_session):
    version = draft_with(make, offering, "甲")
    page = shown(browser, version).press("批准")
    db_session.refresh(version)
    assert (version.state, version.approved_by != "") == (SyllabusState.APPROVED, True)
    assert "修改草稿" not in page.links
    assert browser.get("courses.edit_curriculum", curriculum_id=version.curriculum_id).h1 == "新建培训方案版本"
    sent = {"name": "改名", "institution_id": offering.institution_id, "modules-0-name": "乙"}
    browser.post("courses.edit_curriculum", sent, curriculum_id=version.curriculum_id)
    assert [one[0] for one in modules(db_session)] == ["甲"]


def test_saving_and_approving_is_one_step_for_a_new_curriculum(browser, coordinator, db_session):
    browser.get("courses.new_curriculum").form.fill(name="方案", **lines(("甲", "8"))).submit("保存并批准")
    assert db_session.query(CurriculumVersion).one().state is SyllabusState.APPROVED


def test_a_draft_that_somebody_has_saved_meanwhile_is_not_approved(browser, coordinator, offering, make, db_session):
    version = draft_with(make, offering, "甲")
    page = shown(browser, version)
    version.edition = 2
    db_session.commit()
    assert page.press("批准").flashes == ["您打开之后该版本已有变动，请重新查看。"]


def test_two_people_who_save_one_draft_are_told(browser, coordinator, offering, make, db_session):
    version = draft_with(make, offering, "甲")
    form = browser.get("courses.edit_curriculum", curriculum_id=version.curriculum_id).form
    version.edition = 2
    db_session.commit()
    page = form.fill(**{"modules-0-name": "乙"}).submit("保存")
    assert page.errors == ["您打开之后，已有其他人保存了本草稿。请在新标签页中重新打开并核对后再保存。"]
    assert [one[0] for one in modules(db_session)] == ["甲"]


def test_a_new_version_begins_with_the_modules_of_the_newest(browser, coordinator, offering, make, db_session):
    version = approved(make, db_session, draft_with(make, offering, "甲", "乙"))
    page = shown(browser, version).follow("新建版本")
    page.form.fill(reason="大纲调整").submit()
    assert len(modules(db_session)) == 4
    page = shown(browser, version, version=2)
    assert page.table("版本").rows[0]["变更原因"] == "大纲调整"
    assert [row["模块"] for row in page.table("课程模块").rows] == ["甲", "乙"]


def test_versions_are_compared(browser, coordinator, offering, make, db_session):
    first = approved(make, db_session, draft_with(make, offering, "甲", "乙"))
    second = make.CurriculumVersion(curriculum=first.curriculum, number=2)
    make.CurriculumModule(version=second, name="甲", planned_hours=10)
    make.CurriculumModule(version=second, name="丙")
    page = browser.get("courses.compare_curriculum", curriculum_id=first.curriculum_id)
    assert [(row["模块"], row["变化"]) for row in page.table("差异").rows] == [
        ("甲", "变更"),
        ("丙", "新增"),
        ("乙", "删除"),
    ]
    browser.get("courses.compare_curriculum", curriculum_id=first.curriculum_id, before=9, status=404)


def test_a_version_is_taken_out_of_use_with_a_reason(browser, coordinator, offering, make, db_session):
    version = approved(make, db_session, draft_with(make, offering, "甲"))
    page = shown(browser, version).follow("停用").form.fill(reason="大纲废止").submit()
    assert "大纲废止" in page.text
    db_session.refresh(version)
    assert version.state is SyllabusState.RETIRED
    browser.get("courses.retire_version", curriculum_id=version.curriculum_id, number=1, status=404)


def test_modules_are_pasted_after_a_look(browser, coordinator, offering, make, db_session):
    version = draft_with(make, offering, "甲")
    page = browser.get("courses.paste_modules", curriculum_id=version.curriculum_id)
    page = page.form.fill(text="模块\t学时\t授课方式\n质量战略\t4\t授课、案例\n品牌\t2\t研讨").submit("查看结果")
    assert [row["模块"] for row in page.table("识别结果").rows] == ["质量战略", "品牌"]
    page.form.submit("导入")
    assert modules(db_session) == [("质量战略", 4, True), ("品牌", 2, True)]


def test_cells_that_are_not_understood_are_named_and_nothing_is_written(
    browser, coordinator, offering, make, db_session
):
    version = draft_with(make, offering, "甲")
    page = browser.get("courses.paste_modules", curriculum_id=version.curriculum_id)
    page = page.form.fill(text="模块\t学时\n质量战略\t很多\n\t2").submit("查看结果")
    assert [(row["行"], row["列"], row["原内容"]) for row in page.table("须更正的单元格").rows] == [
        ("2", "计划学时", "很多"),
        ("3", "模块", "—"),
    ]
    assert [one[0] for one in modules(db_session)] == ["甲"]


@pytest.mark.parametrize("text", ["%PDF", "锟斤拷" * 40])
def test_whatever_is_pasted_is_answered(browser, coordinator, offering, make, text):
    version = draft_with(make, offering)
    browser.get("courses.paste_modules", curriculum_id=version.curriculum_id).form.fill(text=text).submit("查看结果")


def test_the_page_takes_as_many_queries_for_twenty_versions_as_for_one(
    browser, coordinator, offering, make, count_queries
):
    version = draft_with(make, offering, "甲")
    address = f"/curricula/{version.curriculum_id}"
    browser.open(address)
    one = count_queries(lambda: browser.client.get(address))
    for number in range(2, 21):
        more = make.CurriculumVersion(curriculum=version.curriculum, number=number)
        make.CurriculumModule(version=more)
        make.TeachingMaterial(curriculum=version.curriculum)
    assert count_queries(lambda: browser.client.get(address)) == one


def test_a_class_keeps_the_version_it_was_opened_with(browser, coordinator, offering, make, db_session):
    version = approved(make, db_session, draft_with(make, offering, "甲", planned_hours=6, modes=["live"]))
    form = browser.get("courses.new_class").form
    values = {"code": "K-9", "name": "第九期", "starts_on": "2026-09-01", "ends_on": "2026-09-05"}
    form.fill(rule_set="rules-in-force", curriculum_version_id=str(version.id), **values).submit()
    made = db_session.query(ClassOffering).filter_by(code="K-9").one()
    assert (made.curriculum_version_id, made.curriculum_id) == (version.id, version.curriculum_id)
    assert (made.planned_offline_hours, made.planned_online_hours) == (0, 6)
    later = approved(make, db_session, make.CurriculumVersion(curriculum=version.curriculum, number=2))
    make.CurriculumModule(version=later, name="乙")
    options = browser.get("courses.edit_class", offering_id=made.id).soup.select(
        "select[name=curriculum_version_id] option"
    )
    assert [option["value"] for option in options] == ["0", str(later.id), str(version.id)]


def test_a_draft_cannot_be_followed(browser, coordinator, offering, make):
    draft_with(make, offering, "甲")
    options = browser.get("courses.new_class").soup.select("select[name=curriculum_version_id] option")
    assert [option["value"] for option in options] == ["0"]


def test_a_material_is_added_downloaded_by_a_teacher_and_withdrawn(
    browser, coordinator, offering, make, sign_in, db_session
):
    version = draft_with(make, offering, "甲")
    page = shown(browser, version).follow("添加资料")
    page.form.fill(title="战略课件", document=(PNG, "a.png")).submit()
    made = db_session.query(TeachingMaterial).one()
    teacher = make.Teacher(institution=offering.institution, user=make.User(role=Role.TEACHER))
    sign_in(teacher.user)
    assert "战略课件" in browser.get("courses.list_materials").links
    assert browser.download("courses.download_material", material_id=made.id).data == PNG
    sign_in(make.Teacher(user=make.User(role=Role.TEACHER)).user)
    browser.download("courses.download_material", material_id=made.id, status=404)
    sign_in(make.StaffMember(institution=offering.institution).user)
    assert shown(browser, version).press("撤回").flashes == ["教学资料已撤下，记录仍予保留。"]
    db_session.refresh(made)
    assert made.withdrawn_at is not None


def test_a_material_is_a_file_or_a_place(browser, coordinator, offering, make):
    version = draft_with(make, offering, "甲")
    form = browser.get("courses.new_material", curriculum_id=version.curriculum_id).form
    assert form.fill(title="课件").submit().errors == ["请选择文件，或填写资料的存放位置。"]
    form = browser.get("courses.new_material", curriculum_id=version.curriculum_id).form
    assert len(form.fill(title="课件", document=(b"nothing", "a.pdf")).submit().errors) == 1
