"""E-mail by SMTP: plain text and HTML, the same Message-ID at every try, faults told apart."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from core.db import utc_now
from messages.channels.base import NotSent
from messages.rules import Fault, Outgoing

TIMEOUT = 20.0
EVERY_SERVER = SMTP.clone(cte_type="7bit")  # nothing but ASCII travels: the oldest server takes it


@dataclass(frozen=True, slots=True)
class MailSettings:
    """How to reach the mail server. `security` is `starttls`, `ssl` or `none`."""

    host: str
    port: int
    security: str
    user: str
    password: str
    sender: str


def mail_of(message: Outgoing, sender: str) -> EmailMessage:
    """The message as it travels. Names and subject may be Chinese; the address of the sender may not."""
    name, address = parseaddr(sender)
    mail = EmailMessage(policy=EVERY_SERVER)
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = message.to
    mail["Subject"] = " ".join(message.title.split())
    mail["Date"] = format_datetime(utc_now())
    mail["Message-ID"] = f"<{message.key}@{address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content("\n\n".join(part for part in (message.title, message.body, message.link) if part) + "\n")
    mail.add_alternative(html_of(message), subtype="html")
    return mail


def html_of(message: Outgoing) -> str:
    """The same as a plain little page; no pictures, nothing fetched."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in message.body.splitlines() if line.strip())
    link = f'<p><a href="{escape(message.link)}">{escape(message.link_text)}</a></p>' if message.link else ""
    return (
        f'<!doctype html><html lang="{message.language}"><body style="font-family:sans-serif;line-height:1.6">'
        f'<h1 style="font-size:1.15em">{escape(message.title)}</h1>{lines}{link}</body></html>\n'
    )


def fault_of(code: int, *, at_recipient: bool = False) -> Fault:
    """What an answer of the server means: 5xx lasts, 4xx may pass."""
    if code in (530, 534, 535, 538):
        return Fault.SIGN_IN_REFUSED
    if code in (421, 450, 451, 452):
        return Fault.TOO_MANY
    if 500 <= code < 600:
        return Fault.NO_SUCH_ADDRESS if at_recipient else Fault.CONTENT_REFUSED
    return Fault.OTHER


class MailChannel:
    """One connection to the mail server, opened at the first message and again when it broke."""

    def __init__(self, settings: MailSettings) -> None:
        self.settings = settings
        self._server: smtplib.SMTP | None = None

    def send(self, message: Outgoing) -> None:
        """Send one mail. Every refusal of the server becomes a NotSent."""
        try:
            server = self._connected()
            server.send_message(mail_of(message, self.settings.sender), to_addrs=[message.to])
        except (smtplib.SMTPException, OSError) as failure:
            self.close()
            raise not_sent(failure) from failure

    def close(self) -> None:
        """Say good-bye, if anybody listens."""
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._connect()
        return self._server

    def _connect(self) -> smtplib.SMTP:
        settings, context = self.settings, ssl.create_default_context()
        if settings.security == "ssl":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=TIMEOUT)
        try:
            if settings.security == "starttls":
                server.starttls(context=context)
            if settings.user:
                server.login(settings.user, settings.password)
        except BaseException:
            server.close()
            raise
        return server


def not_sent(failure: Exception) -> NotSent:
    """A failure in our words, with what the server said."""
    if isinstance(failure, smtplib.SMTPRecipientsRefused):
        [(code, said), *_rest] = failure.recipients.values()
        return NotSent(fault_of(code, at_recipient=True), f"{code} {said.decode(errors='replace')}")
    if isinstance(failure, smtplib.SMTPSenderRefused):
        lasting = 500 <= failure.smtp_code < 600
        fault = Fault.SENDER_REFUSED if lasting and failure.smtp_code != 530 else fault_of(failure.smtp_code)
        return NotSent(fault, f"{failure.smtp_code} {_said(failure)}")
    if isinstance(failure, smtplib.SMTPResponseException):
        return NotSent(fault_of(failure.smtp_code), f"{failure.smtp_code} {_said(failure)}")
    if isinstance(failure, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return NotSent(Fault.NOT_SECURE, str(failure))
    return NotSent(Fault.UNREACHABLE, str(failure))


def _said(failure: smtplib.SMTPResponseException) -> str:
    said = failure.smtp_error
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
