"""Local addresses only, and which entry of the menu a page belongs to."""

from __future__ import annotations

import pytest

from core.navigation import is_local, leads_to, local_target


@pytest.mark.parametrize("target", ["/", "/offerings/3", "/accounts?text=%E6%9D%8E&page=2", "/a#b", "/a//b", "/a:b"])
def test_paths_on_this_site_are_local(target):
    assert is_local(target)


@pytest.mark.parametrize(
    "target",
    [
        "",
        "offerings",
        "//example.org",
        "///example.org",
        "/\\example.org",
        "\\\\example.org",
        "https://example.org",
        "javascript:alert(1)",
        " /x",
        "/\texample.org",
        "/x\n/y",
        "/\x7f",
    ],
)
def test_everything_else_is_not(target):
    assert not is_local(target)


@pytest.mark.parametrize(
    ("target", "chosen"), [("/there", "/there"), (None, "/home"), ("", "/home"), ("//example.org", "/home")]
)
def test_a_target_that_is_not_local_is_replaced(target, chosen):
    assert local_target(target, "/home") == chosen


@pytest.mark.parametrize(
    ("address", "path", "expected"),
    [
        ("/offerings", "/offerings", True),
        ("/offerings", "/offerings/3/sessions", True),
        ("/offerings", "/offerings-old", False),
        ("/", "/", True),
        ("/", "/offerings", False),
    ],
)
def test_a_page_belongs_to_the_entry_above_it(address, path, expected):
    assert leads_to(address, path) is expected
