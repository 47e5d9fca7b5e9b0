"""The dossier of a class as its live records make it."""

from __future__ import annotations

import pytest

from archives import actions, queries
from archives.rules.dossier import EntryState, Why
from core.uploads import UploadFault
from courses import queries as course_queries
from courses.rules import BatchState
from tests.db.archives.classes import evaluated, small_class
from tests.thawing import set_figure
from tests.unit.core.test_uploads import pdf


@pytest.fixture
def offering(make, in_app):
    return evaluated(small_class(make))


def states(offering):
    return {one.code: (one.state.value, one.why.value) for one in queries.dossier_of(offering).entries}


def test_entries_are_filled_from_records(offering):
    found = states(offering)
    kept = {code for code, (state, _) in found.items() if state == "present"}
    assert kept == {
        "class_info", "timetable", "teachers", "venues", "roster", "attendance", "sign_records", "online", "hours",
        "scores", "completion",
    }  # fmt: skip
    assert found["leave"] == ("not_applicable", "none_made")
    assert found["survey"] == ("missing", "no_records")
    assert found["notice"] == ("missing", "no_document")


def test_an_import_taken_back_leaves_its_entries_missing(offering, make, db_session, in_app):
    for batch in course_queries.batches_of(offering.id):
        batch.state = BatchState.UNDONE
    in_app.flush()
    assert states(offering)["sign_records"] == ("missing", "no_records")


def test_a_document_fills_an_entry_and_withdrawing_it_empties_it(offering, in_app):
    document = actions.hand_in(offering, "notice", name="..\\培训通知.pdf", content=pdf(), by=None)
    assert (document.file_name, document.size) == ("培训通知.pdf", len(pdf()))
    assert queries.content_of(document) == pdf()
    assert states(offering)["notice"] == ("present", "document")
    actions.withdraw(offering, document, by=None)
    in_app.flush()
    assert states(offering)["notice"] == ("missing", "no_document")


def test_a_refused_document_leaves_nothing_behind(offering):
    with pytest.raises(actions.UploadRefused) as refusal:
        actions.hand_in(offering, "notice", name="a.pdf", content=b"MZ", by=None)
    assert refusal.value.fault is UploadFault.UNKNOWN_KIND
    assert queries.documents_of(offering.id) == []


def test_a_reason_explains_an_entry_until_it_is_taken_back(offering):
    actions.explain(offering, "notice", reason=" 以电话通知 ", by=None)
    entry = next(one for one in queries.dossier_of(offering).entries if one.code == "notice")
    assert (entry.state, entry.why, entry.reason) == (EntryState.NOT_APPLICABLE, Why.EXPLAINED, "以电话通知")
    actions.explain(offering, "notice", reason="", by=None)
    assert states(offering)["notice"] == ("missing", "no_document")


def test_open_figures_of_the_rule_set_leave_computed_entries_missing(make, in_app):
    offering = small_class(make)
    version = offering.rule_set_version
    set_figure(make._session, "hours.minutes_per_hour", None, version.id)
    make._session.commit()
    own = course_queries.offering_by_code(offering.code)
    assert states(own)["attendance"] == ("missing", "no_figures")
    assert states(own)["roster"] == ("present", "records")


def test_a_class_without_anything_still_has_its_plan(make, in_app):
    offering = small_class(make)
    empty = make.ClassOffering(rule_set_version=offering.rule_set_version)
    found = states(course_queries.offering_by_code(empty.code))
    assert [code for code, (state, _) in found.items() if state == "present"] == ["class_info"]


def test_asking_takes_the_same_number_of_queries_however_many_records(make, in_app, count_queries):
    small = evaluated(small_class(make))
    large = small_class(make)
    batch = make.ImportBatch(offering=large)
    make.many(15).AttendanceEvent(batch=batch)
    large = evaluated(large)
    in_app.expire_all()
    few = count_queries(lambda: queries.dossier_of(course_queries.offering_by_code(small.code)))
    in_app.expire_all()
    assert count_queries(lambda: queries.dossier_of(course_queries.offering_by_code(large.code))) == few
