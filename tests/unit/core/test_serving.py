"""A server that ends by itself begins anew, but not for ever."""

import pytest

from core.serving import ENDS_WITHIN, MOST_ENDS, serve_again


def serving(*ends: int | None):
    """A server that ends so, one time after another, and how often it was started."""
    left, starts = list(ends), []

    def serve_once() -> None:
        starts.append(1)
        if (code := left.pop(0)) is not None:
            raise SystemExit(code)

    return serve_once, starts


def test_a_server_that_ended_begins_anew_until_it_is_told_to_stop():
    serve_once, starts = serving(1, 1, None)

    serve_again(serve_once)

    assert len(starts) == 3


def test_ends_far_apart_are_no_reason_to_give_up():
    serve_once, starts = serving(*[1] * 20, None)
    hours = iter(range(0, 10**6, int(ENDS_WITHIN)))

    serve_again(serve_once, clock=lambda: next(hours))

    assert len(starts) == 21


def test_a_server_that_ends_again_and_again_gives_up():
    serve_once, starts = serving(*[1] * 20)

    with pytest.raises(SystemExit) as end:
        serve_again(serve_once, clock=lambda: 0.0)

    assert (len(starts), end.value.code) == (MOST_ENDS, 1)


def test_an_end_that_was_asked_for_is_no_reason_to_begin_anew():
    serve_once, starts = serving(0, None)

    with pytest.raises(SystemExit):
        serve_again(serve_once)

    assert len(starts) == 1
