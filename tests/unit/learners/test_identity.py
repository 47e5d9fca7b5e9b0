"""Check characters and the order of faults, against published vectors."""

from __future__ import annotations

from datetime import date

import pytest

from learners.identity import birth_date, credit_check, identity_check, identity_fault, is_credit_code, sex_of

FIRST_DAY = date(2026, 5, 9)


@pytest.mark.parametrize(
    "number",
    ["34052419800101001X", "370101190102039973", "11010519491231002X", "440524188001010014"],
)
def test_published_numbers_are_valid(number):
    assert identity_check(number) == number[17]
    assert identity_fault(number, sex="", born_by=FIRST_DAY) is None


@pytest.mark.parametrize(
    ("number", "sex", "fault"),
    [
        ("610122700829947", "男", "E_ID_15"),
        ("", "男", "E_ID_FORMAT"),
        ("61012270082994712", "男", "E_ID_FORMAT"),
        ("34052419800101001Y", "男", "E_ID_FORMAT"),
        ("340***********001X", "男", "E_ID_FORMAT"),
        ("3405241980010100X1", "男", "E_ID_FORMAT"),
        ("123456789012345677", "男", "E_ID_BIRTH"),
        ("34052419800230001X", "男", "E_ID_BIRTH"),
        ("610582205804119002", "女", "E_ID_BIRTH"),
        ("34052420260510001X", "女", "E_ID_BIRTH"),
        ("34052417990101001X", "男", "E_ID_BIRTH"),
        ("34052419800101001X", "女", "E_ID_SEX"),
        ("340524198001010011", "女", "E_ID_SEX"),
        ("340524198001010011", "男", "E_ID_CHECK"),
        ("340524198001010011", "", "E_ID_CHECK"),
    ],
)
def test_the_first_fault_is_named(number, sex, fault):
    assert identity_fault(number, sex=sex, born_by=FIRST_DAY) == fault


def test_a_birth_on_the_first_day_is_possible():
    number = "34052420260509001"
    number += identity_check(number)
    assert identity_fault(number, sex="男", born_by=FIRST_DAY) is None


def test_without_a_first_day_any_real_date_will_do():
    number = "34052420580411001"
    number += identity_check(number)
    assert identity_fault(number, sex="", born_by=None) is None


def test_birth_and_sex_are_read_from_the_number():
    assert birth_date("34052419800101001X") == date(1980, 1, 1)
    assert sex_of("34052419800101001X") == "男"
    assert sex_of("340524198001010029") == "女"


@pytest.mark.parametrize(
    ("code", "valid"),
    [
        ("91350100M000100Y43", True),
        ("91350100M000100Y4Z", False),
        ("91350100M000100Y44", False),
        ("91350100M000100Y4", False),
        ("91350100I000100Y43", False),
        ("91610131MA6TX12340", True),
    ],
)
def test_credit_codes(code, valid):
    assert is_credit_code(code) is valid


def test_a_remainder_of_nought_gives_the_sign_nought():
    assert credit_check("91610131MA6TX1234") == "0"
