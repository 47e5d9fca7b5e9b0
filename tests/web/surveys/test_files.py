"""Charts, paper and workbook of a survey."""

from __future__ import annotations

import io
import re
from collections import OrderedDict

import pikepdf
import pytest
from openpyxl import load_workbook

from accounts.rules import Role
from surveys.views import pictures
from tests.db.surveys.sample import sample_class, surveyed_class
from tests.factories.surveys import answers
from tests.pdf_text import text_of
from tests.thawing import set_figure

pytestmark = pytest.mark.one_engine  # what is tried here lies above the tables

NAMES = ("index", "matrix", "gap", "dimensions", "distribution")


@pytest.fixture(autouse=True)
def administrator(make, sign_in):
    return sign_in(make.User(role=Role.ADMINISTRATOR))


@pytest.fixture
def surveyed(app, make):
    return surveyed_class(app, make)


@pytest.fixture
def chart(client, surveyed):
    """Ask for a chart by its name, with headers."""
    return lambda name="index.svg", **headers: client.get(f"/classes/{surveyed.id}/survey/{name}", headers=headers)


def test_every_chart_is_a_drawing(chart):
    for name in NAMES:
        answer = chart(f"{name}.svg")
        assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
        assert b"<svg" in answer.data


def test_a_chart_may_be_had_as_a_picture_for_other_papers(chart):
    answer = chart("index.png")
    assert (answer.mimetype, answer.data[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")


def test_a_phone_gets_a_narrower_drawing_under_its_own_tag(chart):
    wide, narrow = chart(), chart("index.svg?narrow=1")
    assert narrow.headers["ETag"] != wide.headers["ETag"]
    assert width_of(narrow.data) < width_of(wide.data)


def width_of(drawing):
    """In points."""
    return float(re.search(rb'<svg [^>]*?width="([\d.]+)pt"', drawing)[1])


@pytest.mark.parametrize("name", ["secrets.svg", "index.pdf", "index"])
def test_there_are_no_other_charts(chart, name):
    assert chart(name).status_code == 404


def test_a_chart_that_the_browser_still_has_is_not_sent_again(chart):
    etag = chart().headers["ETag"]
    again = chart(**{"If-None-Match": etag})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)


def test_a_chart_is_for_one_person_and_asked_for_each_time(chart):
    answer = chart()
    assert not answer.cache_control.public
    assert answer.cache_control.no_cache or answer.cache_control.no_store
    assert "Cookie" in answer.vary


def test_a_chart_opened_alone_may_style_itself_and_nothing_else(chart):
    assert chart().headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def test_a_chart_is_drawn_once_for_the_same_figures(chart, monkeypatch):
    first = chart()
    monkeypatch.setattr(pictures, "draw_chart", lambda *_: pytest.fail("drawn again"))
    assert chart().data == first.data


def test_another_response_makes_another_chart(chart, make, surveyed):
    before = chart()
    make.SurveyResponse(batch=make.ImportBatch(offering=surveyed), answers=answers(1))
    after = chart(**{"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.data != before.data


def test_another_language_makes_another_chart(chart, make, sign_in):
    before = chart().headers["ETag"]
    sign_in(make.User(role=Role.ADMINISTRATOR, language="en"))
    assert chart().headers["ETag"] != before


def test_only_so_many_drawings_are_kept(monkeypatch):
    monkeypatch.setattr(pictures, "_drawings", OrderedDict())
    monkeypatch.setattr(pictures, "KEPT_DRAWINGS", 2)
    drawn = []
    for key in "abcab":
        pictures.kept_drawing(f"test-{key}", lambda key=key: drawn.append(key) or key.encode())
    assert drawn == list("abcab")


@pytest.mark.parametrize("address", ["index.svg", "figures.xlsx"])
def test_too_few_responses_have_neither_charts_nor_workbook(app, make, client, address):
    offering = surveyed_class(app, make, responses=4)
    assert client.get(f"/classes/{offering.id}/survey/{address}").status_code == 404


@pytest.mark.parametrize("address", ["index.svg", "figures.xlsx", "report.pdf"])
def test_without_responses_there_is_no_file(make, client, address):
    assert client.get(f"/classes/{sample_class(make).id}/survey/{address}").status_code == 404


@pytest.mark.parametrize("address", ["index.svg", "figures.xlsx", "report.pdf"])
def test_a_rule_set_with_an_open_figure_has_no_files(surveyed, client, db_session, address):
    set_figure(db_session, "survey.top_box_from", None)
    assert client.get(f"/classes/{surveyed.id}/survey/{address}").status_code == 404


def test_the_paper_is_archivable_and_says_the_index(browser, surveyed):
    answer = browser.download("surveys.survey_report", offering_id=surveyed.id)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    with pikepdf.open(io.BytesIO(answer.data)) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
    text = text_of(answer.data)
    assert "满意度指数80.4" in text.replace(" ", "")
    assert "GB/Z27907-2011" in text.replace(" ", "").replace("\u200b", "")
    assert surveyed.code in text.replace("\u200b", "")


def test_files_are_named_for_class_and_content(browser, surveyed):
    answer = browser.download("surveys.survey_report", offering_id=surveyed.id)
    assert "SXCQO-2026-01-" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_a_hidden_survey_has_a_paper_without_figures(app, make, browser):
    offering = surveyed_class(app, make, responses=4)
    text = text_of(browser.download("surveys.survey_report", offering_id=offering.id).data)
    assert "有效答卷仅4份" in text.replace(" ", "")
    assert "净推荐值（NPS）" not in text
    assert "超出量表、按缺失处理的答案" not in text


@pytest.fixture
def workbook(browser, surveyed):
    answer = browser.download("surveys.survey_workbook", offering_id=surveyed.id)
    return load_workbook(io.BytesIO(answer.data))


def rows_of(sheet):
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_the_workbook_holds_numbers_not_words_for_numbers(workbook):
    whole = rows_of(workbook["总体指标"])
    named = {row[0]: row[1:] for row in whole}
    assert named["自评重要度加权"][0] == pytest.approx(80.376658369, abs=1e-6)
    assert named["净推荐值（NPS）"][0] == pytest.approx(30.555555556, abs=1e-6)
    assert named["有效率"][0] == pytest.approx(37 / 42)


def test_the_workbook_names_class_rule_set_and_standard(workbook):
    notes = [row[0] for row in rows_of(workbook["总体指标"])[:3]]
    assert "任职培训班" in notes[0]
    assert "示例，非法定标准" in notes[1]
    assert notes[2].endswith("GB/Z 27907-2011")


@pytest.mark.parametrize(
    ("sheet", "rows"), [("各维度得分", 4), ("各题得分与分布", 12), ("未计入的答卷", 3), ("文字意见", 13)]
)
def test_every_table_is_whole(workbook, sheet, rows):
    assert len(rows_of(workbook[sheet])) == rows + 1


def test_a_comment_that_looks_like_a_formula_stays_text(make, browser):
    batch = make.ImportBatch()
    make.many(5).SurveyResponse(batch=batch, texts={"text1": "=1+1"})
    answer = browser.download("surveys.survey_workbook", offering_id=batch.offering_id)
    (_head, row) = rows_of(load_workbook(io.BytesIO(answer.data))["文字意见"])
    assert row[1:] == ["'=1+1", 5]
