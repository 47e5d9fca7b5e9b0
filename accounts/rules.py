"""Who may do what: the roles, the permissions, and the table that joins them, readable by an auditor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person is here. One account, one role."""

    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    TEACHER = "teacher"
    LEARNER = "learner"
    AUDITOR = "auditor"
    REGULATOR = "regulator"


class Permission(StrEnum):
    """`package:action`, in alphabetical order."""

    ABSENCE_DECIDE = "sessions:absence"
    ACCOUNTS_MANAGE = "accounts:manage"
    ARCHIVES_READ = "archives:read"
    ARCHIVES_SEAL = "archives:seal"
    AUDIT_READ = "accounts:audit"
    CALENDAR_EDIT = "standards:calendar"
    CHECK_IN_SHOW = "sessions:show_check_in"
    CLASSES_EDIT = "courses:edit"
    CLASSES_READ = "courses:read"
    COVERAGE_READ = "sessions:coverage"
    COVERAGE_REVEAL = "sessions:reveal_coverage"
    FINDINGS_WAIVE = "sessions:waive"
    ENROLMENT_DECIDE = "courses:enrol"
    EXAMS_MARK = "sessions:mark_exams"
    EXAMS_OWN = "sessions:own_exams"
    EXAMS_PREPARE = "sessions:prepare_exams"
    GATES_WAIVE = "courses:waive"
    HOURS_ADJUST = "sessions:adjust"
    HOURS_CLAIMS = "sessions:claims"
    HOURS_CLOSE = "sessions:close_year"
    HOURS_OWN = "sessions:own_hours"
    HOURS_READ = "sessions:hours"
    IMPORTS_RUN = "intake:run"
    LEARNERS_READ = "learners:read"
    LEARNERS_REVEAL = "learners:reveal"
    MATERIALS_READ = "courses:materials"
    PLANS_APPROVE = "courses:approve_plan"
    PROFILE = "accounts:profile"
    RULESETS_APPROVE = "standards:approve"
    RULESETS_DRAFT = "standards:draft"
    RULESETS_READ = "standards:read"
    SESSIONS_OWN = "sessions:own_sessions"
    SESSIONS_RECORD = "sessions:record"
    SESSIONS_SCHEDULE = "sessions:schedule"
    SURVEYS_READ = "surveys:read"
    TRAINER_EDIT = "trainer:edit"
    TRAINER_READ = "trainer:read"


_READ = frozenset(
    {
        Permission.ARCHIVES_READ,
        Permission.CLASSES_READ,
        Permission.HOURS_READ,
        Permission.LEARNERS_READ,
        Permission.MATERIALS_READ,
        Permission.PROFILE,
        Permission.RULESETS_READ,
        Permission.SURVEYS_READ,
        Permission.TRAINER_READ,
    }
)

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission) - {Permission.EXAMS_OWN, Permission.HOURS_OWN, Permission.SESSIONS_OWN},
    Role.COORDINATOR: _READ
    | {
        Permission.ABSENCE_DECIDE,
        Permission.ARCHIVES_SEAL,
        Permission.CHECK_IN_SHOW,
        Permission.CLASSES_EDIT,
        Permission.ENROLMENT_DECIDE,
        Permission.EXAMS_MARK,
        Permission.EXAMS_PREPARE,
        Permission.FINDINGS_WAIVE,
        Permission.GATES_WAIVE,
        Permission.HOURS_ADJUST,
        Permission.HOURS_CLAIMS,
        Permission.HOURS_CLOSE,
        Permission.IMPORTS_RUN,
        Permission.LEARNERS_REVEAL,
        Permission.PLANS_APPROVE,
        Permission.RULESETS_DRAFT,
        Permission.SESSIONS_RECORD,
        Permission.SESSIONS_SCHEDULE,
        Permission.TRAINER_EDIT,
    },
    Role.TEACHER: frozenset(
        {
            Permission.CHECK_IN_SHOW,
            Permission.EXAMS_MARK,
            Permission.MATERIALS_READ,
            Permission.PROFILE,
            Permission.SESSIONS_OWN,
        }
    ),
    Role.LEARNER: frozenset({Permission.EXAMS_OWN, Permission.HOURS_OWN, Permission.PROFILE}),
    Role.AUDITOR: _READ | {Permission.AUDIT_READ, Permission.COVERAGE_READ},
    Role.REGULATOR: frozenset(
        {
            Permission.CLASSES_READ,
            Permission.COVERAGE_READ,
            Permission.COVERAGE_REVEAL,
            Permission.PROFILE,
            Permission.RULESETS_READ,
            Permission.TRAINER_READ,
        }
    ),
}


def allows(role: Role, permission: Permission) -> bool:
    """Whether the table gives the role the permission."""
    return permission in PERMISSIONS[role]


def locked_until(failures: Sequence[datetime], *, attempts: int, lock_for: timedelta) -> datetime | None:
    """When the next attempt is heard again, given the times of failed ones: `attempts` failures that lie within
    `lock_for` of each other lock for `lock_for`, counted from the last of them. None without such a run.

    The caller compares the answer with its clock. Attempts refused by a lock are not failures, so a lock ends.
    """
    times = sorted(failures)
    runs = zip(times, times[attempts - 1 :], strict=False)
    ends = [last for first, last in runs if last - first <= lock_for]
    return max(ends) + lock_for if ends else None
