"""What the other side gets, and what its answers mean."""

from __future__ import annotations

import smtplib
import ssl
from email import message_from_bytes
from email.policy import default

import pytest

from messages.channels import dingtalk, mail, wecom
from messages.channels.base import NotSent
from messages.rules import Fault, Outgoing

SAID = Outgoing("k1", "lijing", "课表有变动", "第 3 课次改到 302 教室", "https://cqo.example.cn/x", "打开")


def test_a_mail_carries_chinese_in_head_and_text_and_its_own_key():
    said = Outgoing(
        "k1", "li@example.cn", "课表有变动\n第二行", "改到 <302>", "https://cqo.example.cn/x?a=1&b=2", "打开"
    )
    travelled = mail.mail_of(said, "培训中心 <noreply@example.cn>").as_bytes()
    assert travelled.isascii()
    read = message_from_bytes(travelled, policy=default)
    assert (read["Subject"], read["From"], read["To"]) == (
        "课表有变动 第二行",
        "培训中心 <noreply@example.cn>",
        "li@example.cn",
    )
    assert read["Message-ID"] == "<k1@example.cn>"
    assert "https://cqo.example.cn/x?a=1&b=2" in read.get_body(("plain",)).get_content()
    html = read.get_body(("html",)).get_content()
    assert "改到 &lt;302&gt;" in html
    assert 'href="https://cqo.example.cn/x?a=1&amp;b=2"' in html


@pytest.mark.parametrize(
    ("failure", "fault"),
    [
        (smtplib.SMTPRecipientsRefused({"a": (550, b"no such user")}), Fault.NO_SUCH_ADDRESS),
        (smtplib.SMTPRecipientsRefused({"a": (450, b"mailbox busy")}), Fault.TOO_MANY),
        (smtplib.SMTPSenderRefused(553, b"not yours", "x"), Fault.SENDER_REFUSED),
        (smtplib.SMTPSenderRefused(530, b"sign in first", "x"), Fault.SIGN_IN_REFUSED),
        (smtplib.SMTPSenderRefused(451, b"later", "x"), Fault.TOO_MANY),
        (smtplib.SMTPDataError(554, b"spam"), Fault.CONTENT_REFUSED),
        (smtplib.SMTPAuthenticationError(535, b"wrong"), Fault.SIGN_IN_REFUSED),
        (smtplib.SMTPResponseException(250, "odd"), Fault.OTHER),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), Fault.NOT_SECURE),
        (ssl.SSLError("certificate"), Fault.NOT_SECURE),
        (ConnectionRefusedError("refused"), Fault.UNREACHABLE),
    ],
)
def test_what_a_mail_server_refuses_has_a_name(failure, fault):
    assert mail.not_sent(failure).fault is fault


def test_wecom_gets_a_card_where_there_is_a_page_to_open_and_text_otherwise():
    card = wecom.payload_of(SAID, "1000002")
    assert (card["touser"], card["agentid"], card["msgtype"]) == ("lijing", 1000002, "textcard")
    assert card["textcard"]["url"] == "https://cqo.example.cn/x"
    text = wecom.payload_of(Outgoing("k", "lijing", "题"), "main")
    assert (text["agentid"], text["text"]) == ("main", {"content": "题"})


def test_a_card_of_wecom_keeps_its_bytes():
    card = wecom.payload_of(Outgoing("k", "x", "培" * 60, "训" * 300, "https://a.cn/"), "1")["textcard"]
    assert len(card["title"].encode()) <= 128
    assert len(card["description"].encode()) <= 512


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"errcode": 0, "invaliduser": "lijing"}, Fault.NO_SUCH_ADDRESS),
        ({"errcode": 0, "unlicenseduser": "lijing"}, Fault.NO_SUCH_ADDRESS),
        ({"errcode": 60020, "errmsg": "not allow to access from your ip"}, Fault.SIGN_IN_REFUSED),
        ({"errcode": 45009}, Fault.TOO_MANY),
        ({}, Fault.OTHER),
    ],
)
def test_an_answer_of_wecom_has_a_meaning(answer, fault):
    with pytest.raises(NotSent) as refusal:
        wecom.check(answer)
    assert refusal.value.fault is fault


def test_dingtalk_gets_a_card_where_there_is_a_page_to_open_and_text_otherwise():
    card = dingtalk.payload_of(SAID, "77")
    assert (card["userid_list"], card["agent_id"], card["msg"]["msgtype"]) == ("lijing", 77, "action_card")
    assert card["msg"]["action_card"]["single_url"] == "https://cqo.example.cn/x"
    assert dingtalk.payload_of(Outgoing("k", "x", "题", "文"), "a")["msg"] == {
        "msgtype": "text",
        "text": {"content": "题\n\n文"},
    }


def test_a_robot_of_dingtalk_is_signed_with_time_and_secret():
    # echo -ne '1500000000000\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64
    assert dingtalk.signature("SECabc", 1500000000000) == "iv+XrFTCN3gYLY/vU99EH1Hokg+BBO2F209OxkkCzdQ="


def test_an_answer_of_dingtalk_has_a_meaning():
    dingtalk.check({"errcode": 0})
    with pytest.raises(NotSent) as refusal:
        dingtalk.check({"errcode": 310000, "errmsg": "sign not match"})
    assert refusal.value.fault is Fault.SENDER_REFUSED
