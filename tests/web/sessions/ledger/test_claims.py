"""Claims of outside training, from the learner's phone to the ledger and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from messages.models import Notification
from sessions.ledger.models import AccountPosting, ClaimProof, ClaimStep
from tests.web.sessions.ledger.documents import OTHER_PDF, PDF


def postings(db_session):
    db_session.expire_all()
    return [(one.kind.value, one.hours, one.year) for one in db_session.scalars(select(AccountPosting))]


def decide(browser, claim, act, **said):
    page = browser.get("ledger.show_claim", claim_id=claim.id)
    return page.form.fill(**said).submit(act)


def test_a_claim_is_handed_in_reviewed_with_fewer_hours_and_counts(browser, claim, as_, db_session, people):
    page, made = claim()
    assert page.flashes == ["申报已提交，审核结果将显示在本页。"]
    as_("李静")
    assert browser.get("accounts.home").follow("1 学时申报 待审核的外部学时").h1 == "外部学时申报"
    refused = decide(browser, made, "认定并入账", hours="6")
    assert "认定学时不得超过申报学时；少于申报学时的，请在下方填写理由。" in refused.errors
    decide(browser, made, "认定并入账", hours="6", note="第二天缺席半天")
    assert postings(db_session) == [("claim", Decimal(6), 2026)]
    told = db_session.scalars(select(Notification).where(Notification.user_id == people["李明"].id)).one()
    assert (told.kind, told.link) == ("ledger.claim_decided", browser.url("ledger.my_claim", claim_id=made.id))
    as_("李明")
    assert "第二天缺席半天" in browser.get("ledger.my_claim", claim_id=made.id).text
    assert browser.get("ledger.my_year").soup.select_one(".ring")["aria-label"] == "共需 40 学时：12.5"


@pytest.mark.one_engine
def test_the_same_proof_is_refused_to_the_same_person_and_pointed_out_with_another(browser, claim, as_):
    _page, first = claim()
    page, second = claim(title="同一证书再报一次")
    assert second is None
    assert page.errors == [f"申报 {first.id} 已使用过这份材料：证书.pdf。请换一份材料。"]
    _page, others = claim("王芳")
    as_("李静")
    shown = browser.get("ledger.show_claim", claim_id=others.id)
    assert f"他人的申报 {first.id} 提交过同一份材料：证书.pdf" in shown.text


@pytest.mark.one_engine
def test_a_claim_without_proof_in_the_future_or_in_odd_hours_is_refused_in_plain_words(claim):
    page, _none = claim(files=(b"", ""), hours="8.1", ends_on="2026-04-21")
    assert "培训或活动结束后才能申报。" in page.errors
    assert "学时须为 0.25 的整数倍。" in page.errors
    assert "请至少上传一份材料：证书、通知或其照片。" in claim(files=(b"", ""))[0].errors


@pytest.mark.one_engine
def test_a_session_attended_at_the_same_time_is_pointed_out(browser, claim, as_):
    _page, made = claim(starts_on="2026-03-02", ends_on="2026-03-02")
    as_("李静")
    assert "同一时间参加过培训班课次" in browser.get("ledger.show_claim", claim_id=made.id).text


@pytest.mark.one_engine
def test_more_is_asked_for_and_handed_in(browser, claim, as_, db_session):
    _page, made = claim()
    as_("李静")
    assert "请填写原因。" in decide(browser, made, "要求补充材料").errors
    decide(browser, made, "要求补充材料", note="请补日程")
    as_("李明")
    assert "需要补充材料" in browser.get("ledger.my_year").text
    page = browser.get("ledger.my_claim", claim_id=made.id)
    page.form_named("补充材料").fill(note="见附件", files=(OTHER_PDF, "日程.pdf")).submit()
    kinds = [one.kind.value for one in db_session.scalars(select(ClaimStep).order_by(ClaimStep.number))]
    assert kinds == ["submitted", "asked", "supplied"]


def test_of_two_reviewers_the_second_is_told(browser, claim, as_, db_session):
    _page, made = claim()
    as_("李静")
    slow = browser.get("ledger.show_claim", claim_id=made.id).form
    decide(browser, made, "不予认定", note="非质量类")
    assert slow.submit("认定并入账").flashes == ["该申报已有审核结果。"]
    assert postings(db_session) == []


@pytest.mark.one_engine
def test_an_accepted_claim_is_taken_back_by_a_reversal(browser, claim, as_, db_session):
    _page, made = claim()
    as_("李静")
    decide(browser, made, "认定并入账")
    decide(browser, made, "撤销认定并冲销记账", note="证书系伪造")
    assert postings(db_session) == [("claim", 8, 2026), ("reverse", -8, 2026)]
    page = browser.get("ledger.show_claim", claim_id=made.id)
    assert "认定后撤销" in page.text
    assert [row["学时"] for row in page.table("本申报的记账").rows] == ["8", "-8"]


@pytest.mark.one_engine
def test_a_learner_withdraws_a_claim_and_sees_nobody_elses(browser, claim, as_, db_session):
    _page, made = claim()
    browser.get("ledger.my_claim", claim_id=made.id).form_named("撤回").submit()
    assert "已撤销" in browser.get("ledger.my_claim", claim_id=made.id).text
    proof = {"claim_id": made.id, "proof_id": db_session.scalars(select(ClaimProof.id)).one()}
    assert browser.download("ledger.my_proof", **proof).data == PDF
    as_("王芳")
    browser.get("ledger.my_claim", claim_id=made.id, status=404)
    browser.get("ledger.my_proof", status=404, **proof)


@pytest.mark.one_engine
def test_claims_of_another_institution_are_not_there(browser, claim, make, sign_in):
    _page, made = claim()
    sign_in(make.StaffMember().user)
    browser.get("ledger.show_claim", claim_id=made.id, status=404)
    assert "没有待审核的申报。" in browser.get("ledger.list_claims").text


@pytest.mark.one_engine
def test_who_is_in_no_class_is_told_who_reviews_claims(browser, make, sign_in, people):
    user = make.User(role=people["李明"].role)
    make.Learner(user_id=user.id)
    sign_in(user)
    assert "暂不能申报" in browser.get("ledger.new_claim").text


@pytest.mark.one_engine
def test_a_list_of_claims_costs_the_same_queries_with_many(browser, make, as_, small, count_queries):
    as_("李静")

    def some(number):
        for _time in range(number):
            one = make.HourClaim(learner=small.learners["李明"].learner, institution=small.offering.institution)
            make.ClaimStep(claim=one)
            make.ClaimProof(claim=one)

    some(1)
    few = count_queries(lambda: browser.get("ledger.list_claims"))
    some(5)
    assert count_queries(lambda: browser.get("ledger.list_claims")) == few
