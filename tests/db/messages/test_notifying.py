"""People are told once, within the transaction of what they are told about, by the channels they want."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from messages import actions, queries
from messages.models import Delivery, Notification
from messages.rules import ChannelKind, DeliveryState, confirmation_code

MAIL = {"SMTP_HOST": "mail.example.cn", "SMTP_SENDER": "noreply@example.cn"}


def told(in_app):
    return [(one.user_id, one.facts) for one in in_app.query(Notification).order_by(Notification.id)]


def test_the_same_thing_is_said_once_to_each_person(in_app, make):
    li, wang, gone = make.User(), make.User(), make.User(is_active=False)
    assert actions.notify("test.said", to=[li.id, gone.id], once="a", what="甲") == 1
    assert actions.notify("test.said", to=[li.id, wang.id, wang.id], once="a", what="甲") == 1
    assert [user for user, _facts in told(in_app)] == [li.id, wang.id]
    assert actions.notify("test.said", to=[li.id], once="b", what="乙") == 1


def test_without_a_key_it_is_said_each_time(in_app, make):
    li = make.User()
    assert [actions.notify("test.said", to=[li.id], what="甲") for _time in range(2)] == [1, 1]


def test_nobody_to_tell_is_no_mistake(in_app):
    assert actions.notify("test.said", to=[], what="甲") == 0


def test_facts_are_kept_as_json_holds_them(in_app, make):
    actions.notify(
        "test.said", to=[make.User().id], day=date(2026, 3, 2), hours=Decimal("1.50"), names=("甲", None), n=3
    )
    assert told(in_app)[0][1] == {"day": "2026-03-02", "hours": "1.5", "names": ["甲", None], "n": 3}


def test_a_kind_without_words_or_a_link_to_elsewhere_is_a_mistake_of_the_program(in_app, make):
    with pytest.raises(LookupError):
        actions.notify("test.unknown", to=[make.User().id])
    with pytest.raises(ValueError):
        actions.notify("test.said", to=[make.User().id], link="https://elsewhere.example")


def test_nothing_leaves_unless_a_channel_is_set_up(in_app, make, channels):
    li = make.User()
    make.ContactAddress(user_id=li.id)
    actions.notify("test.said", to=[li.id], what="甲")
    assert in_app.query(Delivery).count() == 0
    channels(**MAIL)
    actions.notify("test.said", to=[li.id], what="乙")
    assert [(one.channel, one.state) for one in in_app.query(Delivery)] == [(ChannelKind.EMAIL, DeliveryState.WAITING)]


def test_only_confirmed_addresses_and_wanted_kinds_get_it(in_app, make, channels):
    channels(**MAIL)
    wanting, waiting, refusing = make.many(3).User()
    make.ContactAddress(user_id=waiting.id, confirmed_at=None)
    for one in (wanting, refusing):
        make.ContactAddress(user_id=one.id)
    actions.choose(refusing.id, {("test.said", ChannelKind.EMAIL): False})
    actions.notify("test.said", to=[wanting.id, waiting.id, refusing.id], what="甲")
    assert [one.contact_id for one in in_app.query(Delivery)] == [queries.contact_of(wanting.id, ChannelKind.EMAIL).id]
    actions.choose(refusing.id, {("test.said", ChannelKind.EMAIL): True})
    assert actions.notify("test.said", to=[refusing.id], what="乙") == 1
    assert in_app.query(Delivery).count() == 2


def test_a_group_hears_once_what_several_are_told_and_only_what_is_meant_for_groups(in_app, make, channels):
    channels(DINGTALK_WEBHOOK="https://robot.example/send")
    people = [one.id for one in make.many(3).User()]
    actions.notify("test.said", to=people, what="甲")
    assert in_app.query(Delivery).count() == 0
    for _again in range(2):
        actions.notify("test.group", to=people, once="a", what="甲")
    assert [one.channel for one in in_app.query(Delivery)] == [ChannelKind.DINGTALK_ROBOT]


def test_a_new_address_gets_a_code_and_counts_when_the_code_comes_back(app, in_app, make, channels):
    channels(**MAIL)
    contact = actions.change_address(make.User().id, ChannelKind.EMAIL, "li@example.cn")
    assert in_app.query(Delivery).one().notification_id is None
    code = confirmation_code(app.config["SECRET_KEY"], contact.id, "li@example.cn")
    assert not actions.confirm_address(contact, "12345")
    assert actions.confirm_address(contact, f" {code} ")
    actions.change_address(contact.user_id, ChannelKind.EMAIL, "wang@example.cn")
    assert contact.confirmed_at is None


def test_codes_cannot_be_guessed_for_ever(app, in_app, make):
    contact = actions.change_address(make.User().id, ChannelKind.EMAIL, "li@example.cn")
    code = confirmation_code(app.config["SECRET_KEY"], contact.id, "li@example.cn")
    wrong = "000000" if code != "000000" else "111111"
    for _guess in range(actions.CODES_TO_GUESS):
        assert not actions.confirm_address(contact, wrong)
    assert not actions.confirm_address(contact, code)


def test_nobody_has_codes_sent_to_strangers_by_the_dozen(in_app, make):
    li = make.User().id
    for number in range(actions.CODES_AN_HOUR):
        actions.change_address(li, ChannelKind.EMAIL, f"stranger{number}@example.cn")
    with pytest.raises(actions.TooManyCodes):
        actions.change_address(li, ChannelKind.EMAIL, "one.more@example.cn")
