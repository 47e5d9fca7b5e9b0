"""Packages are understood by others: by the reference tool for bags, and by plain sums."""

from __future__ import annotations

import hashlib
import warnings

import pytest

from archives.fixity.checking import check_path
from tests.unit.archives.bags import make_bag, said

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import bagit


def test_the_reference_tool_finds_a_package_valid(tmp_path):
    bag = bagit.Bag(str(make_bag(tmp_path / "bag")))
    assert bag.is_valid()
    assert bag.info["External-Identifier"] == "CQO1-ZY·2026-X-001"


def test_the_reference_tool_refuses_what_we_refuse(tmp_path):
    folder = make_bag(tmp_path / "bag")
    (folder / "data/empty.txt").write_bytes(b"x")
    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


@pytest.mark.parametrize("algorithm", ["sha256", "sha512"])
@pytest.mark.parametrize("kind", ["manifest", "tagmanifest"])
def test_manifests_are_what_the_sum_programs_read(tmp_path, algorithm, kind):
    folder = make_bag(tmp_path / "bag")
    for line in (folder / f"{kind}-{algorithm}.txt").read_text(encoding="utf-8").splitlines():
        digest, path = line.split("  ", 1)
        content = (folder / path).read_bytes()
        assert hashlib.new(algorithm, content).hexdigest() == digest


@pytest.mark.parametrize("sums", [["sha256"], ["sha512"], ["sha256", "sha512"]])
def test_packages_of_the_reference_tool_are_checked_too(tmp_path, sums):
    (tmp_path / "名册.csv").write_text("a,b\n", encoding="utf-8")
    bagit.make_bag(str(tmp_path), {"External-Identifier": "X"}, checksums=sums)
    assert said(check_path(tmp_path)) == []
    (tmp_path / "data/名册.csv").write_text("a,c\n", encoding="utf-8")
    assert said(check_path(tmp_path)) == [("data/名册.csv", "changed")]
