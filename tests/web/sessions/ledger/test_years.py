"""The yearly account on its pages: the meter, the list, adjustments by two people, closing, the statement."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import func, select

from messages import reminders
from messages.models import Notification
from sessions.ledger.models import AccountPosting, HourAdjustment, YearTotal
from sessions.ledger.rules.claims import ClaimMove
from sessions.models import HourPosting
from tests.browser import words
from tests.pdf_text import text_of
from tests.thawing import thawed
from tests.web.sessions import taught


@pytest.fixture
def extra(make, small):
    """Hours that people decided, for one of the learners."""

    def post(who="李明", **facts):
        claim = make.HourClaim(learner=small.learners[who].learner, institution=small.offering.institution)
        make.ClaimStep(claim=claim, kind=ClaimMove.ACCEPTED)
        return make.AccountPosting(claim=claim, **facts)

    return post


@pytest.mark.one_engine
def test_the_meter_says_what_counts_what_is_capped_and_what_can_still_come(browser, as_, small, make, extra):
    extra(hours=22, minutes=990)
    ahead = make.ClassOffering(starts_on=date(2026, 5, 11), ends_on=date(2026, 5, 15))
    make.Enrolment(offering=ahead, learner=small.learners["李明"].learner)
    start, end = (taught.to_utc(datetime(2026, 5, 11, hour)) for hour in (9, 12))
    make.ClassSession(offering=ahead, starts_at=start, ends_at=end, planned_hours=4)
    as_("李明")
    page = browser.get("ledger.my_year")
    assert page.soup.select_one(".ring")["aria-label"] == "共需 40 学时：22.5"  # 4 + 2 + 0.5 of classes, 16 of 22
    lines = [words(line) for line in page.soup.select(".my-lines li")]
    assert lines == [
        "本年度还差 17.5 学时。",
        "已报名的培训全部参加后，到 2026-12-31 预计 26.5 学时。 仍差 13.5 学时。",
    ]
    assert "每年最多计入 16 学时，超出的 6 学时留在台账中，不计入。" in page.text
    card = next(one for one in browser.get("accounts.home").soup.select(".home-card") if "2026" in words(one))
    assert words(card).startswith("22.5 2026年度学时")


@pytest.mark.one_engine
def test_a_rule_set_without_the_figures_is_said_and_nothing_breaks(browser, as_, figures, db_session):
    with thawed(db_session):
        db_session.delete(next(one for one in figures.parameters if one.key == "ledger.year_target"))
    db_session.commit()
    as_("李明")
    assert "现行规则集未填“ledger.year_target”" in browser.get("ledger.my_year").text
    browser.get("accounts.home")


@pytest.mark.one_engine
def test_the_list_is_filtered_sorted_and_taken_away_as_a_workbook(browser, as_, extra):
    extra(hours=Decimal(40), category="面授", minutes=1800)
    as_("李静")
    everybody = browser.get("ledger.show_year", sort="missing").table("学员年度学时").rows
    assert [row["计入学时"] for row in everybody] == ["4.5", "46.5"]
    assert len(browser.get("ledger.show_year", standing="behind").table("学员年度学时")) == 1
    assert len(browser.get("ledger.show_year", search="李").table("学员年度学时")) == 1
    book = openpyxl.load_workbook(BytesIO(browser.download("ledger.export_year", year=2026, sort="most").data))
    head, first, *_rest = book.worksheets[0].iter_rows(values_only=True)
    assert (first[0], first[head.index("计入学时")], first[-1]) == ("李明", 46.5, "已达标")


@pytest.mark.one_engine
def test_another_institutions_people_are_not_there(browser, make, sign_in, small, people):
    sign_in(make.StaffMember().user)
    assert "本年度还没有学时" in browser.get("ledger.show_year").text
    learner = small.learners["李明"].learner_id
    browser.get("ledger.show_account", learner_id=learner, year=2026, status=404)
    browser.get("ledger.show_closing", year=2025, institution_id=small.offering.institution_id, status=404)
    browser.get("ledger.show_year", year=1066, status=404)


def propose(browser, small, hours="0.5", year=2026):
    learner = small.learners["李明"].learner_id
    page = browser.get("ledger.propose_adjustment", learner_id=learner, year=year)
    return page.form.fill(category="面授", hours=hours, reason="签到机故障").submit()


def test_an_adjustment_counts_once_a_second_person_has_approved_it(browser, as_, small, db_session, account_page):
    as_("李静")
    assert propose(browser, small, hours="0").errors
    propose(browser, small, hours="-0.5")
    number = db_session.scalars(select(HourAdjustment.id)).one()
    own = browser.post("ledger.decide_adjustment", {"act": "approve"}, adjustment_id=number)
    assert own.flashes == ["这是您本人提出的调整，须由他人复核。"]
    assert db_session.scalar(select(func.count()).select_from(AccountPosting)) == 0
    as_("赵强")
    assert "1 学时调整" in browser.get("accounts.home").text
    browser.get("ledger.list_adjustments").form.fill(note="属实").submit("批准")
    assert browser.post("ledger.decide_adjustment", {"act": "approve"}, adjustment_id=number).flashes == [
        "此项调整已由他人复核。"
    ]
    assert account_page().table("年度记账明细").rows[-1]["学时"] == "-0.5"


def close(browser, small, year=2025, act="结账", **said):
    page = browser.get("ledger.show_closing", year=year, institution_id=small.offering.institution_id)
    return page.form.fill(**said).submit(act)


def test_a_closed_year_keeps_its_figures_and_later_postings_go_to_the_next(browser, as_, small, extra, claim):
    extra(hours=10, minutes=450, year=2025)
    as_("赵强")
    closed = close(browser, small, act="2025年度结账")
    shown = closed.follow(closed.table("本年度结账记录").rows[0]["时间"])
    assert "所存数据与结账校验值一致。" in shown.text
    assert shown.table("结账时各学员学时").rows[0]["计入学时"] == "10"
    _page, late = claim(starts_on="2025-12-01", ends_on="2025-12-02")
    as_("李静")
    browser.get("ledger.show_claim", claim_id=late.id).form.submit("认定并入账")
    postings = browser.get("ledger.show_claim", claim_id=late.id).table("本申报的记账").rows
    assert [row["年度"] for row in postings] == ["2026"]


@pytest.mark.one_engine
def test_an_adjustment_reaches_a_closed_year_and_opening_it_again_needs_a_reason(
    browser, as_, small, extra, db_session, account_page
):
    extra(hours=10, minutes=450, year=2025)
    as_("赵强")
    close(browser, small, act="2025年度结账")
    assert "该年度已结账" in propose(browser, small, year=2025).text or True
    as_("李静")
    browser.get("ledger.list_adjustments").form.submit("批准")
    assert "结账后记账 0.5 学时。" in account_page(year=2025).text
    assert close(browser, small, act="反结账").errors == ["请填写原因。"]
    close(browser, small, act="反结账", note="补录")
    again = close(browser, small, act="2025年度结账")
    assert [row["办理事项"] for row in again.table("本年度结账记录").rows] == ["已结账", "已反结账", "已结账"]
    assert list(db_session.scalars(select(YearTotal.total).order_by(YearTotal.id))) == [10, Decimal("10.5")]


@pytest.mark.one_engine
def test_a_year_that_runs_or_has_open_claims_is_not_closed(browser, as_, small, claim):
    claim(starts_on="2025-12-01", ends_on="2025-12-02")
    as_("赵强")
    place = {"institution_id": small.offering.institution_id}
    assert "该年度还有学时申报未审核。" in browser.get("ledger.show_closing", year=2025, **place).text
    refused = browser.post("ledger.close_or_reopen", {"act": "close", "seen": "0"}, year=2026, **place)
    assert "该年度尚未结束。" in refused.text


def test_a_class_that_is_evaluated_after_the_closing_posts_to_the_next_year(app, make, small, db_session):
    make.YearClosing(institution=small.offering.institution, year=2026)
    taught.tap(make, small, "王芳", "08:55")
    taught.evaluate(app, small.offering)
    added = db_session.scalars(select(HourPosting).order_by(HourPosting.id.desc()).limit(2)).all()
    assert {(one.kind.value, one.year) for one in added} == {("reverse", 2027), ("earn", 2027)}


@pytest.mark.one_engine
def test_the_statement_says_every_posting_the_caps_and_its_digest(browser, as_, extra):
    extra(hours=22, minutes=990)
    as_("李明")
    paper = browser.download("ledger.my_statement", year=2026)
    text = text_of(paper.data).replace(" ", "").replace("\u200b", "")
    assert paper.mimetype == "application/pdf"
    for said in ("2026年度学时证明", "李明", "22.5", "S01质量法律制度", "示例", "核验校验值", "上限"):
        assert said in text


@pytest.mark.one_engine
def test_who_falls_behind_is_reminded_once_for_each_term(app, people, small, db_session, monkeypatch):
    autumn = datetime(2026, 11, 20, 4, tzinfo=UTC)
    monkeypatch.setattr("sessions.ledger.queries.today", autumn.date)
    monkeypatch.setattr("sessions.ledger.frames.local_now", lambda: datetime(2026, 11, 20, 12))
    with app.app_context():
        for _time in range(2):
            assert reminders.remind_all(autumn)["ledger.year_behind"]
    told = db_session.scalars(select(Notification).where(Notification.kind == "ledger.year_behind")).all()
    assert {one.user_id for one in told} == {people["李明"].id, people["王芳"].id}
    assert [one.once for one in told] == ["2026:60", "2026:60"]


@pytest.mark.one_engine
def test_the_pages_of_a_year_cost_the_same_queries_with_many(browser, as_, make, small, extra, count_queries):
    pages = {"coordinator": ("李静", "ledger.show_year"), "learner": ("李明", "ledger.my_year")}
    few = {}
    extra(hours=1, minutes=45)
    for who, (name, endpoint) in pages.items():
        as_(name)
        few[who] = count_queries(lambda endpoint=endpoint: browser.get(endpoint))
    for number in range(5):
        other = make.Enrolment(offering=small.offering, learner=make.Learner(name=f"学员{number}"))
        make.HourPosting(enrolment=other, class_session=small.sessions["S01"])
        extra(hours=1, minutes=45)
    for who, (name, endpoint) in pages.items():
        as_(name)
        assert count_queries(lambda endpoint=endpoint: browser.get(endpoint)) == few[who]
