"""What leaves, when it is tried again, and which addresses there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from messages.rules import (
    WAITS,
    ChannelKind,
    Fault,
    confirmation_code,
    fit_to_leave,
    is_address,
    next_try,
)


def test_what_may_pass_is_tried_again_after_longer_and_longer_waits():
    waits = [next_try(tries, Fault.UNREACHABLE) for tries in range(1, len(WAITS) + 1)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)


def test_it_is_given_up_after_the_last_wait():
    assert next_try(len(WAITS) + 1, Fault.UNREACHABLE) is None


def test_an_address_that_does_not_exist_is_not_tried_again():
    assert next_try(1, Fault.NO_SUCH_ADDRESS) is None


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("身份证 610102199001011234 已核对", "身份证 610***34 已核对"),
        ("61010219900101123X", "610***3X"),
        ("610102900101123 旧号", "610***23 旧号"),
        ("请致电 13912345678。", "请致电 139****78。"),
        ("课次 20260302001 在 202 教室", "课次 20260302001 在 202 教室"),
        ("订单 2026030212345678901", "订单 2026030212345678901"),
    ],
)
def test_identity_and_mobile_numbers_do_not_leave_whole(text, outside):
    assert fit_to_leave(text) == outside


def test_the_code_of_an_address_is_its_own():
    code = confirmation_code("secret", 1, "a@example.cn")
    assert len(code) == 6
    assert code.isdigit()
    others = [("secret", 2, "a@example.cn"), ("secret", 1, "b@example.cn"), ("other", 1, "a@example.cn")]
    assert code not in [confirmation_code(*one) for one in others]


@pytest.mark.parametrize(
    ("channel", "text", "fits"),
    [
        (ChannelKind.EMAIL, "li.jing@example.com.cn", True),
        (ChannelKind.EMAIL, "李静@example.cn", True),
        (ChannelKind.EMAIL, "li.jing@example", False),
        (ChannelKind.EMAIL, "a@example.cn, b@example.cn", False),
        (ChannelKind.EMAIL, "a@example.cn\nBcc: b@example.cn", False),
        (ChannelKind.WECOM, "LiJing_01", True),
        (ChannelKind.WECOM, "LiJing|WangFang", False),
        (ChannelKind.DINGTALK, "all users", False),
    ],
)
def test_an_address_has_the_shape_of_its_channel(channel, text, fits):
    assert is_address(channel, text) is fits
