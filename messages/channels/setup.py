"""Which channels a site has set up: a channel without its settings is off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from messages.channels.base import Channel
from messages.channels.dingtalk import DingtalkChannel, DingtalkRobot, DingtalkSettings
from messages.channels.mail import MailChannel, MailSettings
from messages.channels.wecom import WecomChannel, WecomRobot, WecomSettings
from messages.rules import ChannelKind

Maker = Callable[[], Channel]
NEEDED: dict[ChannelKind, tuple[str, ...]] = {
    ChannelKind.EMAIL: ("SMTP_HOST", "SMTP_SENDER"),
    ChannelKind.WECOM: ("WECOM_CORP_ID", "WECOM_AGENT_ID", "WECOM_SECRET"),
    ChannelKind.DINGTALK: ("DINGTALK_KEY", "DINGTALK_SECRET", "DINGTALK_AGENT_ID"),
    ChannelKind.WECOM_ROBOT: ("WECOM_WEBHOOK",),
    ChannelKind.DINGTALK_ROBOT: ("DINGTALK_WEBHOOK",),
}


def configured(config: Mapping[str, Any]) -> dict[ChannelKind, Maker]:
    """How to make each channel that has all its settings."""
    makers: dict[ChannelKind, Maker] = {
        ChannelKind.EMAIL: lambda: MailChannel(mail_settings(config)),
        ChannelKind.WECOM: lambda: WecomChannel(wecom_settings(config)),
        ChannelKind.DINGTALK: lambda: DingtalkChannel(dingtalk_settings(config)),
        ChannelKind.WECOM_ROBOT: lambda: WecomRobot(config["WECOM_WEBHOOK"]),
        ChannelKind.DINGTALK_ROBOT: lambda: DingtalkRobot(
            config["DINGTALK_WEBHOOK"], config.get("DINGTALK_WEBHOOK_SECRET", "")
        ),
    }
    return {one: makers[one] for one, needed in NEEDED.items() if all(config.get(name) for name in needed)}


def mail_settings(config: Mapping[str, Any]) -> MailSettings:
    """The mail server of the site."""
    return MailSettings(
        config["SMTP_HOST"],
        int(config["SMTP_PORT"]),
        config["SMTP_SECURITY"],
        config.get("SMTP_USER", ""),
        config.get("SMTP_PASSWORD", ""),
        config["SMTP_SENDER"],
    )


def wecom_settings(config: Mapping[str, Any]) -> WecomSettings:
    """The WeCom application of the site."""
    return WecomSettings(
        config["WECOM_CORP_ID"], config["WECOM_AGENT_ID"], config["WECOM_SECRET"], config["WECOM_HOST"]
    )


def dingtalk_settings(config: Mapping[str, Any]) -> DingtalkSettings:
    """The DingTalk application of the site."""
    return DingtalkSettings(
        config["DINGTALK_KEY"], config["DINGTALK_SECRET"], config["DINGTALK_AGENT_ID"], config["DINGTALK_HOST"]
    )
