"""How names are written down."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learners.names import has_inner_space, has_other_dot, name_key, normalise_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("戴振华", "戴振华"),
        (" 王 岚 ", "王岚"),
        ("宋\u3000恒", "宋恒"),  # the ideographic space
        ("宋\u00a0恒\n", "宋恒"),
        ("宋\u200b恒\ufeff", "宋恒"),  # invisible characters
        ("田𠮷川", "田𠮷川"),  # outside the basic plane
        *[(f"阿依古丽{dot}买买提", "阿依古丽·买买提") for dot in "•・‧∙⋅．.·"],
        ("", ""),
    ],
)
def test_names_lose_white_space_and_other_dots(text, name):
    assert normalise_name(text) == name


@given(st.text())
def test_a_normal_name_is_normal(text):
    assert normalise_name(normalise_name(text)) == normalise_name(text)


@pytest.mark.parametrize(
    ("text", "inside"), [("王 岚", True), (" 王岚 ", False), ("宋\u3000恒", True), ("王岚", False)]
)
def test_white_space_inside_a_name_is_noticed(text, inside):
    assert has_inner_space(text) is inside


@pytest.mark.parametrize(("text", "other"), [("阿依古丽•买买提", True), ("阿依古丽·买买提", False), ("A.B", True)])
def test_another_dot_is_noticed(text, other):
    assert has_other_dot(text) is other


@pytest.mark.parametrize(
    ("number", "end"),
    [
        ("168****9503", "9503"),
        ("16812349503", "16812349503"),
        ("168＊＊＊＊9503", "9503"),
        ("*9503", "9503"),
        ("168xxxx9503", "9503"),
    ],
)
def test_the_readable_end_of_a_masked_number(number, end):
    assert name_key(number) == end


def test_an_x_at_the_end_of_an_identity_number_is_no_mask():
    assert name_key("927X") == "927X"
