"""Packages as zip files: the same bytes each time, checked without being unpacked."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest

from archives.fixity.checking import check, check_path
from archives.fixity.sources import ZipSource
from archives.fixity.writing import write_zip
from tests.unit.archives.bags import make_bag, said

MOMENT = datetime(2026, 5, 24, 17, 30, 0)
TOP = "CQO1-ZY·2026-X-001"


@pytest.fixture
def bag(tmp_path):
    return make_bag(tmp_path / "bag")


def zipped(folder, top=TOP):
    stream = io.BytesIO()
    write_zip(folder, top, MOMENT, stream)
    return stream.getvalue()


def written(tmp_path, members):
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def members_of(folder):
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(f"top/{path.relative_to(folder).as_posix()}", path.read_bytes()) for path in files]


def test_the_same_package_gives_the_same_zip(bag, tmp_path):
    assert zipped(bag) == zipped(make_bag(tmp_path / "again"))


def test_a_zip_holds_one_folder_named_after_the_package(bag):
    names = zipfile.ZipFile(io.BytesIO(zipped(bag))).namelist()
    assert {name.split("/")[0] for name in names} == {TOP}


def test_a_zip_of_a_package_is_whole(bag, tmp_path):
    (tmp_path / "package.zip").write_bytes(zipped(bag))
    assert check_path(tmp_path / "package.zip") == check_path(bag)


def test_a_zip_without_a_top_folder_is_read_too(bag, tmp_path):
    members = [(name.removeprefix("top/"), content) for name, content in members_of(bag)]
    assert said(check_path(written(tmp_path, members))) == []


def test_a_changed_member_is_named(bag, tmp_path):
    members = [(name, b"other" if name.endswith(".pdf") else content) for name, content in members_of(bag)]
    assert said(check_path(written(tmp_path, members))) == [("data/01-roster/学员名册.pdf", "changed")]


def test_a_byte_flipped_inside_the_zip_names_the_member(bag, tmp_path):
    content = bytearray(zipped(bag))
    at = content.index(b"%PDF-1.7 roster")
    content[at] ^= 1
    (tmp_path / "package.zip").write_bytes(content)
    assert said(check_path(tmp_path / "package.zip")) == [("data/01-roster/学员名册.pdf", "unreadable")]


@pytest.mark.parametrize("name", ["../outside.txt", "/etc/passwd", "top/data/../../x", "top\\..\\x", "C:/x"])
def test_a_member_that_leads_out_is_named_and_not_written(bag, tmp_path, name):
    path = written(tmp_path, [*members_of(bag), (name, b"x")])
    before = sorted(tmp_path.rglob("*"))
    verdict = check_path(path)
    assert "unsafe" in {kind for _, kind in said(verdict)}
    assert sorted(tmp_path.rglob("*")) == before


def test_a_bomb_is_stopped_at_the_limit_whatever_it_declares(bag, tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members_of(bag):
            archive.writestr(name, content)
        archive.writestr("top/data/bomb.bin", b"\0" * 3_000_000)
    with zipfile.ZipFile(path) as archive:
        verdict = check(ZipSource(archive, max_bytes=1_000_000))
    assert ("data/bomb.bin", "too_large") in said(verdict)


def test_too_many_members_are_refused_at_once(bag, tmp_path, monkeypatch):
    monkeypatch.setattr("archives.fixity.sources.MAX_MEMBERS", 3)
    kinds = {kind for _, kind in said(check_path(written(tmp_path, members_of(bag))))}
    assert "too_large" in kinds


def test_a_member_that_stands_twice_is_named(bag, tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = written(tmp_path, [*members_of(bag), ("top/README.txt", b"second")])
    assert ("README.txt", "extra") in said(check_path(path))
