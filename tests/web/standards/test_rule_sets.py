"""Rule-sets on the screen: figures with their basis, and which classes rest on them."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from standards.models import RuleParameter
from standards.rules import Confidence


@pytest.fixture
def coordinator(make, sign_in):
    return sign_in(make.StaffMember().user)


def test_a_version_shows_each_figure_with_unit_basis_and_confidence(browser, coordinator, make):
    version = make.RuleSetVersion()
    rows = {
        row["参数项"].split()[0]: row
        for row in browser.get("standards.show_version", version_id=version.id).table("参数").rows
    }
    assert rows["结业所需总学时"]["数值"] == "40 学时"
    assert rows["结业所需总学时"]["可信程度"] == "示例"
    assert rows["不足一个单位的取舍"]["数值"] == "舍去"
    assert "DB" not in rows["最低分"]["依据"]


def test_a_figure_that_is_not_known_shows_as_open(browser, coordinator, make):
    open_figure = RuleParameter(
        position=0, key="x", name="甲", value=None, unit="分", basis="", confidence=Confidence.UNKNOWN
    )
    version = make.RuleSetVersion(parameters=[open_figure])
    row = browser.get("standards.show_version", version_id=version.id).table("参数").rows[0]
    assert (row["数值"], row["可信程度"]) == ("待填", "未知，待填")


@pytest.mark.parametrize(("sample", "said"), [(True, True), (False, False)])
def test_a_sample_says_on_its_page_that_it_is_one(browser, coordinator, make, sample, said):
    version = make.RuleSetVersion(rule_set=make.RuleSet(is_sample=sample))
    assert ("并非标准正式文本" in browser.get("standards.show_version", version_id=version.id).text) is said


def test_the_classes_in_scope_under_a_version_are_listed(browser, make, sign_in):
    member = make.StaffMember()
    sign_in(member.user)
    mine = make.ClassOffering(institution=member.institution)
    make.ClassOffering(rule_set_version=mine.rule_set_version)
    page = browser.get("standards.show_version", version_id=mine.rule_set_version_id)
    assert [row["班级编号"] for row in page.table("采用本版本的培训班").rows] == [mine.code]


def test_the_list_names_every_version_and_its_state(browser, coordinator, make):
    version = make.RuleSetVersion(rule_set=make.RuleSet(name="陕西-示例"))
    row = browser.get("standards.list_versions").table("规则集").rows[0]
    assert (row["规则集"], row["版本"], row["状态"]) == ("陕西-示例 示例", "1", "已批准")
    assert version.approved_by in row["批准人"]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.ADMINISTRATOR, 200),
        (Role.COORDINATOR, 200),
        (Role.AUDITOR, 200),
        (Role.REGULATOR, 200),
        (Role.TEACHER, 403),
        (Role.LEARNER, 403),
    ],
)
def test_who_may_read_rule_sets(browser, make, sign_in, role, status):
    sign_in(make.User(role=role))
    browser.get("standards.list_versions", status=status)


def test_the_command_loads_the_shipped_rule_sets_once(run_command):
    first = run_command("standards", "load")
    again = run_command("standards", "load")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert first.output.split()[0] != "0"
    assert again.output.split()[0] == "0"
