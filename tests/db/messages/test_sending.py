"""Deliveries reach a real mail server and the vendors' side, once if all goes well and again when something does not."""

from __future__ import annotations

import json
import logging
import socket
import ssl
import threading
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from core.db import utc_now
from messages import actions, sending
from messages.channels.mail import MailChannel
from messages.models import ContactAddress, Delivery
from messages.rules import ChannelKind, DeliveryState, Fault


class Postbox:
    """What a mail server took in; addresses that begin with `nobody` do not exist there, `later` is busy."""

    def __init__(self):
        self.mails = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 - named by the library
        if address.startswith("nobody"):
            return "550 5.1.1 no such user 13912345678"
        if address.startswith("later"):
            return "451 4.3.0 come again"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - named by the library
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


def certificate(folder):
    """A key and a certificate of this machine, in one file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    here = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(utc_now() - timedelta(days=1)).add_extension(here, critical=False)
    made = made.not_valid_after(utc_now() + timedelta(days=1)).sign(key, hashes.SHA256())
    plain = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "mail.pem"
    path.write_bytes(plain + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture(scope="module")
def mail_server(tmp_path_factory):
    """A mail server that wants STARTTLS and a sign-in."""
    path = certificate(tmp_path_factory.mktemp("mail"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(path)
    box = Postbox()

    def check(_server, _session, _envelope, _way, data):
        return AuthResult(success=data.password == b"right", handled=False)

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(
        box, hostname="127.0.0.1", port=port, tls_context=context, authenticator=check, auth_required=True
    )
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    controller.start()
    yield SimpleNamespace(box=box, port=port, certificate=str(path))
    controller.stop()


@pytest.fixture
def mail(mail_server, channels, monkeypatch):
    """A site that sends by it and knows its certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", mail_server.certificate)
    mail_server.box.mails.clear()
    channels(SMTP_HOST="127.0.0.1", SMTP_PORT=mail_server.port, SMTP_SECURITY="starttls", SMTP_USER="site",
             SMTP_PASSWORD="right", SMTP_SENDER="培训中心 <noreply@example.cn>", SITE_URL="https://cqo.example.cn/")  # fmt: skip
    return mail_server.box.mails


class Vendor(BaseHTTPRequestHandler):
    """The other side of WeCom and DingTalk: answers as they describe, keeps what it was asked."""

    asked: list = []
    answers: list = []

    def do_GET(self):
        self.respond({"errcode": 0, "errmsg": "ok", "access_token": f"token{len(self.asked)}", "expires_in": 7200})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.respond(self.answers.pop(0) if self.answers else {"errcode": 0, "errmsg": "ok"}, body)

    def respond(self, answer, body=None):
        parts = urlsplit(self.path)
        self.asked.append((parts.path, {name: one[0] for name, one in parse_qs(parts.query).items()}, body))
        content = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args):
        """Silence."""


@pytest.fixture
def vendor():
    """Where it listens, what it was asked, and what it will answer."""
    Vendor.asked, Vendor.answers = [], []
    server = HTTPServer(("127.0.0.1", 0), Vendor)
    threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.01}).start()
    yield SimpleNamespace(address=f"http://127.0.0.1:{server.server_port}", asked=Vendor.asked, answers=Vendor.answers)
    server.shutdown()
    server.server_close()


def tell(in_app, make, *, address="li@example.cn", channel=ChannelKind.EMAIL, language="", **facts):
    """Tell somebody something who has an address, and commit."""
    contact = make.ContactAddress(user_id=make.User(language=language).id, channel=channel, address=address)
    actions.notify("test.said", to=[contact.user_id], link="/my/hours", **{"what": "课表有变动", **facts})
    in_app.commit()


def outcome(in_app):
    in_app.expire_all()
    one = in_app.query(Delivery).one()
    return one.state, one.tries, one.fault


def wait_over(in_app):
    in_app.query(Delivery).update({"due_at": utc_now() - timedelta(seconds=1)})
    in_app.commit()


def test_a_mail_goes_out_once_worded_and_without_personal_numbers(in_app, make, mail):
    tell(in_app, make, what="李静（13912345678）的请假")
    assert [sending.send_due(), sending.send_due()] == [1, 0]
    [mail] = mail
    assert (mail["Subject"], mail["To"]) == ("消息：李静（139****78）的请假", "li@example.cn")
    assert "https://cqo.example.cn/my/hours" in mail.get_body(("plain",)).get_content()
    assert outcome(in_app) == (DeliveryState.SENT, 1, None)


def test_a_process_that_died_while_sending_is_followed_by_the_same_mail_again(in_app, make, mail):
    tell(in_app, make)
    [number] = [one.id for one in in_app.query(Delivery)]
    assert sending.take(number)
    assert sending.send_due() == 0, "it is taken: nobody else sends it"
    wait_over(in_app)
    assert sending.send_due() == 1
    assert outcome(in_app)[:2] == (DeliveryState.SENT, 2)
    assert mail[0]["Message-ID"] == f"<{in_app.query(Delivery).one().key}@example.cn>"


def test_an_address_that_does_not_exist_is_given_up_and_can_be_tried_by_hand(in_app, make, mail):
    tell(in_app, make, address="nobody@example.cn")
    assert sending.send_due() == 0
    assert outcome(in_app) == (DeliveryState.FAILED, 1, Fault.NO_SUCH_ADDRESS)
    delivery = in_app.query(Delivery).one()
    assert delivery.detail == "550 5.1.1 no such user 139****78"
    assert actions.send_again(delivery, by=make.User())
    assert not actions.send_again(delivery, by=make.User())


