"""Sealing a class: numbers, content, completeness, and what is left when it fails."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from accounts.models import AuditEntry
from archives import actions, packaging, queries
from archives.fixity.checking import check_path
from archives.models import ArchivedFile, ArchivePackage, FixityCheck
from core.db import db
from sessions import queries as session_queries
from sessions.rollcall.rules.logs import LogDecision
from standards.rules import ParameterMissing
from tests.db.archives.classes import PRESS, at, evaluated, small_class
from tests.thawing import set_figure
from tests.unit.core.test_uploads import pdf

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def offering(make, in_app):
    return evaluated(small_class(make, code="CQO-7"))


def seal(offering, folder):
    return actions.seal_class(offering, folder, by=None, press=PRESS)


def read_json(folder, name):
    return json.loads((folder / "data" / name).read_text(encoding="utf-8"))


def payload_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_becomes_a_whole_package_with_the_seal_on_record(offering, tmp_path):
    package = seal(offering, tmp_path / "out")
    verdict = check_path(tmp_path / "out", seal=package.manifest_digest)
    assert verdict.is_whole
    assert (verdict.files, verdict.bytes) == (package.file_count, package.total_bytes)
    assert verdict.reference == package.reference == "CQO1-ZY·2026-CQO·7-001"


def test_an_incomplete_dossier_is_sealed_and_says_what_is_missing(offering, tmp_path):
    package = seal(offering, tmp_path / "out")
    assert not package.complete
    assert package.missing == ["survey", "notice", "summary"]
    assert read_json(tmp_path / "out", "completeness.json")["missing"] == package.missing
    assert read_json(tmp_path / "out", "metadata.json")["package"]["complete"] is False
    failed = [one["subjects"] for one in package.properties if one["result"] == "fail"]
    assert failed == [("满意度分析报告", "培训通知", "培训总结")]


def test_a_dossier_with_its_gaps_filled_is_sealed_as_complete(offering, tmp_path):
    actions.hand_in(offering, "notice", name="通知.pdf", content=pdf(), by=None)
    for code in ("summary", "survey"):
        actions.explain(offering, code, reason="未开展", by=None)
    package = seal(offering, tmp_path / "out")
    assert (package.complete, package.missing) == (True, [])
    assert [path.name for path in (tmp_path / "out/data").glob("*-notice/*")] == ["附件1-通知.pdf"]
    entries = {one["code"]: one for one in read_json(tmp_path / "out", "completeness.json")["entries"]}
    assert entries["survey"]["reason"] == "未开展"


def test_items_are_numbered_without_gaps_for_each_period(offering, tmp_path):
    items = read_json((seal(offering, tmp_path / "out"), tmp_path / "out")[1], "catalogue.json")
    assert [one["reference"] for one in items if one["retention"] == "D30"] == [
        f"CQO1-ZY·2026-D30-CQO·7-{number:04d}"
        for number in range(1, 1 + sum(one["retention"] == "D30" for one in items))
    ]
    assert {one["class_code"] for one in items} == {"CQO-7"}


def test_a_second_package_never_uses_a_number_again(offering, tmp_path):
    first, second = seal(offering, tmp_path / "one"), seal(offering, tmp_path / "two")
    assert second.reference.endswith("-002")
    assert not {one.reference for one in first.files} & {one.reference for one in second.files}
    numbers = db.session.scalar(select(func.count(func.distinct(ArchivedFile.reference))))
    assert numbers == len(read_json(tmp_path / "one", "catalogue.json")) * 2


def test_teaching_logs_are_a_part_of_their_own_and_the_figures_follow_them(offering, make, tmp_path):
    [held, _live] = session_queries.sessions_of(offering.id)
    back = make.TeachingLog(class_session=held, ends_at=at(9, 5), reason="记错时间")
    make.TeachingLogReview(log=back, decision=LogDecision.RETURNED, reason="请核对")
    make.TeachingLogReview(log=make.TeachingLog(class_session=held, ends_at=at(10), reason="停电"), by_name="李静")
    package = seal(offering, tmp_path / "out")
    assert check_path(tmp_path / "out", seal=package.manifest_digest).is_whole
    [item] = [one for one in read_json(tmp_path / "out", "catalogue.json") if one["code"] == "teaching_log"]
    assert item["reference"] in {one.reference for one in package.files}
    [table] = (tmp_path / "out/data").glob("*-teaching_log/teaching_log.csv")
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))
    assert [(one["课次"], one["实际时间"], one["审核"], one["审核人"]) for one in rows] == [
        ("S01", "09:00–09:05", "退回", "李静"),
        ("S01", "09:00–10:00", "已确认", "李静"),
        ("L01", "", "", ""),
    ]
    [records] = (tmp_path / "out/data").glob("*-data/records.json")
    said = json.loads(records.read_text(encoding="utf-8"))["teaching_logs"]
    assert [(one["reason"], one["decision"]) for one in said] == [("记错时间", "returned"), ("停电", "confirmed")]
    [paper] = (tmp_path / "out/data").glob("*-teaching_log/*.pdf")
    paper.write_bytes(paper.read_bytes() + b" ")
    assert not check_path(tmp_path / "out", seal=package.manifest_digest).is_whole


def test_the_database_refuses_a_number_that_was_given(offering, tmp_path, make):
    package = seal(offering, tmp_path / "one")
    given = package.files[0]
    db.session.add(
        ArchivedFile(
            package_id=package.id, item_number=1, reference=given.reference, part=given.part, item_code="x", title="x",
            path="data/other", media_type="text/csv", bytes=1, digest="0" * 64,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_the_same_records_and_numbers_give_the_same_bytes(offering, tmp_path):
    drawn = actions.draw(offering, PRESS)
    numbers = actions.number(drawn.gathered, drawn.drafts, by="李静")
    again = actions.draw(offering, PRESS)
    for name, one in (("one", drawn), ("two", again)):
        (tmp_path / name).mkdir()
        packaging.build(tmp_path / name, one.gathered, one.drafts, numbers, PRESS)
    assert payload_of(tmp_path / "one") == payload_of(tmp_path / "two")


def test_what_changes_in_the_records_changes_only_what_rests_on_them(offering, tmp_path):
    before = {one.path: one.content for draft in actions.draw(offering, PRESS).drafts for one in draft.files}
    actions.hand_in(offering, "notice", name="通知.pdf", content=pdf(), by=None)
    after = {one.path: one.content for draft in actions.draw(offering, PRESS).drafts for one in draft.files}
    papers = [path for path in before if path.endswith(".pdf")]
    assert [path for path in papers if before[path] != after[path]] == []


def test_personal_numbers_stand_nowhere_in_the_package(offering, tmp_path):
    seal(offering, tmp_path / "out")
    learner = actions.gather(offering).enrolments[0].learner
    for path, content in payload_of(tmp_path / "out").items():
        assert learner.id_number.encode() not in content, path
        assert learner.phone.encode() not in content, path


def test_the_records_suffice_to_add_the_hours_up_again(offering, tmp_path):
    seal(offering, tmp_path / "out")
    data = next((tmp_path / "out/data").glob("*-data"))
    records, figures = (json.loads((data / f"{name}.json").read_text()) for name in ("records", "figures"))
    for person in figures["people"]:
        posted = [one["hours"] for one in records["postings"] if one["learner"] == person["number"]]
        assert sum(posted) == person["total_hours"]
    known = {one["id"] for one in records["attendance_events"]}
    assert {event for one in records["postings"] for event in one["basis"]["events"]} <= known


def test_a_cell_that_could_execute_is_neutralised(make, in_app, tmp_path):
    offering = small_class(make)
    make.LeaveSlip(batch=make.ImportBatch(offering=offering), reason="=HYPERLINK(1)")
    seal(evaluated(offering), tmp_path / "out")
    table = next((tmp_path / "out/data").glob("*-leave/leave.csv")).read_text(encoding="utf-8-sig")
    assert [row[5] for row in csv.reader(io.StringIO(table))] == ["事由", "'=HYPERLINK(1)"]


@pytest.mark.parametrize("made", ["file", "folder"])
def test_a_folder_that_is_taken_is_refused_and_left_alone(offering, tmp_path, made):
    target = tmp_path / "out"
    if made == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    with pytest.raises(actions.FolderTaken):
        seal(offering, target)
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_an_empty_folder_is_used(offering, tmp_path):
    (tmp_path / "out").mkdir()
    assert seal(offering, tmp_path / "out").location == str(tmp_path / "out")


def test_nothing_stays_when_the_package_on_the_disk_is_not_whole(offering, tmp_path, monkeypatch):
    real = packaging.build

    def spoil(folder, *rest):
        built = real(folder, *rest)
        (folder / "README.txt").write_bytes(b"spoiled")
        return built

    monkeypatch.setattr(packaging, "build", spoil)
    with pytest.raises(actions.PackageFaulty) as faulty:
        seal(offering, tmp_path / "out")
    assert [fault.path for fault in faulty.value.faults] == ["README.txt"]
    assert list((tmp_path / "out").iterdir()) == []
    assert db.session.scalar(select(func.count(ArchivePackage.id))) == 0


def test_a_rule_set_without_a_fonds_cannot_number(offering, tmp_path, monkeypatch):
    set_figure(db.session(), "archive.fonds", None)
    with pytest.raises(ParameterMissing, match=r"archive\.fonds"):
        seal(offering, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_sealing_is_on_the_audit_trail_with_its_first_check(offering, tmp_path):
    package = seal(offering, tmp_path / "out")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "archives.sealed")).one()
    assert (entry.subject_id, entry.detail["reference"]) == ("CQO-7", package.reference)
    assert entry.detail["seal"] == package.manifest_digest
    assert [one.passed for one in db.session.scalars(select(FixityCheck))] == [True]


def test_a_check_finds_the_file_that_was_changed_after_sealing(offering, tmp_path):
    package = seal(offering, tmp_path / "out")
    file = next((tmp_path / "out/data").glob("*-roster/*.csv"))
    file.write_bytes(file.read_bytes().replace(b"\n", b" ", 1))
    check = actions.verify_package(queries.package_of(offering.id, package.id), by=None)
    assert not check.passed
    assert [one["path"] for one in check.findings] == [file.relative_to(tmp_path / "out").as_posix()]


def test_a_check_says_when_the_folder_is_gone(offering, tmp_path):
    package = seal(offering, tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "moved")
    check = actions.verify_package(queries.package_of(offering.id, package.id), by=None)
    assert [(one["path"], one["kind"]) for one in check.findings] == [(str(tmp_path / "out"), "missing")]


def test_papers_are_dated_by_the_class_not_by_the_clock(offering):
    assert actions.gather(offering).letterhead().dated == offering.ends_on.isoformat()
    assert isinstance(actions.number(actions.gather(offering), [], by="x").sealed_at, datetime)
