"""Check-in as people see it: the class teacher's pages, the screen, phones, staff and the desk."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from accounts.rules import Role
from core.clock import to_local
from courses.models import ImportBatch
from courses.rules import BatchState
from sessions.checkin import keys
from sessions.checkin.models import CheckIn, CheckInDecision, CheckInWindow, SuspicionNote
from sessions.checkin.rules import codes
from sessions.checkin.rules.judging import Outcome
from sessions.models import AttendanceEvent, HourPosting
from sessions.rules.halfdays import Direction
from sessions.rules.kinds import EventSource

ANSWER = "已核实本人在场"
pytestmark = pytest.mark.one_engine  # the tables are tried in tests/db/sessions/test_check_ins.py


@pytest.fixture
def hall(app, make):
    """A half-day that goes on now, its window, and two learners of the same name."""
    now = datetime.now(UTC).replace(microsecond=0)
    batch = make.ImportBatch(offering=make.ClassOffering(starts_on=to_local(now).date(), ends_on=to_local(now).date()))
    make.ClassSession(
        offering=batch.offering, starts_at=now + timedelta(minutes=5), ends_at=now + timedelta(minutes=95)
    )
    part = "AM" if to_local(now + timedelta(minutes=5)).hour < 12 else "PM"
    window = make.CheckInWindow(
        batch=batch, day=to_local(now + timedelta(minutes=5)).date(), part=part,
        opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=1),
    )  # fmt: skip
    for phone in ("13800001234", "13900005678"):
        make.Enrolment(offering=batch.offering, learner=make.Learner(name="王岚", phone=phone))
    return window, batch.offering


@pytest.fixture
def coordinator(make, sign_in, hall):
    return sign_in(make.StaffMember(institution=hall[1].institution).user)


def code_now(window: CheckInWindow, ago: float = 0) -> str:
    return codes.room_code(keys.key(), window.id, codes.step_at(time.time() - ago, window.code_life))


def arrive(browser, window):
    return browser.get("checkin.arrive", code=code_now(window))


def introduce(browser, window, tail="1234"):
    return arrive(browser, window).form_named("sign").fill(name="王 岚", tail=tail).submit()


def send(client, window, **tap):
    sent = {"taps": [{"client_id": str(uuid4()), "at": datetime.now(UTC).isoformat(), **tap}]}
    return client.post(f"/check-in/{window.id}/taps", json=sent)


def events(db_session) -> list[AttendanceEvent]:
    return list(db_session.scalars(select(AttendanceEvent)))


def test_from_the_link_to_the_tick_it_takes_one_form_and_afterwards_one_button(browser, hall, db_session):
    window, _offering = hall
    page = introduce(browser, window)
    assert "签到成功" in page.text
    [event] = events(db_session)
    assert (event.name, event.source) == ("王岚", EventSource.SELF_CHECK_IN)
    assert "已签" in arrive(browser, window).text  # the phone is known, and says so


def test_a_known_phone_signs_with_one_tap_also_without_a_script(browser, hall, make, db_session):
    window, offering = hall
    introduce(browser, window)
    leaving = make.CheckInWindow(
        batch=make.ImportBatch(offering=offering), direction=Direction.OUT, day=window.day, part=window.part,
        opens_at=window.opens_at, closes_at=window.closes_at,
    )  # fmt: skip
    assert "签退成功" in arrive(browser, leaving).form_named("sign").submit().text
    assert len(events(db_session)) == 2


def test_who_cannot_say_who_he_is_does_not_sign_and_has_to_wait_after_five_times(browser, hall, db_session):
    window, _offering = hall
    page = arrive(browser, window)
    for _time in range(5):
        page = page.form_named("sign").fill(name="王岚", tail="0000").submit(status=422)
    assert "本班没有" in page.errors[0]
    page = page.form_named("sign").fill(name="王岚", tail="1234").submit(status=422)
    assert "次数过多" in page.errors[0]
    assert events(db_session) == []


@pytest.mark.parametrize(("ago", "status"), [(60, 410), (-60, 410)])
def test_a_code_that_is_not_shown_now_leads_nowhere(browser, hall, ago, status):
    page = browser.get("checkin.arrive", code=code_now(hall[0], ago), status=status)
    assert "大屏幕" in page.text


def test_a_forged_code_leads_nowhere(browser, hall):
    browser.get("checkin.arrive", code=code_now(hall[0])[:-1] + "1", status=404)


def test_a_script_sends_a_tap_twice_and_hears_the_same_twice(browser, client, hall, db_session):
    window, _offering = hall
    introduce(browser, window, "5678")
    again = send(client, window, code=code_now(window), client_id="the-same-id")
    assert again.json["results"][0]["verdict"] == "already"
    assert send(client, window, code=code_now(window), client_id="the-same-id").json == again.json
    assert db_session.scalar(select(func.count()).select_from(CheckIn)) == 2


@pytest.mark.parametrize(
    "sent",
    [{}, {"taps": []}, {"taps": [{}]}, {"taps": [{"client_id": "x" * 40}]}, {"taps": ["x"]}, [],
     {"taps": [{"client_id": "12345678", "direction": "up"}]}],
)  # fmt: skip
def test_what_is_no_list_of_taps_is_told_so(client, hall, sent):
    assert client.post(f"/check-in/{hall[0].id}/taps", json=sent).status_code == 400


def test_only_staff_may_sign_others_in(client, hall, make, sign_in):
    window, _offering = hall
    assert send(client, window, pin="123456").status_code == 401
    sign_in(make.User(role=Role.LEARNER))
    assert send(client, window, pin="123456").status_code == 401
    sign_in(make.StaffMember().user)  # of another institution
    assert send(client, window, pin="123456").status_code == 401


def test_staff_scan_a_learners_code_and_see_the_name(browser, client, hall, make, sign_in, db_session):
    window, _offering = hall
    introduce(browser, window)
    own = browser.get("checkin.my_check_in").soup.select_one(".own-number strong").get_text()
    client.delete_cookie("check_in")
    sign_in(make.StaffMember(institution=hall[1].institution).user)
    assert browser.get("checkin.scan", window_id=window.id).h1 == "扫描学员签到码"
    [result] = send(client, window, pin=own).json["results"]
    assert (result["verdict"], result["name"]) == ("already", "王岚")


def test_whoever_is_signed_in_as_a_learner_needs_no_introduction(browser, hall, make, sign_in):
    window, offering = hall
    user = make.User(role=Role.LEARNER)
    make.Enrolment(offering=offering, learner=make.Learner(name="赵敏", user=user))
    sign_in(user)
    assert "您的班级正在签到" in browser.get("accounts.home").text
    page = arrive(browser, window)
    assert page.soup.select_one(".phone-name").get_text() == "赵敏"
    assert "签到成功" in page.form_named("sign").submit().text
    assert "您的班级正在签到" not in browser.get("accounts.home").text


def test_opening_showing_and_ending_a_check_in(browser, coordinator, hall, db_session):
    window, offering = hall
    page = browser.get("checkin.show_windows", offering_id=offering.id)
    assert "0/2" in page.text
    page.press("开启签退")
    latest = db_session.scalar(select(func.max(CheckInWindow.id)))
    board = browser.post("checkin.switch_window", {"from": "board"}, window_id=latest, what="begin")
    assert (board.h1, board.soup.select_one(".qr-code") is not None) == ("签退", True)
    introduce(browser, window)
    board = browser.get("checkin.show_board", window_id=window.id)
    assert "未到 1 人" in board.text
    page = browser.post("checkin.switch_window", window_id=window.id, what="end")
    assert "学时台账新增 1 笔" in page.flashes[0]
    posting = db_session.scalar(select(HourPosting))
    cell = {"enrolment_id": posting.enrolment_id, "session_id": posting.session_id}
    assert "自助签到" in browser.get("sessions.show_attendance", offering_id=offering.id, **cell).text
    assert "重新开启" in page.text


def test_another_institution_has_no_check_in_here(browser, hall, make, sign_in):
    window, offering = hall
    sign_in(make.StaffMember().user)
    for page in ("show_board", "scan", "edit_window"):
        browser.get(f"checkin.{page}", window_id=window.id, status=404)
    browser.get("checkin.show_attempts", offering_id=offering.id, status=404)
    browser.post("checkin.switch_window", window_id=window.id, what="end", status=404)


def test_two_people_who_change_a_window_at_once_are_told(browser, coordinator, hall):
    window, _offering = hall
    first = browser.get("checkin.edit_window", window_id=window.id)
    second = browser.get("checkin.edit_window", window_id=window.id)
    first.form.fill(networks="10.20.0.0/16", latitude="34.2", longitude="108.9", radius="300").submit()
    assert "其他人已修改" in second.form.fill(networks="").submit().errors[0]
    assert "10.20.0.0/16" in str(browser.get("checkin.edit_window", window_id=window.id).soup)


@pytest.mark.parametrize(("field", "said"), [({"networks": "x"}, "无法识别"), ({"radius": "300"}, "须同时填写")])
def test_settings_that_mean_nothing_are_refused(browser, coordinator, hall, field, said):
    page = browser.get("checkin.edit_window", window_id=hall[0].id).form.fill(**field).submit()
    assert said in page.errors[0]


def test_what_was_sent_later_waits_and_counts_when_somebody_says_so(browser, client, coordinator, hall, db_session):
    window, offering = hall
    introduce(browser, window)
    client.delete_cookie("check_in")
    introduce(browser, window, "5678")
    db_session.execute(CheckInWindow.__table__.update().values(late=1))
    other = db_session.scalars(select(CheckIn).order_by(CheckIn.id.desc())).first()
    assert other.verdict is Outcome.ACCEPTED
    early = time.time() - 600
    code = codes.room_code(keys.key(), window.id, codes.step_at(early, window.code_life))
    sent = {"now": datetime.now(UTC).isoformat(), "taps": [
        {"client_id": str(uuid4()), "code": code, "at": datetime.fromtimestamp(early, UTC).isoformat()}]}  # fmt: skip
    assert client.post(f"/check-in/{window.id}/taps", json=sent).json["results"][0]["verdict"] == "held"
    page = browser.get("checkin.show_attempts", offering_id=offering.id)
    assert "事后补传" in page.table("待确认的签到").rows[0]["待确认原因"]
    assert "待确认的签到" in browser.get("accounts.home").text
    page = page.follow("审核").form_named("认可，计入考勤").fill(note=ANSWER).submit("认可，计入考勤")
    assert "已处理 1 条" in page.flashes[0]
    assert db_session.scalar(select(CheckInDecision.note)) == ANSWER
    assert len(events(db_session)) == 3
    page = browser.post(
        "checkin.decide",
        {"note": ANSWER},
        offering_id=offering.id,
        check_in_id=db_session.scalar(select(CheckInDecision.check_in_id)),
    )
    assert "其他人刚刚" in page.flashes[0]


def test_two_people_on_one_phone_are_a_suspicion_until_somebody_has_looked(browser, coordinator, hall, db_session):
    window, offering = hall
    introduce(browser, window)
    arrive(browser, window).form_named("以此身份签到").fill(name="王岚", tail="5678").submit()
    page = browser.get("checkin.show_attempts", offering_id=offering.id)
    assert "同一部手机" in page.table("疑点").rows[0]["疑点情况"]
    page = page.form_named("备注").fill(note=ANSWER).submit()
    assert "没有未核实的疑点" in page.text
    assert db_session.scalar(select(SuspicionNote.note)) == ANSWER


def test_at_the_desk_a_name_or_a_number_is_typed(browser, client, coordinator, hall, db_session):
    _window, offering = hall
    page = browser.post("checkin.open_desk", offering_id=offering.id)
    address = page.links["在本机打开"].removeprefix("http://localhost")
    with client.session_transaction() as session:
        session.clear()
    desk = browser.open(address)
    assert "本班没有" in desk.form.fill(name="王岚", tail="0000").submit().errors[0]
    assert "王岚 签到成功" in desk.form.fill(name="王岚", tail="1234").submit().flashes[0]
    number = next(iter(codes.pins(keys.key(), [one.id for one in offering_people(db_session, offering)])))
    assert "已于" in desk.form.fill(number=number).submit().flashes[0]
    assert [one.source for one in events(db_session)] == [EventSource.STATION]
    browser.open("/check-in/desk/" + codes.desk_key(keys.key(), offering.id, 1), status=404)


def offering_people(db_session, offering):
    from courses.models import Enrolment

    return list(
        db_session.scalars(select(Enrolment).where(Enrolment.offering_id == offering.id).order_by(Enrolment.id))
    )


def test_what_an_installed_page_needs_is_served(client):
    worker = client.get("/check-in/worker.js")
    assert (worker.headers["Service-Worker-Allowed"], worker.mimetype) == ("/", "text/javascript")
    assert "/s/app" in worker.text
    assert "当前没有网络" in client.get("/s/app").text
    assert client.get("/check-in/app.webmanifest").json["display"] == "standalone"


def test_the_list_of_attempts_asks_as_much_for_one_as_for_twenty(browser, coordinator, hall, make, count_queries):
    window, offering = hall

    def add(count):
        for _n in range(count):
            enrolment = make.Enrolment(offering=offering)
            make.CheckIn(batch=None, window=window, enrolment=enrolment)

    add(1)
    open_page = lambda: browser.get("checkin.show_attempts", offering_id=offering.id)  # noqa: E731
    one = count_queries(open_page)
    add(19)
    assert count_queries(open_page) == one


@pytest.mark.one_engine
def test_a_crafted_request_cannot_take_check_ins_back_as_an_import(browser, coordinator, hall, db_session):
    window, offering = hall
    batch = db_session.get_one(ImportBatch, window.batch_id)
    batch.report = {"check_in": "x", "stands_alone": True}
    db_session.commit()
    page = browser.post("intake.undo_batch", {"reason": "误操作"}, offering_id=offering.id, batch_id=window.batch_id)
    assert page.flashes == ["这不是导入记录，而是现场登记或处理决定产生的记录，请到相应页面更正。"]
    assert batch.state is BatchState.APPLIED
