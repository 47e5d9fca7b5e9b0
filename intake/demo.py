"""The demo: one finished class with real figures, one class being prepared, and an account for each role."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from accounts import actions as account_actions
from accounts import queries as account_queries
from accounts.models import User
from accounts.rules import Role
from core.clock import today
from core.db import db
from courses import actions as course_actions
from courses import queries as course_queries
from courses.models import Curriculum
from courses.rules import ClassState
from courses.syllabus import actions as syllabus_actions
from courses.syllabus import queries as syllabus_queries
from courses.syllabus.rules import Mode, Module
from intake import (
    actions,
    demo_absence,
    demo_account,
    demo_examining,
    demo_house,
    demo_notice,
    demo_online,
    demo_places,
    demo_planning,
    demo_teaching,
    demo_today,
)
from intake.belonging import Errand
from intake.demo_enrolling import take_people_in
from intake.demo_states import bring_to
from intake.reception import read_files
from sessions import queries as session_queries
from sessions.actions import timetable
from sessions.rules.kinds import SessionKind
from sessions.rules.timetable import SessionFacts, module_hours
from standards import queries as standard_queries
from standards.holidays.queries import working_days
from trainer import actions as trainer_actions
from trainer import queries as trainer_queries
from trainer.models import Institution
from trainer.rules import StaffPost

FOLDER = Path(__file__).resolve().parent.parent / "demo" / "class-2026-spring"
INSTITUTION = "CH-XA"
PASSWORD = "Demo-2026-cqo"  # noqa: S105 - printed for whoever tries the demo; load-demo refuses a database with real data
PEOPLE = (
    ("admin", "系统管理员（演示）", Role.ADMINISTRATOR),
    ("coordinator", "佘青禾（教务员）", Role.COORDINATOR),
    ("teacher", "步知夏（教师）", Role.TEACHER),
    ("learner", "戴振华（学员）", Role.LEARNER),
    ("auditor", "审核员（演示）", Role.AUDITOR),
    ("regulator", "省级主管部门（演示）", Role.REGULATOR),
)
MODULES = (
    "国家质量发展政策",
    "质量法律制度",
    "企业首席质量官制度",
    "企业质量战略管理",
    "企业质量文化建设",
    "企业质量管理体系建设",
    "质量经济性分析",
    "品牌管理",
)
EXAMINATION, INVIGILATORS = "S19", "郗南星、逯景行"
SOURCE = "《企业首席质量官任职培训大纲》必修部分，据公开报道（二手来源）；学时为示例"
OBJECTIVES = "了解国家质量政策与法律，能组织制定企业质量战略，推动质量管理体系有效运行。（示例）"
FACE_TO_FACE = (Mode.LECTURE, Mode.CASE, Mode.DISCUSSION)
MODES = {
    "国家质量发展政策": (Mode.LECTURE, Mode.LIVE),
    "企业质量管理体系建设": (Mode.LECTURE, Mode.CASE, Mode.FIELD),
}


class OtherDataPresent(Exception):
    """The database holds institutions other than the demo's: sample accounts must not be mixed with real data."""


def load(max_bytes: int) -> bool:
    """Load the demo; False when it is there already. Raises OtherDataPresent."""
    others = [one.code for one in trainer_queries.institutions(trainer_queries.Scope(everything=True))]
    if any(code != INSTITUTION for code in others):
        raise OtherDataPresent(", ".join(others))
    if account_queries.user_named("coordinator") is not None:
        return False
    people = {name: _account(name, shown, role) for name, shown, role in PEOPLE}
    files = [(path.name, path.read_bytes()) for path in sorted(FOLDER.glob("*.xlsx"))]
    reading = read_files(files, offering=None, mapping=None, max_bytes=max_bytes)
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files}
    actions.hand_in(reading, Errand(by=people["coordinator"], institution_code=INSTITUTION, digests=digests))
    institution = _describe_institution()
    demo_house.furnish(institution, by=people["coordinator"])
    _give_posts(institution, people)
    demo_places.describe(institution, people["coordinator"])
    _add_curriculum(institution, people["coordinator"], people["admin"])
    name_invigilators(people["coordinator"])
    demo_examining.fill_bank(institution, by=people["coordinator"])
    demo_examining.tell_examination(
        course_queries.offerings(trainer_queries.Scope(everything=True))[0],
        EXAMINATION,
        by=people["coordinator"],
        marker=people["teacher"],
        checker=people["coordinator"],
    )
    _prepare_next_class(institution, people["coordinator"])
    finished = course_queries.offerings(trainer_queries.Scope(everything=True))[-1]
    demo_online.put_in(finished, by=people["coordinator"])
    demo_absence.dispute(finished, by=people["learner"])
    demo_teaching.write_logs(finished, early=4, teacher=people["teacher"], by=people["coordinator"])
    demo_planning.describe(institution, by=people["coordinator"], approver=people["admin"])
    demo_account.keep_accounts(institution, people["learner"], by=people["coordinator"], approver=people["admin"])
    today_class = demo_today.open_class(finished, by=people["coordinator"])
    demo_examining.hold_quiz(today_class, by=people["coordinator"])
    demo_teaching.write_logs(today_class, early=25, teacher=people["teacher"], by=people["coordinator"])
    db.session.flush()
    return True


