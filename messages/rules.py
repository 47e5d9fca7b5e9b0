"""What a message may look like when it leaves, when it is tried again, and what can be wrong with it. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class ChannelKind(StrEnum):
    """A way out of the product. The last two speak to a group, not to a person."""

    EMAIL = "email"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    WECOM_ROBOT = "wecom_robot"
    DINGTALK_ROBOT = "dingtalk_robot"


TO_A_PERSON = (ChannelKind.EMAIL, ChannelKind.WECOM, ChannelKind.DINGTALK)
TO_A_GROUP = (ChannelKind.WECOM_ROBOT, ChannelKind.DINGTALK_ROBOT)


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    SENDING = "sending"  # a process has taken it; when that one dies, it is taken again after a while
    SENT = "sent"  # the other side has taken it over
    FAILED = "failed"
    DROPPED = "dropped"  # the address went away, or the channel was off for too long


class Fault(StrEnum):
    """Why a delivery did not succeed, as far as the other side told."""

    NO_SUCH_ADDRESS = "no_such_address"
    SENDER_REFUSED = "sender_refused"
    CONTENT_REFUSED = "content_refused"
    SIGN_IN_REFUSED = "sign_in_refused"
    NOT_SECURE = "not_secure"
    TOO_MANY = "too_many"
    UNREACHABLE = "unreachable"
    OTHER = "other"


# Nothing but a person can put these right: trying again would only annoy the other side.
LASTING = frozenset({Fault.NO_SUCH_ADDRESS, Fault.SENDER_REFUSED, Fault.CONTENT_REFUSED})

WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
STALE_AFTER = timedelta(days=3)  # news of a channel that was off for long would only confuse; the list has it anyway
TAKEN_FOR = timedelta(minutes=10)  # after that long a delivery that was taken is believed abandoned


def next_try(tries: int, fault: Fault) -> timedelta | None:
    """How long to wait after the try of that number failed; None when it is given up."""
    if fault in LASTING or tries > len(WAITS):
        return None
    return WAITS[tries - 1]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message as it leaves: worded, with whole addresses. `key` is the same at every try of one delivery."""

    key: str
    to: str
    title: str
    body: str = ""
    link: str = ""
    link_text: str = ""
    language: str = "zh-CN"


ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)|(?<!\d)\d{15}(?!\d)")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


def fit_to_leave(text: str) -> str:
    """The text without what must not leave the product: identity and mobile numbers keep their ends only."""
    text = ID_NUMBER.sub(lambda found: f"{found[0][:3]}***{found[0][-2:]}", text)
    return MOBILE.sub(lambda found: f"{found[0][:3]}****{found[0][-2:]}", text)


def confirmation_code(secret: str, contact_id: int, address: str) -> str:
    """Six digits that only somebody who reads what arrives at the address can know."""
    digest = hmac.new(secret.encode(), f"contact:{contact_id}:{address}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"


EMAIL_ADDRESS = re.compile(r"[^@\s<>\"',;]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+")
MEMBER_ID = re.compile(r"[A-Za-z0-9_.@-]{1,64}")


def is_address(channel: ChannelKind, text: str) -> bool:
    """Whether a text can be an address of a channel."""
    shape = EMAIL_ADDRESS if channel is ChannelKind.EMAIL else MEMBER_ID
    return len(text) <= 254 and shape.fullmatch(text) is not None