def test_a_busy_server_is_asked_again_later(in_app, make, mail):
    tell(in_app, make, address="later@example.cn")
    sending.send_due()
    assert outcome(in_app) == (DeliveryState.WAITING, 1, Fault.TOO_MANY)
    assert sending.send_due() == 0
    wait_over(in_app)
    sending.send_due()
    assert outcome(in_app)[1] == 2


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"SMTP_PASSWORD": "wrong"}, Fault.SIGN_IN_REFUSED),
        ({"SMTP_SECURITY": "none"}, Fault.NOT_SECURE),
        ({"SMTP_PORT": 1}, Fault.UNREACHABLE),
    ],
)
def test_wrong_settings_are_named_and_lose_nothing(in_app, make, mail, channels, settings, fault):
    channels(**settings)
    tell(in_app, make)
    sending.send_due()
    assert outcome(in_app) == (DeliveryState.WAITING, 1, fault)
    assert mail == []


def test_a_server_with_an_unknown_certificate_gets_nothing(in_app, make, mail, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    tell(in_app, make)
    sending.send_due()
    assert outcome(in_app) == (DeliveryState.WAITING, 1, Fault.NOT_SECURE)


def test_one_connection_serves_many_mails_and_a_broken_one_is_opened_again(in_app, make, mail, monkeypatch):
    opened = []
    connect = MailChannel._connect
    monkeypatch.setattr(MailChannel, "_connect", lambda self: opened.append(1) or connect(self))
    for address in ("a@example.cn", "nobody@example.cn", "b@example.cn", "c@example.cn"):
        tell(in_app, make, address=address)
    assert sending.send_due() == 3
    assert len(opened) == 2


def test_an_address_that_was_taken_away_gets_nothing_more(in_app, make, mail):
    tell(in_app, make)
    actions.forget_address(in_app.query(ContactAddress).one())
    in_app.commit()
    assert sending.send_due() == 0
    assert outcome(in_app)[0] is DeliveryState.DROPPED


def test_what_a_process_cannot_send_stays_for_one_that_can_but_not_for_ever(in_app, make, mail, channels):
    tell(in_app, make)
    channels(SMTP_HOST="")
    assert sending.send_due() == 0
    assert outcome(in_app)[:2] == (DeliveryState.WAITING, 0)
    channels(SMTP_HOST="127.0.0.1")
    in_app.query(Delivery).update({"created_at": utc_now() - timedelta(days=4)})
    in_app.commit()
    assert sending.send_due() == 0
    assert outcome(in_app)[0] is DeliveryState.DROPPED
    assert mail == []


def test_a_code_goes_to_an_address_that_is_not_confirmed_yet(in_app, make, mail):
    actions.change_address(make.User(language="en").id, ChannelKind.EMAIL, "li@example.cn")
    in_app.commit()
    assert sending.send_due() == 1
    assert mail[0]["Subject"].endswith("is your code for CQO Training")


def test_wecom_gets_the_message_for_the_member_and_a_stale_token_is_fetched_anew(in_app, make, vendor, channels):
    channels(WECOM_CORP_ID="ww1", WECOM_AGENT_ID="1000002", WECOM_SECRET="s", WECOM_HOST=vendor.address)
    channels(SITE_URL="https://cqo.example.cn")
    tell(in_app, make, address="LiJing", channel=ChannelKind.WECOM)
    vendor.answers.append({"errcode": 42001, "errmsg": "access_token expired"})
    assert sending.send_due() == 1
    paths = [path for path, _query, _body in vendor.asked]
    assert paths == ["/cgi-bin/gettoken", "/cgi-bin/message/send"] * 2
    assert vendor.asked[0][1] == {"corpid": "ww1", "corpsecret": "s"}
    assert vendor.asked[3][1] == {"access_token": "token2"}
    body = vendor.asked[3][2]
    assert (body["touser"], body["textcard"]["title"]) == ("LiJing", "消息：课表有变动")


def test_dingtalk_gets_the_notification_and_its_refusal_is_kept(in_app, make, vendor, channels):
    channels(DINGTALK_KEY="k", DINGTALK_SECRET="s", DINGTALK_AGENT_ID="7", DINGTALK_HOST=vendor.address)
    tell(in_app, make, address="user01", channel=ChannelKind.DINGTALK)
    vendor.answers.append({"errcode": 33012, "errmsg": "无效的USERID"})
    assert sending.send_due() == 0
    assert outcome(in_app) == (DeliveryState.FAILED, 1, Fault.NO_SUCH_ADDRESS)
    assert vendor.asked[1][2]["msg"] == {"msgtype": "text", "text": {"content": "消息：课表有变动\n\n请及时查看"}}


def test_robots_of_both_say_it_to_their_groups_one_of_them_signed(in_app, make, vendor, channels):
    channels(WECOM_WEBHOOK=f"{vendor.address}/wecom?key=1", DINGTALK_WEBHOOK=f"{vendor.address}/ding?access_token=2",
             DINGTALK_WEBHOOK_SECRET="SEC")  # fmt: skip
    actions.notify("test.group", to=[make.User().id], what="认定将到期")
    in_app.commit()
    assert sending.send_due() == 2
    asked = {path: (query, body) for path, query, body in vendor.asked}
    assert asked["/wecom"][0] == {"key": "1"}
    assert asked["/ding"][0].keys() == {"access_token", "timestamp", "sign"}
    assert asked["/ding"][1]["text"]["content"].startswith("消息：认定将到期")


def test_a_service_that_is_not_there_is_tried_again_and_its_address_is_not_told(in_app, make, channels):
    channels(WECOM_WEBHOOK="http://127.0.0.1:1/send?key=secret")
    actions.notify("test.group", to=[make.User().id], what="甲")
    in_app.commit()
    sending.send_due()
    assert outcome(in_app) == (DeliveryState.WAITING, 1, Fault.UNREACHABLE)
    assert "secret" not in in_app.query(Delivery).one().detail
