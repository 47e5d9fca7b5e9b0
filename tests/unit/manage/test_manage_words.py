"""Plain words for failures, stamps, lock entries, and running a program."""

from __future__ import annotations

import re
import sys

import pytest

import manage_setup as place
from manage_setup import ManageError

PROJECT = place.ROOT


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("npm error code ENOSPC", "disk is full"),
        ("database or disk is full", "disk is full"),
        ("[Errno 30] Read-only file system: '/srv/x'", "No right to write"),
        ("[WinError 5] 拒绝访问。: 'C:\\\\x'", "No right to write"),
        ("unable to open database file", "No right to write"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES ... does not match the hash", "another mirror"),
        ("npm error code EINTEGRITY", "another mirror"),
        ("/usr/bin/python3: No module named ensurepip", "apt install python3-venv"),
        ("No module named 'venv'", "apt install python3-venv"),
        ("Temporary failure in name resolution", "cannot be reached"),
        ("cause: error sending request for url", "cannot be reached"),
        ("npm error code ENOTFOUND", "cannot be reached"),
        ("ERROR: No matching distribution found for alembic==1.20.1", "cannot be reached"),
    ],
)
def test_what_a_program_complains_about_is_put_in_plain_words(output, words):
    chinese, english = place.cause(output)

    assert words in english
    assert re.search("[一-鿿]", chinese)


def test_an_unknown_complaint_is_not_explained_away():
    assert place.cause("ZeroDivisionError: division by zero") is None


def test_an_error_is_told_in_both_languages_after_its_details():
    assert (
        str(ManageError("磁盘满。", "Disk full.", "tail of a log"))
        == "tail of a log\n错误：磁盘满。\nError: Disk full."
    )


def test_an_error_without_details_begins_with_its_words():
    assert str(ManageError("磁盘满。", "Disk full.")).startswith("错误：")


def test_a_checkout_with_windows_line_ends_has_the_same_fingerprint(tmp_path):
    (tmp_path / "unix").write_bytes(b"a\nb\n")
    (tmp_path / "windows").write_bytes(b"a\r\nb\r\n")

    assert place.fingerprint(tmp_path / "unix") == place.fingerprint(tmp_path / "windows")


def test_moving_a_line_from_one_file_to_the_next_changes_the_fingerprint(tmp_path):
    for name, text in (("a", "1\n2\n"), ("b", "3\n"), ("c", "1\n"), ("d", "2\n3\n")):
        (tmp_path / name).write_text(text)

    assert place.fingerprint(tmp_path / "a", tmp_path / "b") != place.fingerprint(tmp_path / "c", tmp_path / "d")


def test_a_stamp_is_read_as_it_was_written(tmp_path):
    place.write_stamp(tmp_path / "stamp.json", {"python": "3.11"})

    assert place.read_stamp(tmp_path / "stamp.json") == {"python": "3.11"}
    assert [path.name for path in tmp_path.iterdir()] == ["stamp.json"]


@pytest.mark.parametrize("content", [None, "", "{", "[1]", '"text"', "\x00\xff"])
def test_a_stamp_that_is_missing_or_damaged_says_nothing(tmp_path, content):
    if content is not None:
        (tmp_path / "stamp.json").write_text(content, encoding="latin-1")

    assert place.read_stamp(tmp_path / "stamp.json") == {}


@pytest.mark.parametrize(
    ("stamp", "wanted", "covered"),
    [
        ({"a": "1"}, {"a": "1"}, True),
        ({"a": "1", "dev": "2"}, {"a": "1"}, True),
        ({"a": "1"}, {"a": "1", "dev": "2"}, False),
        ({"a": "0"}, {"a": "1"}, False),
        ({}, {"a": "1"}, False),
    ],
)
def test_a_stamp_covers_what_is_wanted_when_it_holds_all_of_it(stamp, wanted, covered):
    assert place.covers(stamp, wanted) is covered


def test_a_lock_entry_is_the_pin_with_its_digests():
    lock = "noder==1 \\\n    --hash=sha256:a\nnode==2 \\\n    --hash=sha256:b \\\n    --hash=sha256:c\nnumpy==3\n"

    assert place.lock_entry(lock, "node") == "node==2 \\\n    --hash=sha256:b \\\n    --hash=sha256:c\n"


def test_a_package_that_is_not_locked_is_refused():
    with pytest.raises(ManageError, match="does not name node"):
        place.lock_entry("flask==3\n", "node")


def test_the_node_wheel_stands_in_the_lock_with_digests():
    entry = place.lock_entry((PROJECT / "requirements-dev.lock").read_text(encoding="utf-8"), place.NODE_WHEEL)

    assert entry.count("--hash=sha256:") >= 6


def test_settings_reach_the_programs_and_a_foreign_python_home_does_not(monkeypatch):
    monkeypatch.setenv("TRAINING_HTTPS", "1")
    monkeypatch.setenv("PYTHONHOME", "/somewhere")

    surroundings = place.environment()

    assert surroundings["TRAINING_HTTPS"] == "1"
    assert surroundings["UV_PYTHON_DOWNLOADS"] == "never"
    assert "PYTHONHOME" not in surroundings


def test_a_program_that_succeeds_hands_back_its_words():
    assert place.run(sys.executable, "-c", "print('好')").strip() == "好"


def test_a_program_that_fails_is_quoted_and_explained():
    with pytest.raises(ManageError, match=r"(?s)Connection refused.*cannot be reached"):
        place.run(sys.executable, "-c", "import sys; sys.exit('Connection refused')")


def test_a_failure_of_unknown_cause_names_the_program():
    with pytest.raises(ManageError, match=r"(?s)odd.*did not succeed"):
        place.run(sys.executable, "-c", "import sys; sys.exit('odd')")
