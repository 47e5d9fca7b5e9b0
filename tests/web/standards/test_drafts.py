"""Drafts on the screen: started, written, submitted, approved by a second person, compared, retired."""

from __future__ import annotations

import pytest

from accounts.models import AuditEntry
from accounts.rules import Role
from standards.drafts.models import RuleSetDraft
from standards.models import FilingItem, RuleClause, RuleParameter, RuleSetVersion
from standards.rules import Confidence, VersionState

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

KEY = "completion.required_hours"


@pytest.fixture
def version(make):
    return make.RuleSetVersion(basis="示例规则")


@pytest.fixture
def author(make, sign_in):
    return sign_in(make.StaffMember().user)


@pytest.fixture
def draft(browser, author, version, db_session):
    browser.get("standards.show_version", version_id=version.id).press("以本版本起草新版")
    return db_session.query(RuleSetDraft).one()


def line(db_session, draft, key=KEY):
    return db_session.query(RuleParameter).filter_by(version_id=draft.version_id, key=key).one()


def edit(browser, db_session, draft, **values):
    page = browser.get(
        "drafts.edit_line", version_id=draft.version_id, part="parameter", line_id=line(db_session, draft).id
    )
    return page.form.fill(**values).submit()


def show(browser, draft):
    return browser.get("drafts.show_draft", version_id=draft.version_id)


def figures(page):
    return {row["参数项"].split()[-1]: row for row in page.table("参数").rows}


def test_a_draft_holds_what_its_source_says_and_counts_for_nothing(browser, draft, db_session, version):
    made = db_session.get(RuleSetVersion, draft.version_id)
    assert (made.version, made.state) == (2, VersionState.DRAFT)
    assert figures(show(browser, draft))[KEY]["数值"] == "40 学时"
    assert db_session.query(AuditEntry).filter_by(action="standards.draft_started").count() == 1


def test_a_figure_is_changed_in_the_draft_and_not_in_its_source(browser, draft, db_session, version):
    page = edit(browser, db_session, draft, value="48", basis="省局通知", confidence="stated")
    assert figures(page)[KEY]["数值"] == "48 学时"
    source = db_session.query(RuleParameter).filter_by(version_id=version.id, key=KEY).one()
    assert source.value == 40


def test_a_value_of_another_kind_is_refused(browser, draft, db_session):
    assert any("请填写数字" in error for error in edit(browser, db_session, draft, value="四十").errors)


def test_a_value_without_a_basis_is_refused(browser, draft, db_session):
    assert any("该数值所依据的文件" in error for error in edit(browser, db_session, draft, basis="").errors)


def test_an_open_figure_comes_first_and_is_not_known(browser, draft, db_session):
    page = edit(browser, db_session, draft, value="")
    first = page.table("参数").rows[0]
    assert (first["参数项"].split()[-1], first["数值"]) == (KEY, "待填")
    assert line(db_session, draft).confidence is Confidence.UNKNOWN


def test_two_editors_at_once_are_told(browser, draft, db_session):
    address = {"version_id": draft.version_id, "part": "parameter", "line_id": line(db_session, draft).id}
    slow = browser.get("drafts.edit_line", **address).form
    edit(browser, db_session, draft, value="48")
    page = slow.fill(value="56").submit()
    assert any("已被他人修改" in error for error in page.errors)
    assert figures(show(browser, draft))[KEY]["数值"] == "48 学时"


@pytest.mark.parametrize(
    ("part", "values", "table", "column"),
    [
        (
            "parameter",
            {"key": "yearly.hours", "name": "年度学时", "value": "40", "unit": "学时", "basis": "通知"},
            "参数",
            "参数项",
        ),
        ("clause", {"code": "XX-1", "stage": "机构", "requirement": "有制度"}, "条款", "条款"),
        ("filing", {"code": "photo", "stage": "实施", "title": "现场照片"}, "归档范围", "材料"),
    ],
)
def test_lines_are_added_and_removed(browser, draft, db_session, part, values, table, column):
    address = {"version_id": draft.version_id, "part": part}
    before = len(show(browser, draft).table(table))
    page = browser.get("drafts.edit_line", **address, line_id=0).form.fill(**values).submit()
    assert len(page.table(table)) == before + 1
    page = browser.get("drafts.edit_line", **address, line_id=0).form.fill(**values).submit()
    assert any("已有同名条目" in error for error in page.errors)
    model = {"parameter": RuleParameter, "clause": RuleClause, "filing": FilingItem}[part]
    added = db_session.query(model).filter_by(version_id=draft.version_id).order_by(model.position.desc()).first()
    serial = db_session.query(RuleSetDraft.serial).scalar()
    page = browser.post("drafts.remove_line", {"seen": str(serial)}, **address, line_id=added.id)
    assert len(page.table(table)) == before


def test_head_and_note_are_edited(browser, draft):
    form = browser.get("drafts.edit_head", version_id=draft.version_id).form
    page = form.fill(effective_from="2026-07-01", basis="省局通知", note="调整学时").submit()
    assert (page.facts()["生效日期"], page.facts()["依据"]) == ("2026-07-01", "省局通知")


def test_a_draft_that_changes_nothing_is_not_submitted(browser, draft, db_session):
    page = show(browser, draft).press("提交批准")
    assert any("没有任何变化" in words for words in page.flashes)
    assert db_session.query(RuleSetDraft.state).scalar() == "editing"


