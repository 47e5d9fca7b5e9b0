"""What people read about messages, channels and what went wrong with them."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from accounts.labels import name_actions
from messages.rules import ChannelKind, DeliveryState, Fault

CHANNELS: dict[ChannelKind, Any] = {
    ChannelKind.EMAIL: _l("E-mail"),
    ChannelKind.WECOM: _l("WeCom"),
    ChannelKind.DINGTALK: _l("DingTalk"),
    ChannelKind.WECOM_ROBOT: _l("WeCom group robot"),
    ChannelKind.DINGTALK_ROBOT: _l("DingTalk group robot"),
}
ADDRESSES: dict[ChannelKind, Any] = {
    ChannelKind.EMAIL: _l("E-mail address"),
    ChannelKind.WECOM: _l("WeCom member account"),
    ChannelKind.DINGTALK: _l("DingTalk userid"),
}
STATES: dict[DeliveryState, tuple[Any, str]] = {
    DeliveryState.WAITING: (_l("Waits to go out"), "info"),
    DeliveryState.SENDING: (_l("Being sent"), "info"),
    DeliveryState.SENT: (_l("Taken over by the other side"), "good"),
    DeliveryState.FAILED: (_l("Given up"), "bad"),
    DeliveryState.DROPPED: (_l("Not sent: the address is gone, or it came too late"), "neutral"),
}
FAULTS: dict[Fault, Any] = {
    Fault.NO_SUCH_ADDRESS: _l("The address does not exist or takes no messages. The person enters another one."),
    Fault.SENDER_REFUSED: _l("The other side does not accept us as a sender. Check the sender and the settings."),
    Fault.CONTENT_REFUSED: _l("The other side does not accept the message itself."),
    Fault.SIGN_IN_REFUSED: _l("User name, password or secret is not right. Check the settings of the channel."),
    Fault.NOT_SECURE: _l("No secure connection could be made. Check port, encryption and certificate of the server."),
    Fault.TOO_MANY: _l("The other side is busy and wants us to come again; it is tried again by itself."),
    Fault.UNREACHABLE: _l("The other side cannot be reached; it is tried again by itself."),
    Fault.OTHER: _l("The other side answered with something unexpected; it is tried again by itself."),
}

name_actions(
    {
        "messages.address_changed": _l("Message address changed"),
        "messages.address_confirmed": _l("Message address confirmed"),
        "messages.address_forgotten": _l("Message address removed"),
        "messages.sent_again": _l("Message sent again"),
    },
    subjects={"delivery": _l("Outgoing message")},
    details={"channel": _l("Channel")},
)
