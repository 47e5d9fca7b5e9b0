"""Attendance and hours of somebody who is moved to another class: they stay what they were in the old one."""

from __future__ import annotations

import tests.factories.enrolling  # noqa: F401 - so that `make` knows it
from courses.enrolling.actions import applications, transfers
from courses.enrolling.models import Application
from courses.models import ClassOffering, Enrolment
from sessions import runs
from sessions.actions import ledger, records
from sessions.models import AttendanceEvent


def test_a_transfer_leaves_attendance_and_ledger_of_the_old_class_as_they_were(make, in_app, db_session):
    by = make.User(display_name="李静")
    desk = make.EnrolmentDesk()
    one = in_app.get(Application, make.Application(offering=desk.offering).id)
    applications.approve(one, by=by)
    in_app.commit()
    enrolment = db_session.get(Enrolment, one.enrolment_id)
    batch = make.ImportBatch(offering=desk.offering)
    make.HourPosting(enrolment=enrolment)
    known = make.AttendanceEvent(batch=batch, enrolment=enrolment, name=one.name).id
    later = make.AttendanceEvent(batch=batch, name=one.name).id
    stranger = make.AttendanceEvent(batch=batch, name="无名").id
    old, new = (in_app.get(ClassOffering, number) for number in (desk.offering_id, make.ClassOffering().id))
    into = transfers.transfer(one, new, by=by, reason="时间冲突")
    assert ledger.evaluate_offering(old, by=by, reason="recalculated") is None
    assert ledger.evaluate_offering(new, by=by, reason="recalculated") is None
    assert records.settle_records(old.id) == 1, "what comes later is still theirs"
    owners = [in_app.get(AttendanceEvent, number).enrolment_id for number in (known, later, stranger)]
    assert owners == [enrolment.id, enrolment.id, None]
    assert runs.ledger_totals(old.id)[enrolment.id].total == 2
    assert runs.ledger_totals(new.id) == {}
    assert into.enrolment_id != enrolment.id
