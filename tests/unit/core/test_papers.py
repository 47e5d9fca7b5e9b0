"""Papers: data is never source, a paper keeps, and the same data give the same bytes."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pikepdf
import pytest

from core import papers
from core.fonts import chinese_font
from core.papers import PaperError, printable, render_pdf

FONT = chinese_font()


def list_paper(rows=(("1", "赵一"),), **changes):
    return {
        "title": "学员名册",
        "institution": "示例培训中心",
        "subject": "2026 年春季班",
        "dated": "2026-05-20",
        "notice": "规则集：示例",
        "page_words": "第 {page} 页，共 {pages} 页",
        "facts": [["人数", "1"]],
        "tables": [
            {
                "caption": "表一",
                "columns": [
                    {"title": "序号", "mm": 12, "align": "right"},
                    {"title": "姓名", "share": 1},
                    *changes.pop("more", []),
                ],
                "rows": [list(row) for row in rows],
            }
        ],
        "notes": ["注：示例。"],
        "signatures": ["班主任"],
        **changes,
    }


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf))


def test_a_paper_is_pdf_a_with_title_and_date():
    with opened(render_pdf("table", list_paper())) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "2B"
        assert metadata["dc:title"] == "学员名册"
        assert "2026-05-20" in metadata["xmp:CreateDate"]


def test_another_standard_may_be_asked_for():
    with opened(render_pdf("table", list_paper(), standard=("a-3b", "1.7"))) as pdf, pdf.open_metadata() as metadata:
        assert metadata.pdfa_status == "3B"


@pytest.mark.parametrize("landscape", [False, True])
def test_a_paper_is_a4_upright_or_across(landscape):
    with opened(render_pdf("table", list_paper(landscape=landscape))) as pdf:
        width, height = (round(float(side)) for side in pdf.pages[0].MediaBox[2:])
    assert (width, height) == ((842, 595) if landscape else (595, 842))


def test_two_hundred_long_rows_run_over_pages():
    rows = [(str(i), "陕西某某精密机械制造集团股份有限公司" * 4) for i in range(200)]
    with opened(render_pdf("table", list_paper(rows))) as pdf:
        assert len(pdf.pages) > 5


def test_a_grid_with_rows_of_a_height_and_a_column_as_wide_as_its_content():
    data = list_paper([("1", "赵一", "")], more=[{"title": "签字"}])
    data["tables"][0] |= {"grid": True, "row_mm": 9, "size": 7}
    assert render_pdf("table", data).startswith(b"%PDF-")


def test_a_paper_needs_neither_facts_nor_notes_nor_rows():
    bare = list_paper(())
    for name in ("facts", "notes", "signatures", "notice", "subject"):
        del bare[name]
    assert render_pdf("table", bare).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "text",
    [
        '#panic("ran")',
        '#read("/etc/passwd")',
        '#eval("1")',
        "$x$ *b* _i_ `c` <l> @r // /* \\",
        '"]; #panic("ran"); ["',
        "= 标题",
        "{page}",
    ],
)
def test_markup_in_data_is_only_text(text):
    data = list_paper([("1", text)], title=text, notes=[text], institution=text, notice=text, signatures=[text])
    assert render_pdf("table", data).startswith(b"%PDF-")


def test_the_same_data_give_the_same_bytes_in_every_thread():
    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(lambda _: render_pdf("table", list_paper()), range(4)))
    assert len(made) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("赵一·𠮷田", "赵一·𠮷田"),
        ("钱😀", "钱〔U+1F600〕"),
        ("a\x00b\u200bc", "abc"),
        ("一\n二\t三\u3000四", "一\n二 三\u3000四"),
        ("\ud800", "〔U+D800〕"),
        ("\u2028", " "),
    ],
)
def test_what_the_font_lacks_is_printed_as_its_code(text, shown):
    assert printable(text, FONT) == shown


def test_all_text_in_nested_data_is_made_printable_and_the_rest_left_alone():
    assert printable({"rows": [["😀", 1, None, True]]}, FONT) == {"rows": [["〔U+1F600〕", 1, None, True]]}


def test_a_name_that_the_font_lacks_does_not_stop_the_paper():
    assert render_pdf("table", list_paper([("1", "😀\x00ก")])).startswith(b"%PDF-")


@pytest.mark.parametrize("template", ["none", "common", "../core/papers", "table.typ", ""])
def test_only_the_papers_that_there_are_can_be_made(template):
    with pytest.raises(PaperError, match="no paper"):
        render_pdf(template, list_paper())


@pytest.mark.parametrize("name", ["../x.png", "a/b.png", "x.typ", "图.png", "x"])
def test_pictures_have_plain_names(name):
    with pytest.raises(PaperError, match="no name for a picture"):
        render_pdf("table", list_paper(), images={name: b""})


@pytest.mark.parametrize("dated", [None, "", "20 May", 5])
def test_a_paper_without_a_date_is_refused(dated):
    with pytest.raises(PaperError, match="needs its date"):
        render_pdf("table", list_paper(dated=dated))


@pytest.mark.parametrize(
    ("dated", "moment"),
    [
        ("2026-05-20", datetime(2026, 5, 20, tzinfo=UTC)),
        ("2026-05-20T08:00:00+08:00", datetime(2026, 5, 20, tzinfo=UTC)),
    ],
)
def test_a_date_may_carry_a_time_and_its_offset(dated, moment):
    assert papers._date_of({"dated": dated}) == moment


def test_a_file_that_is_no_font_is_refused(tmp_path):
    nothing = tmp_path / "nothing.otf"
    nothing.touch()
    with pytest.raises(PaperError, match="no font that can be used"):
        papers._family(nothing)
