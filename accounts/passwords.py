"""Passwords: hashing with Argon2id, the policy, and one-time passwords. Pure but for the random numbers they need.

Hash parameters: OWASP Password Storage Cheat Sheet, Argon2id with 19 MiB, two passes, one lane.
"""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 200
ONE_TIME_LENGTH = 12
# Without characters that are mistaken for one another on paper: 0 O o, 1 l I.
ONE_TIME_CLASSES = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789")

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class PasswordFault(StrEnum):
    """Why a new password is refused."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    TOO_FEW_CLASSES = "too_few_classes"
    CONTAINS_NAME = "contains_name"
    SAME_AS_OLD = "same_as_old"


@dataclass(frozen=True, slots=True)
class PasswordPolicy:
    """`min_classes` of: capital letters, small letters, digits, everything else."""

    min_length: int
    min_classes: int


def hash_password(password: str) -> str:
    """The hash to keep, with its own salt and parameters."""
    return _hasher.hash(password)


def matches(password: str, kept: str | None) -> bool:
    """Whether the password belongs to the hash. Without a hash it takes as long and says no."""
    try:
        return _hasher.verify(kept or _nobodys_hash(), password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys_hash() -> str:
    """The hash that unknown names are compared with, so that the answer takes equally long."""
    return _hasher.hash(secrets.token_urlsafe(16))


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)


def classes_in(password: str) -> int:
    """How many of the four kinds of character occur."""
    kinds = {
        "upper"
        if c in string.ascii_uppercase
        else "lower"
        if c in string.ascii_lowercase
        else "digit"
        if c in string.digits
        else "other"
        for c in password
    }
    return len(kinds)


def faults_of(password: str, *, policy: PasswordPolicy, username: str, old_hash: str | None) -> list[PasswordFault]:
    """Everything the policy has against a new password."""
    found = {
        PasswordFault.TOO_SHORT: len(password) < policy.min_length,
        PasswordFault.TOO_LONG: len(password) > LONGEST,
        PasswordFault.TOO_FEW_CLASSES: classes_in(password) < policy.min_classes,
        PasswordFault.CONTAINS_NAME: len(username) >= 3 and username.casefold() in password.casefold(),
        PasswordFault.SAME_AS_OLD: old_hash is not None and matches(password, old_hash),
    }
    return [fault for fault, is_found in found.items() if is_found]


def one_time_password() -> str:
    """A random password to hand over on paper: three kinds of character, at least one of each."""
    picked = [secrets.choice(kind) for kind in ONE_TIME_CLASSES]
    picked += [secrets.choice("".join(ONE_TIME_CLASSES)) for _ in range(ONE_TIME_LENGTH - len(picked))]
    secrets.SystemRandom().shuffle(picked)
    return "".join(picked)