def _account(name: str, shown: str, role: Role) -> User:
    user, _password = account_actions.create_user(
        name, display_name=shown, role=role, by=None, password=PASSWORD, must_change_password=False
    )
    return user


def _describe_institution() -> Institution:
    institution = trainer_queries.institution_by_code(INSTITUTION)
    if institution is None:
        raise LookupError(INSTITUTION)
    institution.address = "西安市未央区虚拟路18号长衡楼"
    institution.region = "610112"
    return institution


def _give_posts(institution: Institution, people: dict[str, User]) -> None:
    trainer_actions.add_staff(institution, user=people["coordinator"], post=StaffPost.CLASS_TEACHER)
    trainer_actions.add_staff(institution, user=people["auditor"], post=StaffPost.AUDIT)
    people["regulator"].region = "61"
    for teacher in trainer_queries.teachers_of([institution.id]):
        if people["teacher"].display_name.startswith(teacher.name):
            teacher.user_id = people["teacher"].id
    offering = course_queries.offerings(trainer_queries.Scope(everything=True))[0]
    first = course_queries.enrolments_of(offering.id)[0]
    first.learner.user_id = people["learner"].id
    people["learner"].display_name = f"{first.learner.name}（学员）"


def _add_curriculum(institution: Institution, by: User, approver: User) -> Curriculum:
    """The eight compulsory modules of the national outline; hours as the sample class plans them."""
    offering = course_queries.offerings(trainer_queries.Scope(everything=True))[0]
    planned = module_hours([session_queries.facts_of(one) for one in session_queries.sessions_of(offering.id)])
    curriculum = Curriculum(
        institution_id=institution.id, name="企业首席质量官任职培训方案（示例）", training_type="任职培训"
    )
    modules = [
        Module(name, planned.get(name) or Decimal(2), True, Decimal(2), MODES.get(name, FACE_TO_FACE), source=SOURCE)
        for name in MODULES
    ]
    version = syllabus_actions.write_curriculum(curriculum, facts={}, modules=modules, objectives=OBJECTIVES, by=by)
    syllabus_actions.approve_version(curriculum, version, edition=version.edition, by=approver)
    offering.curriculum_id = curriculum.id
    offering.curriculum_version_id = version.id
    offering.state = ClassState.FILING  # its files hold faults on purpose, and no gate lets a clash pass
    return curriculum


def name_invigilators(by: User) -> None:
    """The files of the sample class do not say who watches its examination."""
    offering = course_queries.offerings(trainer_queries.Scope(everything=True))[0]
    exam = session_queries.every_session(offering.id)[EXAMINATION]
    facts = replace(session_queries.facts_of(exam), teacher_name=INVIGILATORS)
    timetable.reschedule_session(offering, exam, facts, by=by, reason="登记监考人员")


def _prepare_next_class(institution: Institution, by: User) -> None:
    """A class three weeks ahead, with the beginning of a timetable."""
    first = _working_monday(today() + timedelta(days=21 - today().weekday()))
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, first)
    if version is None:
        return
    curriculum = db.session.scalar(select(Curriculum).where(Curriculum.institution_id == institution.id))
    followed = syllabus_queries.current_version(curriculum.id) if curriculum else None
    offering = course_actions.open_offering(
        institution,
        rule_set_version=version,
        code=f"SXCQO-{first.year}-02",
        name=f"{first.year}年陕西省企业首席质量官任职培训班（第2期）",
        starts_on=first,
        ends_on=first + timedelta(days=11),
        training_type="任职培训",
        class_teacher="佘青禾",
        curriculum_id=curriculum.id if curriculum else None,
        curriculum_version_id=followed.id if followed else None,
    )
    for number, (module, teacher) in enumerate((("国家质量发展政策", "崔砚秋"), ("质量法律制度", "屈文翰"))):
        start = datetime.combine(first, datetime.min.time()) + timedelta(hours=8 + 6 * number, minutes=30)
        facts = SessionFacts(
            code=f"S0{number + 1}",
            kind=SessionKind.OFFLINE,
            title=module,
            starts_at=start,
            ends_at=start + timedelta(minutes=90),
            module=module,
            teacher_name=teacher,
            venue_name="多功能报告厅",
            mode="面授",
            planned_hours=Decimal(2),
        )
        timetable.schedule_session(offering, facts, by=by, waiver="演示课表")
    bring_to(offering, ClassState.ENROLLING, by=by)
    take_people_in(offering, by=by)
    demo_absence.ask_for_leave(offering, by=by)
    demo_notice.write_notice(offering, by=by)


def _working_monday(first: date) -> date:
    """That Monday, or the first one after it on which people work."""
    mondays = [first + timedelta(weeks=shift) for shift in range(5)]
    return next(filter(working_days(first, mondays[-1]), mondays), first)
