"""Codes: good where and while they are shown, worth nothing anywhere else, later, or made by somebody else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.checkin.rules import codes
from sessions.checkin.rules.codes import CodeState, Device, Pace, Pass

KEY = b"k" * 32
PACE = Pace(life=15, drift=5)
HERE = 7
SHOWN = codes.room_code(KEY, HERE, codes.step_at(1500, 15))  # on the wall from 1500 to 1515


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (1494, CodeState.NOT_YET),
        (1495, CodeState.VALID),
        (1500, CodeState.VALID),
        (1519, CodeState.VALID),
        (1520, CodeState.EXPIRED),
        (1575, CodeState.EXPIRED),
    ],
)
def test_a_photographed_code_is_refused_after_its_life(now, state):
    assert codes.judge_room_code(KEY, SHOWN, HERE, now, PACE) is state


def test_a_code_of_another_class_is_known_as_such():
    assert codes.judge_room_code(KEY, SHOWN, HERE + 1, 1500, PACE) is CodeState.OTHER


def test_a_code_made_with_another_key_is_forged():
    assert codes.judge_room_code(b"x" * 32, SHOWN, HERE, 1500, PACE) is CodeState.FORGED


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_text_that_somebody_invents_is_a_code_of_ours(text):
    assert codes.judge_room_code(KEY, text, HERE, 1500, PACE) is CodeState.FORGED
    assert codes.read_own_code(KEY, text) is None
    assert codes.read_pass(KEY, text) is None
    assert codes.read_device(KEY, text) is None
    assert codes.read_desk_key(KEY, text, 0) is None


@given(st.integers(0, len(SHOWN) - 1), st.sampled_from("abz019-"))
@settings(max_examples=60, deadline=None)
def test_a_code_changed_in_one_place_is_forged(place, letter):
    changed = SHOWN[:place] + letter + SHOWN[place + 1 :]
    assert changed == SHOWN or codes.read_room_code(KEY, changed) is None


def test_one_meaning_has_one_code():
    window, step, seal = SHOWN.split("-")
    assert codes.read_room_code(KEY, f"0{window}-{step}-{seal}") is None
    assert codes.read_room_code(KEY, f"{window.upper()}-{step.upper()}-{seal}") is None


def test_a_learners_own_code_is_no_code_of_a_room_nor_the_other_way_round():
    own = codes.own_code(KEY, 12, 100)
    assert codes.read_own_code(KEY, own) == codes.Read(12, 100)
    assert codes.read_room_code(KEY, own) is None
    assert codes.read_room_code(KEY, own[1:]) is None
    assert codes.read_own_code(KEY, codes.OWN_MARK + SHOWN) is None


def test_a_pass_and_a_phone_say_what_they_were_given_and_nothing_else():
    told = Pass(HERE, 1500, "d1", codes.network_mark(KEY, "10.0.0.9"))
    assert codes.read_pass(KEY, codes.write_pass(KEY, told)) == told
    assert codes.read_pass(KEY, codes.write_pass(KEY, told).replace("-d1-", "-d2-")) is None
    kept = Device("d1", 35, 1500)
    assert codes.read_device(KEY, codes.write_device(KEY, kept)) == kept
    assert codes.read_device(KEY, codes.write_device(KEY, kept).replace("-z-", "-y-")) is None


def test_the_key_of_a_desk_ends():
    key = codes.desk_key(KEY, 3, 2000)
    assert codes.read_desk_key(KEY, key, 1999) == 3
    assert codes.read_desk_key(KEY, key, 2000) is None


def test_everybody_in_a_class_has_a_number_of_ones_own(monkeypatch):
    monkeypatch.setattr(codes, "PIN_DIGITS", 2)
    some, more = codes.pins(KEY, list(range(1, 60))), codes.pins(KEY, list(range(1, 80)))
    assert len(some) == 59
    assert {len(pin) for pin in some} == {2}
    assert some.items() <= more.items()  # who comes later changes nobody's number


def test_numbers_are_written_short():
    assert [codes.short(number) for number in (0, 35, 36)] == ["0", "z", "10"]
