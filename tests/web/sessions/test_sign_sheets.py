"""Printing a sheet, handing in its photograph, confirming the signatures."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from sqlalchemy import select

from sessions.models import AttendanceEvent, HourPosting
from sessions.rules.kinds import EventSource
from sessions.sheets import actions
from sessions.sheets.models import SheetPrinting, SheetScan
from sessions.sheets.rules.codes import SheetPage
from tests.unit.sessions.sheets import drawn
from tests.web.sessions import taught


@pytest.fixture
def absent(app, make, small):
    """Somebody without any record, in the third row of the sheet."""
    small.learners["周未到"] = make.Enrolment(offering=small.offering, learner=make.Learner(name="周未到"), position=9)
    taught.evaluate(app, small.offering)
    return small.learners["周未到"]


@pytest.fixture
def photo(app, browser, small, coordinator, absent, db_session):
    """The sheet of the morning is printed and signed by the third person on arrival and on leaving."""
    page = browser.get("sessions.sign_sheets", offering_id=small.offering.id)
    assert page.table("打印签到表（可回扫）").rows[0]["课次"].split() == ["S01", "S02"]
    address = browser.url("sessions.print_sheet", offering_id=small.offering.id, on="2026-03-02", part="AM")
    pdf = browser.client.post(address, data={"csrf_token": browser.csrf_token()})
    assert (pdf.mimetype, pdf.data[:5]) == ("application/pdf", b"%PDF-")
    [printing] = db_session.scalars(select(SheetPrinting))
    of = SheetPage(small.offering.id, printing.on, printing.part, printing.id, 1)
    with app.app_context():
        key = actions.code_key()
    return drawn.as_jpeg(drawn.signed_at(drawn.printed(0, key, of), {(2, 0), (2, 1)}))


def hand_in(browser, small, *contents):
    page = browser.get("sessions.sign_sheets", offering_id=small.offering.id)
    files = [(BytesIO(content), f"签到{place}.jpg") for place, content in enumerate(contents)]
    return page.form_named("上传并识别").fill(files=files).submit()


def hours(db_session, enrolment):
    found = db_session.scalars(select(HourPosting.hours).where(HourPosting.enrolment_id == enrolment.id))
    return sum(found, Decimal(0))


def test_a_photographed_signature_counts_once_somebody_has_confirmed_it(browser, small, photo, absent, db_session):
    page = hand_in(browser, small, photo)
    assert "请在下方确认" in page.flashes[0]
    assert hours(db_session, absent) == 0
    page = page.follow("确认签名").form_named("确认无误，计入考勤").submit()
    assert page.flashes == ["2 个签名已计入考勤。"]
    assert hours(db_session, absent) == 4
    events = db_session.scalars(select(AttendanceEvent).where(AttendanceEvent.source == EventSource.SHEET)).all()
    assert [(one.enrolment_id, one.exact, one.row) for one in events] == [(absent.id, False, 3)] * 2
    assert page.table("已上传的签到表").rows[0]["状态"].startswith("已确认")


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(browser, small, photo, db_session):
    page = hand_in(browser, small, b"no picture", photo, photo)
    assert [("不是可识别的图片" in one, "已识别" in one, "此前已上传" in one) for one in page.flashes] == [
        (True, False, False), (False, True, False), (False, False, True),
    ]  # fmt: skip
    assert len(db_session.scalars(select(SheetScan)).all()) == 1


def test_a_page_is_confirmed_once_and_a_second_photograph_adds_nothing(browser, small, photo, absent, db_session):
    first = hand_in(browser, small, photo).follow("确认签名").form_named("确认无误，计入考勤")
    first.submit()
    assert first.submit().flashes == ["此页已有人确认。"]
    other = drawn.as_jpeg(drawn.Image.open(BytesIO(photo)).rotate(1, fillcolor=200))
    hand_in(browser, small, other).follow("确认签名").form_named("确认无误，计入考勤").submit()
    assert hours(db_session, absent) == 4
    assert (
        len(db_session.scalars(select(AttendanceEvent).where(AttendanceEvent.source == EventSource.SHEET)).all()) == 2
    )


def test_a_sheet_of_another_institution_is_not_taken(browser, small, photo, make, sign_in, db_session):
    sign_in(make.StaffMember().user)
    foreign = make.ClassOffering(institution=make.Institution())
    browser.get("sessions.sign_sheets", offering_id=small.offering.id, status=404)
    assert foreign.id != small.offering.id
    assert db_session.scalars(select(SheetScan)).all() == []
