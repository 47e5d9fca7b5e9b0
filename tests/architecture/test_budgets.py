"""Sizes: 300 lines a file, 120 a template, 40 a function, 30 a view; the median function has at most eight.

A budget is broken by an argued entry in ARGUED, never by raising it.
"""

from __future__ import annotations

import ast
from statistics import median

import pytest

from tests.architecture.house import functions_in, name_of, product_files, python_files, template_files

FILE, TEMPLATE, FUNCTION, VIEW, MEDIAN = 300, 120, 40, 30, 8

ARGUED: dict[str, str] = {}


def lines_of(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def length_of(node):
    return node.end_lineno - node.lineno + 1


def is_view(node):
    """Whether a function carries a route."""
    names = {"route", "get", "post", "put", "patch", "delete"}
    calls = [mark.func for mark in node.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in names for call in calls)


def too_long(sizes, budget):
    """Those over the budget without an argument, the largest first."""
    return sorted(((size, name) for name, size in sizes if size > budget and name not in ARGUED), reverse=True)


def test_files_are_short():
    assert too_long([(name_of(path), lines_of(path)) for path in python_files()], FILE) == []


def test_templates_are_short():
    assert too_long([(name_of(path), lines_of(path)) for path in template_files()], TEMPLATE) == []


def test_functions_are_short():
    sizes = [(name, length_of(node)) for path in python_files() for name, node in functions_in(path)]
    assert too_long(sizes, FUNCTION) == []


def test_views_are_short():
    found = [(name, node) for path in product_files() for name, node in functions_in(path) if is_view(node)]
    assert found
    assert too_long([(name, length_of(node)) for name, node in found], VIEW) == []


def test_the_usual_function_has_a_handful_of_lines():
    assert median(length_of(node) for path in product_files() for _name, node in functions_in(path)) <= MEDIAN


@pytest.mark.parametrize("name", ARGUED)
def test_every_exception_is_argued_and_still_needed(name):
    sizes = {name_of(path): lines_of(path) for path in [*python_files(), *template_files()]}
    sizes |= {place: length_of(node) for path in python_files() for place, node in functions_in(path)}
    assert name in sizes
    assert len(ARGUED[name]) > 20
    assert sizes[name] > (FUNCTION if "::" in name else FILE)
