"""Hashing, the policy, and one-time passwords."""

from __future__ import annotations

import pytest

from accounts import passwords
from accounts.passwords import PasswordFault, PasswordPolicy, classes_in, faults_of, hash_password, matches

POLICY = PasswordPolicy(min_length=10, min_classes=3)
OLD = hash_password("Old-Horse-41")


def faults(password, username="li.jing"):
    return faults_of(password, policy=POLICY, username=username, old_hash=OLD)


def test_a_password_matches_its_hash_only():
    assert matches("Old-Horse-41", OLD)
    assert not matches("old-horse-41", OLD)


def test_the_hash_is_argon2id_with_the_recommended_cost():
    assert OLD.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_two_hashes_of_one_password_differ():
    assert hash_password("Old-Horse-41") != OLD


def test_nobody_has_no_password_at_all(monkeypatch):
    monkeypatch.setattr(passwords, "_nobodys_hash", lambda: OLD)
    assert not matches("Old-Horse-41", None)


def test_an_unknown_name_costs_one_verification_too(monkeypatch):
    asked = []

    class Counting:
        def verify(self, kept, password):
            asked.append(kept)
            return True

    kept = passwords._nobodys_hash()
    monkeypatch.setattr(passwords, "_hasher", Counting())
    matches("anything", None)
    assert asked == [kept]


def test_something_that_is_no_hash_matches_nothing():
    assert not matches("x", "not a hash")


def test_only_hashes_made_with_other_costs_are_outdated():
    cheap = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$Jd1mR5KqBVaVyyUEcQ0/Ng"
    assert (passwords.is_outdated(OLD), passwords.is_outdated(cheap)) == (False, True)


@pytest.mark.parametrize(
    ("password", "number"), [("", 0), ("abc", 1), ("aB", 2), ("aB1", 3), ("aB1-", 4), ("密码", 1), ("密码a1", 3)]
)
def test_kinds_of_character_are_counted(password, number):
    assert classes_in(password) == number


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("New-Horse-42", []),
        ("Ab-4567890", []),
        ("Ab-456789", [PasswordFault.TOO_SHORT]),
        ("a" * 10, [PasswordFault.TOO_FEW_CLASSES]),
        ("short", [PasswordFault.TOO_SHORT, PasswordFault.TOO_FEW_CLASSES]),
        ("xxLI.Jing-2026", [PasswordFault.CONTAINS_NAME]),
        ("Old-Horse-41", [PasswordFault.SAME_AS_OLD]),
        ("Aa1" * 66 + "Aa", []),
        ("Aa1" * 67, [PasswordFault.TOO_LONG]),
    ],
)
def test_the_policy_names_everything_that_is_wrong(password, expected):
    assert faults(password) == expected


def test_a_name_of_two_letters_may_occur_by_chance():
    assert faults("New-Holiday-42", username="li") == []


def test_a_one_time_password_satisfies_the_policy_and_can_be_read_from_paper():
    made = {passwords.one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert faults(password) == []
        assert not set(password) & set("0O1lIo")