def test_a_version_before_its_predecessor_is_not_submitted(browser, draft, db_session):
    edit(browser, db_session, draft, value="48")
    browser.get("drafts.edit_head", version_id=draft.version_id).form.fill(effective_from="2025-01-01").submit()
    assert any("早于上一版本（2026-01-01）" in words for words in show(browser, draft).press("提交批准").flashes)


def test_a_second_person_approves_and_the_version_is_then_fixed(browser, draft, db_session, make, sign_in):
    edit(browser, db_session, draft, value="48")
    page = show(browser, draft).press("提交批准")
    assert page.facts()["状态"] == "待批准"
    approver = make.User(role=Role.ADMINISTRATOR)
    sign_in(approver)
    page = show(browser, draft).press("批准")
    assert page.facts()["状态"] == "已批准"
    db_session.expire_all()
    made = db_session.get(RuleSetVersion, draft.version_id)
    assert (made.state, made.approved_by, len(made.digest)) == (VersionState.APPROVED, approver.display_name, 64)
    browser.get("drafts.edit_head", version_id=draft.version_id, status=404)


def test_whoever_wrote_in_a_draft_does_not_approve_it(browser, version, db_session, make, sign_in):
    sign_in(make.User(role=Role.ADMINISTRATOR))
    browser.get("standards.show_version", version_id=version.id).press("以本版本起草新版")
    draft = db_session.query(RuleSetDraft).one()
    edit(browser, db_session, draft, value="48")
    page = show(browser, draft).press("提交批准")
    assert "须由他人批准" in page.text
    serial = db_session.query(RuleSetDraft.serial).scalar()
    page = browser.post("drafts.approve", {"seen": str(serial)}, version_id=draft.version_id)
    assert any("须由他人批准" in words for words in page.flashes)
    assert page.facts()["状态"] == "待批准"


def test_a_draft_is_sent_back_with_a_reason(browser, draft, db_session, make, sign_in):
    edit(browser, db_session, draft, value="48")
    show(browser, draft).press("提交批准")
    sign_in(make.User(role=Role.ADMINISTRATOR))
    page = browser.get("drafts.send_back", version_id=draft.version_id).form.fill(reason="依据不足").submit()
    assert "退回理由：依据不足" in page.text
    assert page.facts()["状态"] == "起草中"


def test_two_versions_are_compared_side_by_side(browser, draft, db_session, version):
    edit(browser, db_session, draft, value="48", basis="省局通知")
    page = browser.get("drafts.compare", left=version.id, right=draft.version_id)
    rows = page.table("参数").rows
    assert [row["变化"] for row in rows] == ["变更"]
    assert "40" in str(rows[0]) and "48" in str(rows[0])  # noqa: PT018


def test_a_retired_version_says_so(browser, version, make, sign_in, db_session):
    sign_in(make.User(role=Role.ADMINISTRATOR))
    browser.get("drafts.retire", version_id=version.id).form.fill(reason="标准已修订").submit()
    db_session.expire_all()
    assert db_session.get(RuleSetVersion, version.id).state is VersionState.RETIRED
    browser.get("drafts.retire", version_id=version.id, status=404)


@pytest.mark.parametrize(("role", "status"), [(Role.AUDITOR, 403), (Role.REGULATOR, 403), (Role.COORDINATOR, 200)])
def test_who_may_draft(browser, version, make, sign_in, role, status):
    sign_in(make.User(role=role))
    browser.get("standards.show_version", version_id=version.id)
    browser.post("drafts.start_draft", version_id=version.id, status=status)


def test_a_draft_can_be_discarded_with_a_reason_and_leaves_its_source_alone(browser, draft, db_session, version):
    page = browser.get("drafts.discard", version_id=draft.version_id)
    page = page.form.fill(reason="起草有误，重新起草").submit()
    assert "草案已废弃" in page.flashes[0]
    assert [one.id for one in db_session.query(RuleSetVersion)] == [version.id]
    assert db_session.query(RuleSetDraft).count() == 0
    assert db_session.query(RuleParameter).filter_by(version_id=version.id).count() > 0
    entry = db_session.query(AuditEntry).filter_by(action="standards.draft_discarded").one()
    assert entry.detail["reason"] == "起草有误，重新起草"


def test_the_number_of_a_discarded_draft_is_kept_and_never_given_again(browser, draft, version):
    page = browser.get("drafts.discard", version_id=draft.version_id)
    page = page.form.fill(reason="起草有误，重新起草").submit()
    (row,) = page.table("已废弃的草案").rows
    assert (row["版本"], row["原因"]) == ("2", "起草有误，重新起草")
    page = browser.post("drafts.start_draft", version_id=version.id)
    assert "3" in page.h1


def test_a_draft_that_a_colleague_changed_meanwhile_is_not_discarded(browser, draft, db_session):
    page = browser.get("drafts.discard", version_id=draft.version_id)
    edit(browser, db_session, draft, value="48", basis="省局通知", confidence="stated")
    assert "已被他人修改" in page.form.fill(reason="起草有误").submit().flashes[0]
    assert db_session.query(RuleSetDraft).count() == 1


def test_pressing_start_twice_leads_to_the_draft_that_is_there(browser, draft, db_session, version):
    page = browser.get("standards.show_version", version_id=version.id).press("以本版本起草新版")
    assert "已有起草中的草案" in page.flashes[0]
    assert db_session.query(RuleSetDraft).count() == 1
