"""`flask archive` and `flask verify-archive`: what they print, and with which exit status."""

from __future__ import annotations

import io
import zipfile

import pytest

from archives.cli import archive, verify_archive
from archives.fixity.writing import write_zip
from tests.db.archives.classes import at, evaluated, small_class
from tests.thawing import set_figure
from tests.unit.archives.bags import files_of, make_bag


@pytest.fixture
def run(app, connection, monkeypatch):
    monkeypatch.setattr("core.schema.prepare", lambda: False)  # The test's database has been built already.
    return app.test_cli_runner().invoke


@pytest.fixture
def bag(tmp_path):
    return make_bag(tmp_path / "bag")


@pytest.fixture
def sealed(make, run, in_app, tmp_path):
    offering = evaluated(small_class(make, code="CQO-8"))
    in_app.commit()
    result = run(archive, [offering.code, "--out", str(tmp_path / "out")])
    return result, tmp_path / "out"


def test_archive_prints_where_how_many_and_what_is_missing(sealed):
    result, folder = sealed
    assert result.exit_code == 0, result.output
    assert "CQO1-ZY·2026-CQO·8-001" in result.output
    assert str(folder) in result.output
    assert f"files: {len(files_of(folder))}" in result.output
    assert "培训通知（notice）" in result.output


def test_what_archive_wrote_is_whole(sealed, run):
    result = run(verify_archive, [str(sealed[1])])
    assert (result.exit_code, "完好 whole" in result.output) == (0, True)


def test_archive_refuses_a_folder_that_is_taken(sealed, run):
    result = run(archive, ["CQO-8", "--out", str(sealed[1])])
    assert result.exit_code == 1
    assert "is not empty" in result.output


def test_archive_of_an_unknown_class_says_so(run, tmp_path):
    result = run(archive, ["NO-SUCH", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "NO-SUCH" in result.output
    assert not (tmp_path / "out").exists()


def test_archive_says_which_figure_the_rule_set_lacks(make, run, in_app, tmp_path):
    offering = small_class(make)
    set_figure(make._session, "archive.fonds", None)
    make._session.commit()
    result = run(archive, [offering.code, "--out", str(tmp_path / "out")])
    assert (result.exit_code, "archive.fonds" in result.output) == (1, True)


def test_one_flipped_byte_in_any_file_gives_status_1_and_its_name(bag, run):
    for file in files_of(bag):
        before = file.read_bytes()
        if not before:
            continue
        middle = len(before) // 2
        file.write_bytes(before[:middle] + bytes([before[middle] ^ 4]) + before[middle + 1 :])
        result = run(verify_archive, [str(bag)])
        file.write_bytes(before)
        assert result.exit_code == 1
        assert file.relative_to(bag).as_posix() in result.output
        assert "不完好 not whole: 1" in result.output


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda bag: (bag / "data/more.txt").write_text("x"), "data/more.txt: 多余文件"),
        (lambda bag: (bag / "data/empty.txt").unlink(), "data/empty.txt: 文件缺失"),
        (lambda bag: (bag / "data/empty.txt").write_text("x"), "data/empty.txt: 内容已改变"),
        (lambda bag: (bag / "manifest-sha256.txt").write_text("x"), "manifest-sha256.txt: 内容已改变"),
        (lambda bag: (bag / "bagit.txt").unlink(), "bagit.txt: 文件缺失"),
    ],
)
def test_every_kind_of_fault_is_worded(bag, run, change, words):
    change(bag)
    result = run(verify_archive, [str(bag)])
    assert result.exit_code == 1
    assert words in result.output


def test_the_seal_on_record_is_compared(bag, run):
    seal = run(verify_archive, [str(bag)]).output.split("seal: ")[1].strip()
    assert run(verify_archive, [str(bag), "--seal", seal.upper()]).exit_code == 0
    result = run(verify_archive, [str(bag), "--seal", "0" * 64])
    assert (result.exit_code, "tagmanifest-sha256.txt" in result.output) == (1, True)


def test_a_folder_that_is_no_package_says_so(tmp_path, run):
    result = run(verify_archive, [str(tmp_path)])
    assert (result.exit_code, "不是归档包" in result.output) == (1, True)


def test_a_folder_that_does_not_exist_says_so(tmp_path, run):
    result = run(verify_archive, [str(tmp_path / "nowhere")])
    assert (result.exit_code, "does not exist" in result.output) == (1, True)


def test_a_zip_of_a_package_is_verified(bag, tmp_path, run):
    stream = io.BytesIO()
    write_zip(bag, "top", at(12), stream)
    (tmp_path / "package.zip").write_bytes(stream.getvalue())
    assert run(verify_archive, [str(tmp_path / "package.zip")]).exit_code == 0
    with zipfile.ZipFile(tmp_path / "package.zip", "a") as archive_file:
        archive_file.writestr("top/data/more.txt", "x")
    result = run(verify_archive, [str(tmp_path / "package.zip")])
    assert (result.exit_code, "data/more.txt" in result.output) == (1, True)


def test_verifying_asks_the_database_nothing(bag, run, count_queries):
    assert count_queries(lambda: run(verify_archive, [str(bag)])) == 0
