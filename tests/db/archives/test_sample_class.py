"""The sample class as a package: what an outsider counts from its files is what was published for it."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest

from archives import actions
from archives.fixity.checking import check_path
from archives.probing import probe_pdf
from tests.db.archives.classes import PRESS
from tests.db.intake.conftest import connection, imported, offering  # noqa: F401 - fixtures of the sample class
from tests.db.intake.sample import FOLDER

EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


@pytest.fixture
def data(offering, tmp_path):  # noqa: F811 - the fixture
    package = actions.seal_class(offering, tmp_path / "out", by=None, press=PRESS)
    assert check_path(tmp_path / "out", seal=package.manifest_digest).is_whole
    assert package.missing == ["notice", "summary"]
    return tmp_path / "out/data"


def rows_of(data, name):
    text = next(data.glob(f"*/{name}.csv")).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def json_of(data, name):
    return json.loads(next(data.glob(f"*/{name}.json")).read_text(encoding="utf-8"))


def test_the_package_of_the_sample_class_gives_its_published_figures(data):
    summary = EXPECTED["summary"]
    assert len(rows_of(data, "roster")) == summary["learners"]
    assert len(rows_of(data, "sign_records")) == EXPECTED["records"]["sign"]["rows"]
    assert len(rows_of(data, "leave")) == EXPECTED["records"]["leave"]["rows"]
    assert sum(Decimal(row["学时"]) for row in rows_of(data, "postings")) == Decimal(str(summary["total_hours"]))
    assert [row["结业"] for row in rows_of(data, "completion")].count("是") == summary["completed"]
    people = {one["name"]: one["total_hours"] for one in EXPECTED["people"]}
    assert {one["name"]: one["total_hours"] for one in json_of(data, "figures")["people"]} == people
    assert json_of(data, "answers")["figures"]["kept"] == EXPECTED["survey"]["kept"]
    grid = probe_pdf(next(data.glob("*-attendance/*.pdf")).read_bytes())
    assert (grid.is_pdf_a, grid.pages) == (True, 2)
    assert '"token"' not in json.dumps(json_of(data, "answers"))
    assert not any(
        one["id_number"].encode() in path.read_bytes() for one in EXPECTED["people"] for path in data.rglob("*.*")
    )
