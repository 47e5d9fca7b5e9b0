"""DingTalk (钉钉): work notifications to a member, and a robot with a signed address that speaks to a group.

Payloads follow the vendor: gettoken, corpconversation/asyncsend_v2, robot/send with timestamp and sign.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from messages.channels.base import NotSent
from messages.channels.posting import call
from messages.rules import Fault, Outgoing

HOST = "https://oapi.dingtalk.com"
FAULTS = {
    40014: Fault.SIGN_IN_REFUSED,
    42001: Fault.SIGN_IN_REFUSED,
    40078: Fault.SIGN_IN_REFUSED,
    88: Fault.SIGN_IN_REFUSED,
    33012: Fault.NO_SUCH_ADDRESS,
    400002: Fault.CONTENT_REFUSED,
    310000: Fault.SENDER_REFUSED,  # the robot's key word, signature or address range does not fit
    300001: Fault.SENDER_REFUSED,
    130101: Fault.TOO_MANY,
    143105: Fault.TOO_MANY,
    90018: Fault.TOO_MANY,
}
TOKEN_IS_STALE = {40014, 42001}


@dataclass(frozen=True, slots=True)
class DingtalkSettings:
    """The application in whose name notifications come."""

    key: str
    secret: str
    agent: str
    host: str = HOST


def payload_of(message: Outgoing, agent: str) -> dict[str, Any]:
    """One work notification to one member: a card where there is a page to open, else plain text.

    The service drops an equal notification to the same member on the same day by itself.
    """
    text = "\n\n".join(part for part in (message.title, message.body) if part)
    content: dict[str, Any] = {"msgtype": "text", "text": {"content": text[:500]}}
    if message.link:
        card = {
            "title": message.title[:64],
            "markdown": text[:500],
            "single_title": message.link_text,
            "single_url": message.link,
        }
        content = {"msgtype": "action_card", "action_card": card}
    return {"agent_id": int(agent) if agent.isdigit() else agent, "userid_list": message.to, "msg": content}


def check(answer: dict[str, Any]) -> None:
    """Raise NotSent unless the service has taken the notification."""
    code = answer.get("errcode", -1)
    if code != 0:
        raise NotSent(FAULTS.get(code, Fault.OTHER), f"{code} {str(answer.get('errmsg', ''))[:200]}")


def signature(secret: str, milliseconds: int) -> str:
    """What a robot with a signature wants beside the time: HMAC-SHA-256 of time and secret, in base 64."""
    said = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), said, hashlib.sha256).digest()).decode()


class DingtalkChannel:
    """Work notifications. The token is fetched once and again when the service finds it stale."""

    def __init__(self, settings: DingtalkSettings) -> None:
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
        address = f"{self.settings.host}/topapi/message/corpconversation/asyncsend_v2"
        return call(address, {"access_token": self._fetch_token()}, payload_of(message, self.settings.agent))

    def _fetch_token(self) -> str:
        if not self._token:
            answer = call(
                f"{self.settings.host}/gettoken", {"appkey": self.settings.key, "appsecret": self.settings.secret}
            )
            check(answer)
            self._token = str(answer.get("access_token", ""))
        return self._token


class DingtalkRobot:
    """A group's robot, by the address that the group has given out, signed where there is a secret."""

    def __init__(self, webhook: str, secret: str = "") -> None:
        self.webhook = webhook
        self.secret = secret

    def send(self, message: Outgoing) -> None:
        """Say it to the group."""
        text = "\n".join(part for part in (message.title, message.body, message.link) if part)
        parts = urlsplit(self.webhook)
        query = dict(parse_qsl(parts.query))
        if self.secret:
            now = round(time.time() * 1000)
            query |= {"timestamp": str(now), "sign": signature(self.secret, now)}
        plain = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
        check(call(plain, query, {"msgtype": "text", "text": {"content": text[:2000]}}))

    def close(self) -> None:
        """Nothing is kept open."""
