"""Lines of manifests: written one way, read strictly where nothing else guards them."""

from __future__ import annotations

import pytest

from archives.fixity.manifests import (
    decode_path,
    digest,
    encode_path,
    format_info,
    format_manifest,
    is_safe,
    read_info,
    read_manifest,
)

SUM = digest(b"x")


def faults(name, text):
    return [fault.detail for fault in read_manifest(name, text.encode()).faults]


def test_a_manifest_lists_paths_in_order():
    assert format_manifest({"data/b": "2", "data/a": "1"}) == b"1  data/a\n2  data/b\n"


@pytest.mark.parametrize("path", ["data/plain.txt", "data/50%.txt", "data/two\nlines", "data/return\r", "data/%0A"])
def test_a_path_survives_the_manifest(path):
    assert decode_path(encode_path(path)) == path
    assert "\n" not in encode_path(path)


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("data/a.txt", True),
        ("data/学员名册.pdf", True),
        ("data/../a", False),
        ("data/./a", False),
        ("data//a", False),
        ("/data/a", False),
        ("C:/a", False),
        ("data\\a", False),
        ("data/a\0", False),
        ("", False),
    ],
)
def test_only_paths_inside_the_package_are_safe(path, safe):
    assert is_safe(path) is safe


@pytest.mark.parametrize(
    "line",
    [
        f"{SUM}  bagit.txt",
        f"{SUM} bagit.txt",
    ],
)
def test_a_tag_manifest_may_part_digest_and_path_by_one_or_two_spaces(line):
    assert faults("tagmanifest-sha256.txt", line + "\n") == []


@pytest.mark.parametrize(
    "text",
    [
        f"{SUM}\tbagit.txt\n",
        f"{SUM}   bagit.txt\n",
        f"{SUM.upper()}  bagit.txt\n",
        f"{SUM[:-1]}  bagit.txt\n",
        f"{SUM}  bagit.txt\r\n",
        f"{SUM}  bagit.txt",
        f"{SUM}  bagit.txt\n\n",
        f"{SUM}  bagit.txt\n{SUM}  bagit.txt\n",
        f"{SUM}  bagit.txt\n{SUM} bag-info.txt\n",
        f"{SUM}  data/a.txt\n",
        f"{SUM}  ../bagit.txt\n",
        f"{SUM}  a%0a.txt\n",
    ],
)
def test_anything_else_in_a_tag_manifest_is_malformed(text):
    assert faults("tagmanifest-sha256.txt", text) != []


def test_a_payload_manifest_is_read_as_the_standard_allows():
    text = f"{SUM.upper()}\t*data/a.txt\r\n\r\n{SUM}  data/b c.txt\r\n"
    found = read_manifest("manifest-sha256.txt", text.encode())
    assert found.faults == ()
    assert dict(found.entries) == {"data/a.txt": SUM, "data/b c.txt": SUM}


def test_a_payload_manifest_lists_payload_only():
    assert faults("manifest-sha256.txt", f"{SUM}  bagit.txt\n") == ["1"]


def test_bytes_that_are_no_text_are_named_by_position():
    manifest = read_manifest("manifest-sha256.txt", b"ab\xff")
    assert [fault.detail for fault in manifest.faults] == ["byte 2"]


def test_the_two_ways_to_write_an_accent_are_one_path():
    assert decode_path("data/e\u0301.txt") == decode_path("data/\u00e9.txt")


def test_a_value_of_the_information_never_breaks_its_line():
    text = format_info([("Source-Organization", "one\ntwo"), ("External-Identifier", "X: 1")])
    assert text == b"Source-Organization: one two\nExternal-Identifier: X: 1\n"
    assert read_info(text)["External-Identifier"] == "X: 1"
