"""WeCom (企业微信): messages of an application to a member, and a robot that speaks to a group.

Payloads follow the vendor's public description: gettoken, message/send with `textcard` or `text`, webhook/send.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from messages.channels.base import NotSent
from messages.channels.posting import call
from messages.rules import Fault, Outgoing

HOST = "https://qyapi.weixin.qq.com"
REPEATS_SHOWN_ONCE_FOR = 14_400  # seconds within which the service drops an equal message; four hours are its most
TITLE, BODY = 128, 512  # bytes that a card shows

FAULTS = {
    40014: Fault.SIGN_IN_REFUSED,  # the token is not valid
    42001: Fault.SIGN_IN_REFUSED,  # the token has run out
    40001: Fault.SIGN_IN_REFUSED,  # the secret is wrong
    40013: Fault.SIGN_IN_REFUSED,  # the corporation is not known
    60020: Fault.SIGN_IN_REFUSED,  # the server's address is not among the trusted ones
    81013: Fault.NO_SUCH_ADDRESS,  # none of the members may be written to
    40003: Fault.NO_SUCH_ADDRESS,
    60111: Fault.NO_SUCH_ADDRESS,
    44004: Fault.CONTENT_REFUSED,
    45002: Fault.CONTENT_REFUSED,
    45009: Fault.TOO_MANY,
    45033: Fault.TOO_MANY,
    93000: Fault.SENDER_REFUSED,  # the robot's address is not valid
}
TOKEN_IS_STALE = {40014, 42001}


@dataclass(frozen=True, slots=True)
class WecomSettings:
    """The application in whose name messages come."""

    corporation: str
    agent: str
    secret: str
    host: str = HOST


def fitting(text: str, most: int) -> str:
    """As much of a text as fits into so many bytes of UTF-8."""
    if len(text.encode()) <= most:
        return text
    return text.encode()[: most - 3].decode(errors="ignore") + "…"


def payload_of(message: Outgoing, agent: str) -> dict[str, Any]:
    """One message to one member: a card where there is a page to open, else plain text."""
    common: dict[str, Any] = {
        "touser": message.to,
        "agentid": int(agent) if agent.isdigit() else agent,
        "enable_duplicate_check": 1,
        "duplicate_check_interval": REPEATS_SHOWN_ONCE_FOR,
    }
    if not message.link:
        text = "\n".join(part for part in (message.title, message.body) if part)
        return {**common, "msgtype": "text", "text": {"content": fitting(text, 2048)}}
    card = {
        "title": fitting(message.title, TITLE),
        "description": fitting(message.body or message.title, BODY),
        "url": message.link,
        "btntxt": message.link_text[:4],
    }
    return {**common, "msgtype": "textcard", "textcard": card}


def check(answer: dict[str, Any]) -> None:
    """Raise NotSent unless the service has taken the message for the member."""
    code = answer.get("errcode", -1)
    if code == 0 and not answer.get("invaliduser") and not answer.get("unlicenseduser"):
        return
    fault = FAULTS.get(code, Fault.OTHER) if code else Fault.NO_SUCH_ADDRESS
    raise NotSent(fault, f"{code} {str(answer.get('errmsg', ''))[:200]}")


class WecomChannel:
    """Messages of an application. The token is fetched once and again when the service finds it stale."""

    def __init__(self, settings: WecomSettings) -> None:
        self.settings = settings
        self._token = ""

    def send(self, message: Outgoing) -> None:
        """Send to one member."""
        answer = self._post(message)
        if answer.get("errcode") in TOKEN_IS_STALE:
            self._token = ""
            answer = self._post(message)
        check(answer)

    def close(self) -> None:
        """Nothing is kept open."""

    def _post(self, message: Outgoing) -> dict[str, Any]:
        address = f"{self.settings.host}/cgi-bin/message/send"
        return call(address, {"access_token": self._fetch_token()}, payload_of(message, self.settings.agent))

    def _fetch_token(self) -> str:
        if not self._token:
            query = {"corpid": self.settings.corporation, "corpsecret": self.settings.secret}
            answer = call(f"{self.settings.host}/cgi-bin/gettoken", query)
            check(answer)
            self._token = str(answer.get("access_token", ""))
        return self._token


class WecomRobot:
    """A group's robot, by the address that the group has given out."""

    def __init__(self, webhook: str) -> None:
        self.webhook = webhook

    def send(self, message: Outgoing) -> None:
        """Say it to the group."""
        text = "\n".join(part for part in (message.title, message.body, message.link) if part)
        check(call(self.webhook, body={"msgtype": "text", "text": {"content": fitting(text, 2048)}}))

    def close(self) -> None:
        """Nothing is kept open."""
