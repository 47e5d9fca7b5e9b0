"""The four-property test: a check passes only what was looked at, and names what fails."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archives.rules.properties import (
    CheckCode,
    PackageFacts,
    Probe,
    Property,
    Result,
    Staged,
    failed,
    four_properties,
)

ITEM = {
    "reference": "CQO1-ZY·2026-D10-C-0001",
    "title": "学员名册",
    "creator": "陕西质量培训中心",
    "date": "2026-05-24",
    "year": 2026,
    "retention": "D10",
    "access": "restricted",
    "class_code": "C",
    "files": [{"path": "data/a.pdf"}],
}
PDF = Probe("application/pdf", True, is_pdf_a=True, pages=2)
FILE = Staged("data/a.pdf", ITEM["reference"], (3, "ab", "application/pdf"), (3, "ab"), PDF)
WHOLE = PackageFacts([ITEM], [FILE], frozenset({"data/a.pdf"}), history=1, is_logged=True)


def result_of(facts, code):
    check = next(one for one in four_properties(facts) if one.code is code)
    return check.result, check.subjects


def test_a_sound_package_fails_nothing():
    assert failed(four_properties(WHOLE)) == []


def test_what_was_not_tested_is_not_passed():
    not_run = {one.code for one in four_properties(WHOLE) if one.result is Result.NOT_RUN}
    assert not_run == {CheckCode.VIRUS, CheckCode.MEDIUM, CheckCode.ENVIRONMENT, CheckCode.PACKAGE_STRUCTURE}


def test_every_check_is_there_once_under_its_property():
    checks = four_properties(WHOLE)
    assert sorted(one.code for one in checks) == sorted(CheckCode)
    assert {one.property for one in checks} == set(Property)


def with_item(**changes):
    return replace(WHOLE, items=[{**ITEM, **changes}])


def with_file(**changes):
    return replace(WHOLE, files=[replace(FILE, **changes)])


@pytest.mark.parametrize(
    ("facts", "code", "subjects"),
    [
        (with_item(year="2026"), CheckCode.METADATA_SCHEMA, (f"{ITEM['reference']}: year",)),
        (with_item(title=""), CheckCode.METADATA_COMPLETE, (f"{ITEM['reference']}: title",)),
        (with_item(files=[]), CheckCode.METADATA_COMPLETE, (f"{ITEM['reference']}: files",)),
        (with_file(found=(3, "cd")), CheckCode.CONTENT_MATCHES, ("data/a.pdf",)),
        (with_file(found=(4, "ab")), CheckCode.CONTENT_MATCHES, ("data/a.pdf",)),
        (with_file(probe=Probe("text/csv", True)), CheckCode.CONTENT_MATCHES, ("data/a.pdf",)),
        (with_file(found=None, probe=None), CheckCode.LINKS, ("data/a.pdf",)),
        (with_file(found=None, probe=None), CheckCode.COUNT_AND_BYTES, ("0/1, 0/3 B",)),
        (with_file(probe=Probe("application/pdf", False)), CheckCode.CONTENT_OPENS, ("data/a.pdf",)),
        (with_file(probe=Probe("application/pdf", True)), CheckCode.FORMATS, ("data/a.pdf",)),
        (with_file(said=(3, "ab", "application/zip")), CheckCode.FORMATS, ("data/a.pdf",)),
        (with_file(probe=Probe("application/pdf", False, encrypted=True)), CheckCode.NO_ENCRYPTION, ("data/a.pdf",)),
        (replace(WHOLE, paths_on_disk=frozenset({"data/a.pdf", "data/x"})), CheckCode.FOREIGN_FILES, ("data/x",)),
        (replace(WHOLE, missing_entries=["培训通知"]), CheckCode.CONTENT_COMPLETE, ("培训通知",)),
        (replace(WHOLE, history=0), CheckCode.PROCESS_RECORDS, ("0",)),
        (replace(WHOLE, metadata_readable=False), CheckCode.METADATA_READABLE, ("metadata",)),
        (replace(WHOLE, is_logged=False), CheckCode.PROCESS_LOGGED, ("audit",)),
        (
            replace(WHOLE, items=[ITEM, {**ITEM, "reference": "CQO1-ZY·2026-D10-C-0003"}]),
            CheckCode.NUMBERS,
            ("CQO1-ZY·2026-D10-C-0002",),
        ),
    ],
)
def test_what_fails_is_named(facts, code, subjects):
    assert result_of(facts, code) == (Result.FAIL, subjects)
