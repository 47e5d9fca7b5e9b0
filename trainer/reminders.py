"""Who hears that an accreditation or a teacher's proof ends: the coordinators of the institution, and the teacher."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.rules import Role
from core.clock import to_local
from messages import reminders, wording
from messages.actions import notify
from messages.wording import Wording
from trainer import queries
from trainer.accreditation import queries as accreditation_queries
from trainer.accreditation.rules import Accreditation
from trainer.models import Institution
from trainer.places import queries as place_queries
from trainer.queries import Scope
from trainer.rules import step_reached
from trainer.teaching import labels as teaching_labels
from trainer.teaching import overview
from trainer.teaching import queries as teaching_queries
from trainer.teaching.models import TeacherQualification
from trainer.teaching.rules import QualificationKind
from trainer.views import bp

STAFF = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
ENDING, PROOF = "trainer.accreditation_ends", "trainer.proof_ends"


def remind_of_accreditations(now: datetime) -> None:
    """Tell coordinators once at each of the days that the rule-set names before the end of an accreditation."""
    day = to_local(now).date()
    steps = accreditation_queries.policy_on(day).alarm_days
    institutions = {one.id: one for one in queries.institutions(Scope(everything=True))} if steps else {}
    known = accreditation_queries.accreditations_by_institution(institutions)
    for institution_id, records in known.items():
        for record in records:
            _tell_end(institutions[institution_id], record, day, steps)


def _tell_end(institution: Institution, record: Accreditation, day: date, steps: Iterable[int]) -> None:
    until = record.valid_until(day)
    step = step_reached((until - day).days, steps) if until and record.bar_on(day) is None else None
    if until is None or step is None:
        return
    link = url_for("trainer.show_accreditation", institution_id=institution.id, accreditation_id=record.id)
    notify(
        ENDING,
        to=queries.coordinators_of(institution.id),
        link=link,
        institution_id=institution.id,
        once=f"{record.id}:{until}:{step}",
        institution=institution.name,
        number=record.number,
        until=until,
        days=(until - day).days,
    )


def _word_end(facts: dict[str, Any]) -> Wording:
    title = ngettext(
        "The accreditation %(number)s ends in %(num)d day",
        "The accreditation %(number)s ends in %(num)d days",
        facts["days"],
        number=facts["number"],
    )
    body = _(
        "%(institution)s: valid until %(until)s. Apply for renewal in time; without it no class can be opened.", **facts
    )
    return Wording(title, body)


def remind_of_proofs(now: datetime) -> None:
    """Tell coordinators and the teacher that a proof ends soon, and once more when it has ended."""
    day = to_local(now).date()
    notice = overview.notice_days(place_queries.figures(day))
    institutions = [one.id for one in queries.institutions(Scope(everything=True))]
    ending = teaching_queries.ending_qualifications(institutions, day + timedelta(days=notice))
    proofs = teaching_queries.qualifications_of({one.teacher_id for one in ending})
    for teacher_id in dict.fromkeys(one.teacher_id for one in ending):
        for proof in overview.alarms_among(proofs[teacher_id], day, notice):
            _tell_proof(next(one for one in ending if one.id == proof.id), day)


def _tell_proof(proof: TeacherQualification, day: date) -> None:
    teacher, ended = proof.teacher, proof.valid_to is not None and proof.valid_to < day
    page = url_for("trainer.show_teacher", institution_id=teacher.institution_id, teacher_id=teacher.id)
    facts: dict[str, Any] = {
        "institution_id": teacher.institution_id,
        "once": f"{proof.id}:{proof.valid_to}:{'ended' if ended else 'soon'}",
        "kind_of_proof": proof.kind,
        "name": proof.name,
        "teacher": teacher.name,
        "until": proof.valid_to,
        "ended": ended,
    }
    notify(PROOF, to=queries.coordinators_of(teacher.institution_id), link=page, **facts)
    if teacher.user_id is not None:
        notify(PROOF, to=[teacher.user_id], **facts)


def _word_proof(facts: dict[str, Any]) -> Wording:
    kind = str(teaching_labels.QUALIFICATIONS[QualificationKind(facts["kind_of_proof"])])
    known = {**facts, "proof": f"{kind} {facts['name']}".strip()}
    if facts["ended"]:
        title = _("%(teacher)s: %(proof)s has ended on %(until)s", **known)
    else:
        title = _("%(teacher)s: %(proof)s ends on %(until)s", **known)
    return Wording(title, _("Hand in the new document, so that the teacher can go on being scheduled."))


wording.attach(bp, ENDING, _word_end, name=_l("An accreditation ends"), roles=STAFF, group=True)
wording.attach(bp, PROOF, _word_proof, name=_l("A proof of a teacher ends"), roles=STAFF | {Role.TEACHER})
reminders.attach(bp, ENDING, remind_of_accreditations)
reminders.attach(bp, PROOF, remind_of_proofs)
