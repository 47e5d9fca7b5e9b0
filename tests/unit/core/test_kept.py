"""What is kept within a process: bounded, the oldest forgotten first."""

from __future__ import annotations

import pytest

from core.kept import ENTRY, Store, weigh


def test_what_was_put_is_found_and_the_rest_is_not():
    store = Store(10_000)
    store.put("a", ("text", 1))
    assert (store.get("a"), store.get("b")) == (("text", 1), None)
    store.clear()
    assert (store.get("a"), store.weight) == (None, 0)


def test_what_was_asked_for_longest_ago_goes_first():
    one = weigh(b"x" * 1000) + ENTRY
    store = Store(one * 5)
    for key in "abcde":
        store.put(key, b"x" * 1000)
    store.get("a")
    store.put("f", b"x" * 1000)
    assert [key for key in "abcdef" if store.get(key)] == ["a", "c", "d", "e", "f"]
    assert store.weight == one * 5


def test_a_value_put_again_weighs_once():
    store = Store(100_000)
    store.put("a", b"x" * 1000)
    store.put("a", b"y" * 500)
    assert (store.get("a"), store.weight) == (b"y" * 500, weigh(b"y" * 500) + ENTRY)


def test_one_value_never_takes_most_of_the_room():
    store = Store(10_000)
    store.put("a", b"x" * 3000)
    assert (store.get("a"), store.weight) == (None, 0)


@pytest.mark.parametrize("value", ["字" * 100, b"x" * 100, ("字" * 100, 1)])
def test_a_tuple_weighs_what_it_holds(value):
    assert weigh((value, value)) > 2 * weigh(value)
