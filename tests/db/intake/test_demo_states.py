"""Demo classes have a history where gates let them through, and are there all the same where one does not."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from courses.gates.models import ClassStep, GateWaiver
from courses.models import ClassOffering
from courses.rules import ClassState
from intake.demo_states import bring_to


@pytest.fixture
def draft(make, in_app):
    """A draft of an accredited institution, and who takes it on."""

    def draft(**facts):
        institution = make.Institution()
        record = make.AccreditationRecord(institution=institution, training_types=["任职培训"])
        make.AccreditationEntry(accreditation=record, valid_until=date(2099, 12, 31))
        facts = {"state": ClassState.DRAFT, "training_type": "任职培训", "institution": institution, **facts}
        offering, user = make.ClassOffering(**facts), make.User()
        make._session.commit()
        return in_app.get(ClassOffering, offering.id), in_app.get(User, user.id)

    return draft


def test_a_class_goes_through_its_gates(draft, in_app):
    offering, by = draft()  # without a class teacher, which is let pass with a reason
    bring_to(offering, ClassState.APPROVED, by=by)
    assert offering.state is ClassState.APPROVED
    assert in_app.query(ClassStep).one().by_name == by.display_name
    assert in_app.query(GateWaiver).count() == 1


def test_where_a_gate_lets_nothing_pass_the_class_is_put_there_without_a_history(draft, in_app):
    offering, by = draft()
    bring_to(offering, ClassState.FILED, by=by)  # without a sealed dossier
    assert offering.state is ClassState.FILED
    assert in_app.query(ClassStep).count() == 0
