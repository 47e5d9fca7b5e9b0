"""`flask survey-report`: figures, paper and finding without a browser."""

from __future__ import annotations

import json

import pytest

from tests.db.surveys.sample import CODE, expected, flat, sample_class, surveyed_class
from tests.pdf_text import text_of
from tests.thawing import set_figure

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables


@pytest.fixture
def run(run_command):
    return lambda *words: run_command("survey-report", *words)


@pytest.fixture
def surveyed(app, make):
    return surveyed_class(app, make)


def test_the_figures_are_the_published_ones_in_the_published_layout(run, surveyed):
    result = run(CODE, "--json")
    given = dict(flat(json.loads(result.stdout)))
    wanted = dict(flat(expected()))
    assert (result.exit_code, list(given)) == (0, list(wanted))
    assert {path: given[path] for path in wanted} == pytest.approx(wanted, abs=1e-6)


def test_the_paper_is_written_and_its_path_printed(run, surveyed, tmp_path):
    path = tmp_path / "报告.pdf"
    result = run(CODE, "--pdf", str(path))
    assert (result.exit_code, result.stdout.strip()) == (0, str(path))
    assert path.read_bytes().startswith(b"%PDF-")
    assert "80.4" in text_of(path.read_bytes())


def test_with_both_nothing_but_the_figures_goes_to_standard_output(run, surveyed, tmp_path):
    path = tmp_path / "report.pdf"
    result = run(CODE, "--json", "--pdf", str(path))
    assert json.loads(result.stdout)["kept"] == 37
    assert str(path) in result.stderr
    assert path.exists()


@pytest.mark.parametrize(
    ("language", "title"), [((), "培训满意度测评报告"), (("--language", "en"), "Training satisfaction report")]
)
def test_the_paper_speaks_chinese_unless_told_otherwise(run, surveyed, tmp_path, language, title):
    path = tmp_path / "report.pdf"
    run(CODE, "--pdf", str(path), *language)
    assert title.replace(" ", "") in text_of(path.read_bytes()).replace(" ", "")


def test_without_options_the_finding_is_said_in_a_sentence(run, surveyed):
    assert run(CODE).stdout.startswith("满意度指数 80.4（满分 100")
    assert run(CODE, "--language", "en").stdout.startswith("The satisfaction index is 80.4 of 100")


def test_an_unknown_class_is_named(run, db_session):
    result = run("KEINE-1", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "KEINE-1" in result.stderr


def test_a_class_without_responses_is_refused_and_no_file_is_written(run, make, tmp_path):
    sample_class(make)
    result = run(CODE, "--pdf", str(tmp_path / "report.pdf"))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "尚无满意度答卷" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_figure_that_the_rule_set_leaves_open_is_named(run, surveyed, db_session):
    set_figure(db_session, "survey.top_box_from", None)
    result = run(CODE, "--json")
    assert (result.exit_code, "survey.top_box_from" in result.stderr) == (1, True)


def test_figures_of_too_few_responses_come_with_a_warning(run, app, make):
    surveyed_class(app, make, responses=4)
    result = run(CODE, "--json")
    assert json.loads(result.stdout)["kept"] == 4
    assert "不得公布" in result.stderr


def test_a_file_that_cannot_be_written_is_named(run, surveyed, tmp_path):
    result = run(CODE, "--pdf", str(tmp_path / "nowhere" / "report.pdf"))
    assert result.exit_code == 1
    assert "nowhere" in result.stderr
