"""`flask import-class` and `flask class-figures`."""

from __future__ import annotations

import json
from functools import partial

import pytest
from sqlalchemy import select

from accounts.models import AuditEntry
from core import schema
from courses.models import ImportedFile
from tests.db.intake.corrections import correction
from tests.db.intake.sample import CLASS_CODE, FOLDER, ROSTER, SIGN, differences, expected, sample_files
from tests.db.intake.test_sample_class import without_kinds

SAMPLE = dict(sample_files())


@pytest.fixture
def import_class(run_command):
    return partial(run_command, "import-class")


@pytest.fixture
def folder(tmp_path):
    """A folder with one corrected file."""
    for name, content in correction("one_live_unit").handed.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def figures(run_command):
    result = run_command("class-figures", CLASS_CODE)
    assert result.exit_code == 0
    return json.loads(result.output)


def test_the_figures_of_the_class_are_one_json_object(run_command):
    found = figures(run_command)
    assert list(differences(without_kinds(expected())["summary"], found["summary"])) == []
    assert list(differences(expected()["people"], found["people"])) == []


def test_showing_whole_identity_numbers_is_on_the_trail(run_command, db_session):
    figures(run_command)
    entry = db_session.scalar(select(AuditEntry).order_by(AuditEntry.id.desc()))
    assert (entry.action, entry.actor, entry.subject_id) == ("learners.revealed", "command line", CLASS_CODE)


def test_the_same_folder_again_changes_nothing(import_class, row_counts):
    before = row_counts()
    result = import_class(str(FOLDER), "--json")
    said = json.loads(result.output)
    assert (result.exit_code, said["changed"], said["posted"], said["batch"]) == (0, False, 0, None)
    assert row_counts() == before


def test_a_corrected_file_is_reported_in_json(import_class, folder, db_session):
    result = import_class(str(folder), "--class", CLASS_CODE, "--json")
    said = json.loads(result.output)
    assert (result.exit_code, said["changed"], said["dry_run"], said["class"]) == (0, True, False, CLASS_CODE)
    assert said["posted"] > 0
    file = db_session.scalar(select(ImportedFile).where(ImportedFile.batch_id == said["batch"]))
    assert len(file.digest) == 64


def test_a_dry_run_reports_the_same_and_writes_nothing(import_class, folder, row_counts):
    before = row_counts()
    said = json.loads(import_class(str(folder), "--class", CLASS_CODE, "--dry-run", "--json").output)
    assert row_counts() == before
    real = json.loads(import_class(str(folder), "--class", CLASS_CODE, "--json").output)
    assert said["dry_run"]
    assert {**said, "dry_run": False, "batch": None} == {**real, "batch": None}


def test_the_report_is_readable_without_json(import_class, folder):
    result = import_class(str(folder), "--class", CLASS_CODE)
    assert result.exit_code == 0
    assert CLASS_CODE in result.output.splitlines()[0]


@pytest.mark.parametrize(
    ("files", "options", "reason"),
    [
        ({}, [], "nothing_read"),
        ({"图.xlsx": b"\x89PNG"}, [], "nothing_read"),
        ({"说明.docx": SAMPLE[ROSTER]}, [], "nothing_read"),  # not a file that may hold tables
        ({"~$学员名册.xlsx": SAMPLE[ROSTER], ".签到.xlsx": SAMPLE[SIGN]}, [], "nothing_read"),
        ({ROSTER: SAMPLE[ROSTER]}, [], "no_institution"),
        ({ROSTER: SAMPLE[ROSTER]}, ["--institution", "NEW"], "no_class"),
        ({ROSTER: SAMPLE[ROSTER]}, ["--class", CLASS_CODE, "--strict"], "faults_found"),
    ],
)
def test_a_refusal_ends_with_status_1_a_reason_and_no_change(
    import_class, tmp_path, row_counts, files, options, reason
):
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    before = row_counts()
    result = import_class(str(tmp_path), *options, "--json")
    assert (result.exit_code, json.loads(result.stdout)["refused"]) == (1, reason)
    assert isinstance(result.exception, SystemExit)
    assert row_counts() == before


def test_a_refusal_in_words_goes_to_the_error_output(import_class, tmp_path):
    result = import_class(str(tmp_path))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.strip()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["import-class", "/nowhere"], 2),
        (["import-class", __file__], 2),
        (["import-class"], 2),
        (["import-class", str(FOLDER), "--class", "NOPE"], 1),
        (["import-class", str(FOLDER), "--mapping", "/nowhere.toml"], 2),
        (["class-figures", "NOPE"], 1),
        (["class-figures"], 2),
    ],
)
def test_wrong_words_are_answered_in_words(run_command, words, status):
    result = run_command(*words)
    assert result.exit_code == status
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    assert result.output.strip()


def test_figures_of_a_database_without_tables_are_refused_in_words(run_command, monkeypatch):
    monkeypatch.setattr(schema, "is_prepared", lambda: False)
    result = run_command("class-figures", CLASS_CODE)
    assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)


@pytest.mark.parametrize("text", [b"[[table", b"\xff\xfe\x00", b"[[table]]\nfile = 3\n", b"{}", b"null"])
def test_a_faulty_mapping_is_answered_in_words(import_class, folder, text):
    mapping = folder / "mapping.json"
    mapping.write_bytes(text)
    result = import_class(str(folder), "--class", CLASS_CODE, "--mapping", str(mapping))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
