"""Signed codes of check-in: what they say, whether they are ours, and whether they are shown now.

Every code ends with a seal: the first 80 bits of HMAC-SHA-256 over its purpose and all it says, under a key that only
the server has. Times are seconds since 1970 on the server's clock; a step is one life of a code, [step · life,
(step + 1) · life).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
from dataclasses import dataclass
from enum import StrEnum

SEAL_BYTES = 10
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
OWN_MARK = "L"  # begins a learner's own code; no code of a room begins with it
PIN_DIGITS = 6


class CodeState(StrEnum):
    """What a code is worth at a moment."""

    VALID = "valid"
    EXPIRED = "expired"
    NOT_YET = "not_yet"
    FORGED = "forged"
    OTHER = "other"  # ours, and of another window


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one code is shown, and how far apart two clocks may be, in seconds."""

    life: int
    drift: int


@dataclass(frozen=True, slots=True)
class Read:
    """What a code of ours says: a window or a learner in a class, and the step in which it was shown."""

    subject: int
    step: int


@dataclass(frozen=True, slots=True)
class Pass:
    """Written when a code was good: for which window, when, on which device and from which network."""

    window: int
    issued: int
    device: str
    network: str


@dataclass(frozen=True, slots=True)
class Device:
    """What a phone keeps: its own number, and the learner who used it when it introduced itself (0: nobody yet)."""

    number: str
    learner: int
    since: int


def seal(key: bytes, purpose: str, *says: object) -> str:
    """The seal of what is said, 16 letters and digits."""
    told = "\n".join([purpose, *map(str, says)]).encode()
    digest = hmac.new(key, told, hashlib.sha256).digest()
    return base64.b32encode(digest[:SEAL_BYTES]).decode().lower()


def short(number: int) -> str:
    """A number that is not negative, in letters and digits."""
    found = ""
    while number:
        number, digit = divmod(number, 36)
        found = DIGITS[digit] + found
    return found or "0"


def step_at(moment: float, life: int) -> int:
    """The step in which a moment lies."""
    return math.floor(moment / life)


def shown(step: int, life: int) -> tuple[int, int]:
    """From when to when a code is shown, half-open."""
    return step * life, (step + 1) * life


def room_code(key: bytes, window: int, step: int) -> str:
    """The code on the wall."""
    return f"{short(window)}-{short(step)}-{seal(key, 'room', window, step)}"


def read_room_code(key: bytes, text: str) -> Read | None:
    """What a code from a wall says; None for one that is not ours."""
    return _read(key, "room", text)


def own_code(key: bytes, enrolment: int, step: int) -> str:
    """The code on a learner's own phone."""
    return f"{OWN_MARK}{short(enrolment)}-{short(step)}-{seal(key, 'own', enrolment, step)}"


def read_own_code(key: bytes, text: str) -> Read | None:
    """What a learner's own code says; None for one that is not ours."""
    return _read(key, "own", text[1:]) if text.startswith(OWN_MARK) else None


def _read(key: bytes, purpose: str, text: str) -> Read | None:
    said = _checked(key, purpose, text, 2)
    return Read(*said) if said else None


def _checked(key: bytes, purpose: str, text: str, count: int) -> tuple[int, ...] | None:
    """The numbers before the seal, if the seal is right; the same text is the only one that says them."""
    parts = text.split("-")
    if len(parts) != count + 1 or not all(part.isascii() and part.isalnum() and len(part) < 14 for part in parts[:-1]):
        return None
    numbers = tuple(int(part, 36) for part in parts[:-1])
    if [short(number) for number in numbers] != parts[:-1]:
        return None
    return numbers if _same(parts[-1], seal(key, purpose, *numbers)) else None


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def judge_room_code(key: bytes, text: str, window: int, now: float, pace: Pace) -> CodeState:
    """Whether a code from the wall of this window is good at a moment; both ends are widened by the drift."""
    read = read_room_code(key, text)
    if read is None:
        return CodeState.FORGED
    if read.subject != window:
        return CodeState.OTHER
    since, until = shown(read.step, pace.life)
    if now < since - pace.drift:
        return CodeState.NOT_YET
    return CodeState.VALID if now < until + pace.drift else CodeState.EXPIRED


def write_pass(key: bytes, told: Pass) -> str:
    """A pass, bound to its device by what it says."""
    seal_ = seal(key, "pass", told.window, told.issued, told.device, told.network)
    return f"{short(told.window)}-{short(told.issued)}-{told.device}-{told.network}-{seal_}"


def read_pass(key: bytes, text: str) -> Pass | None:
    """What a pass says; None for one that is not ours."""
    parts = text.split("-")
    if len(parts) != 5 or not all(part.isascii() and part.isalnum() and len(part) < 40 for part in parts):
        return None
    told = Pass(int(parts[0], 36), int(parts[1], 36), parts[2], parts[3])
    return told if _same(text, write_pass(key, told)) else None


def write_device(key: bytes, device: Device) -> str:
    """What a phone keeps, sealed."""
    seal_ = seal(key, "device", device.number, device.learner, device.since)
    return f"{device.number}-{short(device.learner)}-{short(device.since)}-{seal_}"


def read_device(key: bytes, text: str) -> Device | None:
    """What a phone has kept; None for something that is not ours."""
    parts = text.split("-")
    if len(parts) != 4 or not all(part.isascii() and part.isalnum() and len(part) < 40 for part in parts):
        return None
    device = Device(parts[0], int(parts[1], 36), int(parts[2], 36))
    return device if _same(text, write_device(key, device)) else None


def network_mark(key: bytes, address: str) -> str:
    """What stands for a network in a pass, so that a pass shows nobody's address."""
    return seal(key, "network", address)[:8]


def desk_key(key: bytes, offering: int, until: int) -> str:
    """What opens the check-in desk of a class on a computer where nobody is signed in, until a moment."""
    return f"{short(offering)}-{short(until)}-{seal(key, 'desk', offering, until)}"


def read_desk_key(key: bytes, text: str, now: float) -> int | None:
    """The class whose desk a key opens; None for one that is not ours or is over."""
    said = _checked(key, "desk", text, 2)
    return said[0] if said and now < said[1] else None


def pins(key: bytes, enrolments: list[int]) -> dict[str, int]:
    """A number of six digits for each learner of a class, no two alike.

    Enrolments come in the order in which they were made, so that a later one never changes an earlier one's number.
    """
    found: dict[str, int] = {}
    for enrolment in enrolments:
        attempt = 0
        while (pin := _pin(key, enrolment, attempt)) in found:
            attempt += 1
        found[pin] = enrolment
    return found


def _pin(key: bytes, enrolment: int, attempt: int) -> str:
    digest = hmac.new(key, f"pin\n{enrolment}\n{attempt}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(digest[:8]) % 10**PIN_DIGITS:0{PIN_DIGITS}d}"
