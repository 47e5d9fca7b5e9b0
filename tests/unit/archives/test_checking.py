"""Every changed, missing or extra file of a package is named, and no other."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archives.fixity.checking import check_path
from archives.fixity.manifests import DECLARED, digest
from archives.fixity.writing import bag_files, write_files
from tests.unit.archives.bags import INFO, PAYLOAD, TAGS, check_after, files_of, make_bag, paths, said

NAMES = sorted(bag_files(PAYLOAD, INFO, TAGS))
NOT_EMPTY = [name for name in NAMES if not name.endswith("empty.txt")]


@pytest.fixture
def bag(tmp_path):
    return make_bag(tmp_path / "bag")


def test_a_package_as_written_is_whole_and_says_what_it_is(bag):
    verdict = check_path(bag)
    assert verdict.is_whole
    assert verdict.files == len(files_of(bag))
    assert verdict.bytes == sum(path.stat().st_size for path in files_of(bag))
    assert verdict.reference == "CQO1-ZY·2026-X-001"
    assert verdict.seal == digest((bag / "tagmanifest-sha256.txt").read_bytes())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_changed_byte_anywhere_is_found_and_only_that_file_is_named(bag, data):
    name = data.draw(st.sampled_from(NOT_EMPTY), label="file")
    file = bag / name
    before = file.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1), label="position")
    other = data.draw(st.integers(1, 255), label="difference")
    file.write_bytes(before[:at] + bytes([before[at] ^ other]) + before[at + 1 :])
    try:
        assert paths(check_path(bag)) == {name}
    finally:
        file.write_bytes(before)


@pytest.mark.parametrize("name", [name for name in NOT_EMPTY if "manifest" in name])
def test_every_single_byte_of_a_manifest_is_guarded(bag, name):
    file = bag / name
    before = file.read_bytes()
    for at in range(0, len(before), 7):
        for flipped in (before[at] ^ 0x01, before[at] ^ 0x20):
            file.write_bytes(before[:at] + bytes([flipped]) + before[at + 1 :])
            assert paths(check_path(bag)) == {name}, (at, chr(before[at]), chr(flipped))


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(bag, name):
    assert said(check_after(bag, [(name, None)])) == [(name, "missing")]


@pytest.mark.parametrize("name", NAMES)
def test_a_byte_more_at_the_end_is_found(bag, name):
    verdict = check_after(bag, [(name, (bag / name).read_bytes() + b"\n")])
    assert paths(verdict) == {name}


@pytest.mark.parametrize("name", NOT_EMPTY)
def test_a_byte_less_at_the_end_is_found(bag, name):
    verdict = check_after(bag, [(name, (bag / name).read_bytes()[:-1])])
    assert paths(verdict) == {name}


@pytest.mark.parametrize("name", ["data/extra.txt", "extra.txt", "data/01-roster/.hidden", "tagmanifest-md5.txt"])
def test_a_file_that_no_manifest_lists_is_named(bag, name):
    assert said(check_after(bag, [(name, b"x")])) == [(name, "extra")]


def test_every_fault_is_named_not_only_the_first(bag):
    changes = [("data/01-roster/学员名册.csv", b"other"), ("data/02-hours/postings.csv", None), ("data/new.txt", b"n")]
    assert said(check_after(bag, changes)) == [
        ("data/01-roster/学员名册.csv", "changed"),
        ("data/02-hours/postings.csv", "missing"),
        ("data/new.txt", "extra"),
    ]


def test_a_manifest_rewritten_to_hide_a_change_is_itself_named(bag):
    path = "data/02-hours/postings.csv"
    old, new = (bag / path).read_bytes(), b"a,b\r\n1,9\r\n"
    manifest = (bag / "manifest-sha256.txt").read_text().replace(digest(old), digest(new))
    verdict = check_after(bag, [(path, new), ("manifest-sha256.txt", manifest.encode())])
    assert paths(verdict) == {path, "manifest-sha256.txt"}


def test_a_package_rewritten_as_a_whole_is_betrayed_by_its_seal(tmp_path):
    sealed = check_path(make_bag(tmp_path / "sealed")).seal
    write_files(tmp_path / "other", bag_files(PAYLOAD | {"empty.txt": b"forged"}, INFO, TAGS))
    assert check_path(tmp_path / "other").is_whole
    assert said(check_path(tmp_path / "other", seal=sealed)) == [("tagmanifest-sha256.txt", "seal_differs")]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights on Windows")
def test_a_link_is_named_and_never_followed(bag, tmp_path):
    (tmp_path / "secret").write_text("outside")
    (bag / "data/link.txt").symlink_to(tmp_path / "secret")
    (bag / "data/folder").symlink_to(tmp_path)
    assert said(check_path(bag)) == [("data/folder", "unsafe"), ("data/link.txt", "unsafe")]


def test_a_file_replaced_by_a_link_is_named(bag, tmp_path):
    inside = bag / "data/02-hours/postings.csv"
    shutil.move(inside, tmp_path / "moved.csv")
    inside.symlink_to(tmp_path / "moved.csv")
    assert paths(check_path(bag)) == {"data/02-hours/postings.csv"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are no text")
def test_a_name_that_is_no_text_is_shown_with_a_mark(bag):
    (bag / "data" / os.fsdecode(b"\xff\xfe.txt")).write_bytes(b"x")
    assert said(check_path(bag)) == [("data/��.txt", "extra")]


def test_a_folder_that_is_no_package_says_so(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    assert said(check_path(tmp_path)) == [("", "not_a_bag")]


def test_a_file_that_is_no_zip_says_so(tmp_path):
    (tmp_path / "notes.txt").write_text("hello")
    assert said(check_path(tmp_path / "notes.txt")) == [("notes.txt", "not_a_bag")]


def test_a_package_without_tag_manifests_is_not_whole(bag):
    verdict = check_after(bag, [("tagmanifest-sha256.txt", None), ("tagmanifest-sha512.txt", None)])
    assert paths(verdict) == {"tagmanifest-sha256.txt", "tagmanifest-sha512.txt"}


def test_a_manifest_line_that_leads_out_of_the_package_is_refused(tmp_path):
    (tmp_path / "outside.txt").write_bytes(b"x")
    folder = tmp_path / "bag"
    manifest = f"{digest(b'x')}  data/../../outside.txt\n".encode()
    tags = {"bagit.txt": DECLARED, "manifest-sha256.txt": manifest}
    lines = "".join(f"{digest(text)}  {name}\n" for name, text in tags.items())
    write_files(folder, {**tags, "tagmanifest-sha256.txt": lines.encode()})
    assert said(check_path(folder)) == [("manifest-sha256.txt", "malformed")]


def test_a_wrong_size_line_is_found_even_where_all_digests_fit(tmp_path):
    files = bag_files(PAYLOAD, [("Payload-Oxum", "1.1")], TAGS)
    files["bag-info.txt"] = b"Payload-Oxum: 1.1\n"
    rest = {name: text for name, text in files.items() if not name.startswith(("data/", "tagmanifest"))}
    for algorithm in ("sha256", "sha512"):
        lines = "".join(f"{digest(text, algorithm)}  {name}\n" for name, text in sorted(rest.items()))
        files[f"tagmanifest-{algorithm}.txt"] = lines.encode()
    write_files(tmp_path / "bag", files)
    assert said(check_path(tmp_path / "bag")) == [("bag-info.txt", "altered")]


def test_a_declaration_that_names_no_version_is_malformed(tmp_path):
    files = bag_files(PAYLOAD, INFO, {"bagit.txt": b"BagIt-Version: new\n"})
    write_files(tmp_path / "bag", files)
    assert said(check_path(tmp_path / "bag")) == [("bagit.txt", "malformed")]
