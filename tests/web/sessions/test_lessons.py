"""Recorded lessons: putting them in, watching them with a clock that the test turns, and why it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from accounts.rules import Role
from courses.rules import ClassState
from sessions.online.actions import watching
from sessions.online.models import ViewingBeat
from tests.videos import mp4

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

VIDEO = mp4(2700, filling=3_000_000)


class Clock:
    """The clock of the server, turned by hand."""

    now = datetime(2026, 4, 3, 4, 0, tzinfo=UTC)

    def turn(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock(monkeypatch):
    one = Clock()
    monkeypatch.setattr(watching, "utc_now", lambda: one.now)
    return one


@pytest.fixture
def lesson(browser, make, sign_in, small):
    """The recorded unit of the class with its video, put in by a coordinator."""
    sign_in(make.StaffMember(institution=small.offering.institution).user)
    here = {"offering_id": small.offering.id, "session_id": small.session("R01")}
    browser.get("online.show_lesson", **here).form.fill(video=(BytesIO(VIDEO), "质量文化.mp4")).submit("保存视频")
    return here


class Device:
    """A device on which a learner watches."""

    def __init__(self, client, browser, clock, enrolment_id, session_id):
        self.client, self.browser, self.clock = client, browser, clock
        self.headers = {"X-CSRFToken": browser.csrf_token()}
        self.place, self.sequence = 0, 0
        self.visit = self.post("online.start_visit", {"client_id": str(uuid4())}, enrolment_id=enrolment_id, session_id=session_id)["visit"]  # fmt: skip

    def post(self, endpoint, body, status=200, **values):
        response = self.client.post(self.browser.url(endpoint, **values), json=body, headers=self.headers)
        assert response.status_code == status, response.text
        return response.get_json()

    def report(self, seconds=0, advance=None, *, played=True, again=False, **more):
        self.clock.turn(seconds)
        self.place += (seconds if advance is None else advance) * 1000
        self.sequence += not again
        told = {"sequence": self.sequence, "position": self.place, "rate": 1, "played": played, "visible": True}
        return self.post("online.report", told | more, visit_id=self.visit)

    def play(self, minutes, *, answer=True):
        """Play on, a report every minute (as far apart as they may be), questions answered as they come."""
        verdicts = [self.report(played=False)["verdict"]]
        for _ in range(minutes):
            found = self.report(60)
            verdicts.append(found["verdict"])
            if found["question"] and answer:
                self.reply(found["question"])
                self.report(played=False)
        return verdicts

    def reply(self, question, choice=0):
        return self.post("online.answer", {"question": question["id"], "choice": choice}, visit_id=self.visit)

    def end(self):
        return self.post("online.end_visit", {}, visit_id=self.visit)


@pytest.fixture
def learner(make, sign_in, small, db_session):
    """Sign in as 王芳, who has watched nothing."""
    user = make.User(role=Role.LEARNER)
    small.learners["王芳"].learner.user_id = user.id
    db_session.commit()
    return lambda: sign_in(user)


@pytest.fixture
def device(client, browser, clock, lesson, learner, small):
    """Make a device of the signed-in learner."""
    learner()
    return lambda: Device(client, browser, clock, small.learner("王芳"), lesson["session_id"])


@pytest.mark.one_engine
def test_a_video_is_handed_out_in_the_pieces_that_browsers_ask_for(browser, client, lesson):
    address = browser.url("online.preview_video", **lesson)
    whole = client.get(address)
    assert (whole.status_code, whole.data, whole.mimetype) == (200, VIDEO, "video/mp4")
    piece = client.get(address, headers={"Range": "bytes=1048570-1048585"})
    assert (piece.status_code, piece.data) == (206, VIDEO[1048570:1048586])
    assert piece.headers["Content-Range"] == f"bytes 1048570-1048585/{len(VIDEO)}"
    first = client.get(address, headers={"Range": "bytes=0-"})
    assert (first.status_code, len(first.data)) == (206, 2 * 1024 * 1024)
    assert client.get(address, headers={"Range": f"bytes={len(VIDEO)}-"}).status_code == 416


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"%PDF-1.7 no video at all, but long enough to look at", "不是 MP4 或 WebM 视频"),
        (mp4(1800), "视频长 0:30:00，课程表写 0:45:00"),
    ],
    ids=["no video", "other length"],
)
def test_a_file_that_is_not_the_lesson_is_refused_in_words(browser, coordinator, small, content, message):
    page = browser.get("online.show_lesson", offering_id=small.offering.id, session_id=small.session("R01"))
    refused = page.form.fill(video=(BytesIO(content), "x.mp4")).submit("保存视频")
    assert message in " ".join(refused.errors)


@pytest.mark.one_engine
def test_watching_to_the_end_earns_the_hour_and_watching_again_nothing(browser, device, small):
    one = device()
    assert set(one.play(45)) <= {"started", "proved"}
    one.end()
    page = browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=small.session("R01"))
    assert "已观看 100%：0:45:00 / 0:45:00。" in page.text
    assert "内置播放器" in page.text
    assert page.facts()["学时"] == "1 / 1"
    again = device()
    again.place = 0
    again.play(5)
    again.end()
    after = browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=small.session("R01"))
    assert after.facts()["学时"] == page.facts()["学时"]


def test_the_newer_device_takes_over_and_the_older_is_told(device):
    phone = device()
    phone.play(2)
    desk = device()
    told = phone.report(15)
    assert (told["verdict"], told["said"]) == ("superseded", "您已在另一台设备上观看，本设备已停止。")
    desk.place = told["furthest"]
    assert (desk.place, desk.report(played=False)["verdict"], desk.report(15)["verdict"]) == (
        120_000,
        "started",
        "proved",
    )


def ids(device):
    """The address of the lesson that a device plays."""
    with device.browser.app.app_context():
        from core.db import db
        from sessions.online.models import ViewingVisit

        visit = db.session.get(ViewingVisit, device.visit)
        lesson = db.session.get(watching.RecordedLesson, visit.lesson_id)
        return {"enrolment_id": visit.enrolment_id, "session_id": lesson.session_id}


@pytest.mark.one_engine
def test_a_question_stops_the_counting_until_it_is_answered(device, browser, small):
    one = device()
    found = one.play(20, answer=False)
    assert found[-1] == "waiting"
    asked = one.report(0)["question"]
    assert asked["choices"] == ["继续观看"]
    assert one.report(15)["granted"] is None
    one.reply(asked)
    assert one.report(played=False)["verdict"] == "jump"  # what ran on meanwhile must be watched again
    one.place = one.report(played=False)["furthest"]
    assert one.report(played=False)["verdict"] == "started"
    assert one.report(15)["verdict"] == "proved"
    page = browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=small.session("R01"))
    assert page.table("弹出的提问").rows[0]["作答"] == "已点击"


def test_a_report_sent_again_changes_nothing(device, db_session):
    one = device()
    one.report(played=False)
    first = one.report(15)
    assert one.report(0, again=True) == first
    assert db_session.query(ViewingBeat).count() == 2


def test_a_visit_that_falls_silent_is_closed_and_counts(device, clock, app, browser, small):
    one = device()
    one.play(10)
    clock.turn(61)
    with app.test_request_context():
        assert watching.close_silent_visits(clock.now) == 1
        watching.db.session.commit()
    assert one.report(15)["verdict"] == "closed"
    page = browser.get("sessions.my_unit", enrolment_id=small.learner("王芳"), session_id=small.session("R01"))
    assert "录播课程观看" in page.text
    assert "10 分钟" in page.text


@pytest.mark.one_engine
def test_what_makes_no_sense_is_refused_without_a_trace(device, db_session):
    one = device()
    for wrong in ({"rate": "fast"}, {"position": -1}, {"position": 2**40}, {"sequence": True}, {"rate": "NaN"}):
        told = {"sequence": 1, "position": 0, "rate": 1, "played": True, "visible": True} | wrong
        one.post("online.report", told, status=400, visit_id=one.visit)
    assert db_session.query(ViewingBeat).count() == 0


def test_others_find_neither_the_lesson_nor_the_visit(device, browser, client, make, sign_in, small, lesson):
    one = device()
    sign_in(make.User(role=Role.LEARNER))
    browser.get("online.watch", status=404, **ids(one))
    assert client.get(browser.url("online.video", **ids(one))).status_code == 404
    headers = {"X-CSRFToken": browser.csrf_token()}
    assert client.post(browser.url("online.end_visit", visit_id=one.visit), json={}, headers=headers).status_code == 404
    sign_in(make.StaffMember().user)  # of another institution
    browser.get("online.show_lesson", status=404, **lesson)


@pytest.mark.one_engine
def test_the_player_page_says_what_counts_and_where_to_go_on(device, browser):
    one = device()
    one.play(9)
    page = browser.get("online.watch", **ids(one))
    player = page.soup.select_one("[data-player]")
    assert (player["data-resume"], player["data-seek"], player["data-rate"]) == ("540000", "0", "1.5")
    assert "已观看 20%" in page.text
    assert len(page.soup.select("rect.watch-done")) == 1


@pytest.mark.one_engine
def test_coordinators_see_who_has_watched_and_auditors_take_every_report_away(
    device, browser, lesson, make, sign_in, small
):
    one = device()
    one.play(9)
    one.end()
    user = make.User(role=Role.AUDITOR)
    make.StaffMember(user=user, institution=small.offering.institution)
    sign_in(user)
    page = browser.get("online.list_lessons", offering_id=small.offering.id)
    rows = {row["学员"]: row["R01"] for row in page.table("在内置播放器中观看").rows}
    assert rows["王芳"] == "20 %"
    cell = browser.get("sessions.show_attendance", **small.cell("王芳", "R01"))
    assert "尚缺" in cell.text
    assert browser.download("online.export_reports", **lesson).data[:2] == b"PK"


@pytest.mark.one_engine
def test_a_lesson_that_is_watched_keeps_its_video_and_a_filed_class_takes_no_reports(
    device, browser, client, lesson, coordinator, small, db_session, learner
):
    learner()
    one = device()
    small.offering.state = ClassState.FILED
    db_session.commit()
    assert "本班已归档" in browser.get("online.watch", **ids(one)).text
    response = client.post(
        browser.url("online.start_visit", **ids(one)), json={"client_id": str(uuid4())},
        headers={"X-CSRFToken": browser.csrf_token()},
    )  # fmt: skip
    assert response.status_code == 404


@pytest.mark.one_engine
def test_questions_are_added_put_and_withdrawn(browser, lesson, coordinator):
    form = browser.get("online.new_question", **lesson).form
    wrong = form.fill(text="质量第一责任人是？", choices="只有一个", right="3").submit("保存")
    assert len(wrong.errors) >= 2
    page = wrong.form.fill(choices="企业主要负责人\n质检员", right="1").submit("保存")
    assert page.table("本课提问").rows[0]["题目"] == "质量第一责任人是？"
    assert "没有提问" in page.press("撤回").text
