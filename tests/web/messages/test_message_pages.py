"""The bell, the list behind it, settings, and what administrators see of outgoing messages."""

from __future__ import annotations

import pytest

from accounts.rules import Role
from core.db import utc_now
from messages.models import ChannelChoice, ContactAddress, Delivery, Notification
from messages.rules import ChannelKind, DeliveryState, Fault, confirmation_code

pytestmark = pytest.mark.one_engine  # what the tables do is tried in tests/db/messages


@pytest.fixture
def li(make, sign_in):
    return sign_in(make.User(display_name="李静"))


@pytest.fixture
def mail(app, monkeypatch):
    monkeypatch.setitem(app.config, "SMTP_HOST", "mail.example.cn")
    monkeypatch.setitem(app.config, "SMTP_SENDER", "noreply@example.cn")


def bell_of(page):
    return " ".join(page.soup.select_one(".topbar .bell").get_text(" ").split())


def test_the_bell_counts_what_is_unread_and_opening_a_message_leads_to_its_page(browser, make, li, db_session):
    make.Notification(user=li, link="/profile")
    make.Notification(user=li, facts={"what": "旧消息"}, read_at=utc_now())
    make.Notification(facts={"what": "别人的消息"})
    page = browser.get("messages.list_messages")
    assert bell_of(page) == "消息：1 条未读 1"
    assert "别人的消息" not in page.text
    page = page.press("未读： 课表有变动 请及时查看 " + page.soup.select_one(".is-unread time").get_text())
    assert page.path == "/profile"
    assert bell_of(page) == "消息：0 条未读"


def test_unread_ones_can_be_listed_alone_and_marked_read_together(browser, make, li):
    make.many(2).Notification(user=li)
    make.Notification(user=li, facts={"what": "旧消息"}, read_at=utc_now())
    page = browser.get("messages.list_messages", show="unread")
    assert "旧消息" not in page.text
    page = page.press("全部标为已读")
    assert len(page.soup.select(".message")) == 3
    assert page.soup.select(".is-unread") == []
    assert "全部已读" in browser.get("messages.list_messages", show="unread").text


def test_a_message_that_cannot_be_worded_any_more_still_opens(browser, make, li):
    make.Notification(user=li, kind="gone.kind")
    make.Notification(user=li, facts={})
    assert browser.get("messages.list_messages").text.count("旧版本的消息") == 2


def test_nobody_opens_the_messages_of_others(browser, make, li, db_session):
    other = make.Notification()
    browser.post("messages.open_message", notification_id=other.id, status=404)
    assert db_session.get(Notification, other.id).read_at is None


def test_the_list_asks_as_often_for_thirty_messages_as_for_one(browser, make, li, count_queries):
    make.Notification(user=li)
    one = count_queries(lambda: browser.get("messages.list_messages"))
    make.many(29).Notification(user=li)
    assert count_queries(lambda: browser.get("messages.list_messages")) == one


def test_without_a_channel_the_settings_say_that_nothing_leaves(browser, li):
    assert "消息只在列表中查看" in browser.get("messages.settings").text
    browser.post("messages.change_address", {}, channel="email", status=404)


def test_an_address_is_entered_confirmed_and_removed(app, browser, li, mail, db_session):
    page = (
        browser.get("messages.settings")
        .form_named("发送验证码")
        .fill(**{"email-address": "li@example"})
        .submit(status=422)
    )
    assert page.errors == ["邮箱地址形如 name@example.cn，请检查是否有遗漏。"]
    page = browser.get("messages.settings").form_named("发送验证码").fill(**{"email-address": "li@example.cn"}).submit()
    assert "li@example.cn 待验证" in page.text
    contact = db_session.query(ContactAddress).one()
    code = confirmation_code(app.config["SECRET_KEY"], contact.id, contact.address)
    wrong = "000000" if code != "000000" else "111111"
    refused = page.form_named("确认").fill(**{"email-code": wrong}).submit(status=422)
    assert refused.errors == ["验证码不对，请核对六位数字。"]
    page = refused.form_named("确认").fill(**{"email-code": code}).submit()
    assert "li@example.cn 已验证" in page.text
    assert "li@example.cn" not in page.press("移除地址").text


def test_kinds_of_messages_are_chosen_one_by_one(browser, li, mail, db_session):
    page = browser.get("messages.settings")
    box = page.soup.find("input", value="email:test.said")
    assert box.has_attr("checked")
    others = [one["value"] for one in page.soup.find_all("input", attrs={"name": "wanted"}) if one is not box]
    page = browser.post("messages.settings", {"wanted": others})
    assert not page.soup.find("input", value="email:test.said").has_attr("checked")
    refused = db_session.query(ChannelChoice).filter_by(wanted=False).one()
    assert (refused.kind, refused.channel) == ("test.said", ChannelKind.EMAIL)


def test_administrators_see_what_failed_and_send_it_again(browser, make, sign_in, mail, db_session):
    sign_in(make.User(role=Role.ADMINISTRATOR))
    wang = make.User(display_name="王方")
    contact, said = make.ContactAddress(user_id=wang.id), make.Notification(user=wang)
    state = {"state": DeliveryState.FAILED, "fault": Fault.NO_SUCH_ADDRESS, "detail": "550 no such user"}
    make.Delivery(notification_id=said.id, contact_id=contact.id, **state)
    page = browser.get("messages.outgoing", state="failed")
    [row] = page.table("外发消息").rows
    assert (row["消息"], row["接收人"]) == ("测试消息", "王方")
    assert "550 no such user" in row["状态"]
    assert contact.address not in page.text
    page.press("重新发送")
    assert db_session.query(Delivery).one().state is DeliveryState.WAITING
