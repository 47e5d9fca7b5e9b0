"""The permission table and the lock after failures."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.rules import PERMISSIONS, Permission, Role, allows, locked_until

START = datetime(2026, 3, 5, 9, 0)
QUARTER = timedelta(minutes=15)


def at(*minutes):
    return [START + timedelta(minutes=minute) for minute in minutes]


def lock(*minutes, attempts=5):
    until = locked_until(at(*minutes), attempts=attempts, lock_for=QUARTER)
    return None if until is None else (until - START) / timedelta(minutes=1)


@pytest.mark.parametrize(
    ("failures", "until"),
    [
        ((), None),
        ((0, 1, 2, 3), None),
        ((0, 1, 2, 3, 4), 19),
        ((0, 0, 0, 0, 0), 15),
        ((0, 4, 8, 12, 15), 30),
        ((0, 4, 8, 12, 15.1), None),
        ((0, 10, 20, 21, 22, 23, 24), 39),
        ((0, 1, 2, 3, 4, 20), 19),
        ((4, 3, 2, 1, 0), 19),
    ],
)
def test_five_failures_within_a_quarter_lock_for_a_quarter_after_the_last(failures, until):
    assert lock(*failures) == until


def test_the_number_of_failures_is_a_setting():
    assert lock(0, attempts=1) == 15
    assert lock(0, 1, 2, 3, 4, attempts=6) is None


def test_every_role_has_a_row_in_the_table_and_may_see_its_own_account():
    assert set(PERMISSIONS) == set(Role)
    assert all(allows(role, Permission.PROFILE) for role in Role)


@pytest.mark.parametrize("permission", [Permission.ACCOUNTS_MANAGE])
def test_only_administrators_manage_accounts(permission):
    assert [role for role in Role if allows(role, permission)] == [Role.ADMINISTRATOR]


def test_auditors_change_nothing():
    words = {permission.value.partition(":")[2] for permission in PERMISSIONS[Role.AUDITOR]}
    assert not words & {"edit", "manage", "run", "seal", "schedule", "record"}


def test_every_permission_belongs_to_somebody():
    assert frozenset().union(*PERMISSIONS.values()) == frozenset(Permission)


def test_permissions_are_written_as_package_and_action():
    assert all(permission.value.count(":") == 1 for permission in Permission)
