"""Printed, signed, photographed, read back."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from sessions.sheets.pictures import NoPicture, pictures_of
from sessions.sheets.reading import Ink, SheetFault, Unreadable, perspective, read_sheet
from sessions.sheets.rules.codes import SheetPage, read_code, write_code
from sessions.sheets.rules.layout import HEIGHT, ROWS, WIDTH, Corner, code_box, pages_of, sign_box
from tests.unit.sessions.sheets.drawn import KEY, PAGE, as_jpeg, as_printed, photographed, printed, signed_at, typed

SIGNED = {(0, 0), (0, 1), (3, 0), (19, 1)}


@pytest.fixture(scope="module")
def flat():
    """The first page as it leaves the printer, signed in four boxes."""
    return signed_at(printed(), SIGNED)


def boxes(sheet, ink):
    return {(row, column) for row in range(ROWS) for column in range(2) if sheet.ink(row, column) is ink}


def fault_of(content):
    with pytest.raises(Unreadable) as refused:
        read_sheet(content, KEY)
    return refused.value.fault


def test_a_scan_is_read(flat):
    sheet = read_sheet(as_jpeg(flat), KEY)
    assert sheet.page == PAGE
    assert boxes(sheet, Ink.SIGNED) == SIGNED
    assert boxes(sheet, Ink.UNCLEAR) == set()


def test_the_paper_stands_where_the_layout_says():
    sheet = read_sheet(as_jpeg(signed_at(as_printed(), SIGNED)), KEY)
    assert sheet.page == PAGE
    assert boxes(sheet, Ink.SIGNED) == SIGNED
    assert boxes(sheet, Ink.UNCLEAR) == set()


@pytest.mark.parametrize("turn", [7, -12, 90, 180])
def test_a_photograph_taken_askew_in_poor_light_is_read(flat, turn):
    assert boxes(read_sheet(photographed(flat, turn), KEY), Ink.SIGNED) == SIGNED


def test_a_speck_is_left_to_a_person(flat):
    picture = flat.copy()
    box = sign_box(5, 0)
    scale = picture.width / WIDTH
    left, top = (box.left + 10) * scale, (box.top + 3) * scale
    ImageDraw.Draw(picture).line([(left, top), (left + 20, top + 4)], fill=40, width=3)
    assert boxes(read_sheet(as_jpeg(picture), KEY), Ink.UNCLEAR) == {(5, 0)}


def test_the_strip_of_a_row_is_a_picture(flat):
    picture = Image.open(BytesIO(read_sheet(as_jpeg(flat), KEY).strip(0, 2)))
    assert picture.format == "PNG"
    assert picture.width > picture.height


def test_what_cannot_be_read_is_told_by_its_reason(flat):
    hidden = flat.copy()
    ImageDraw.Draw(hidden).rectangle((0, 0, 300, 300), fill=255)
    both = Image.new("L", (2 * flat.width, flat.height), 255)
    both.paste(flat, (0, 0))
    both.paste(printed(1), (flat.width, 0))
    assert fault_of(b"not a picture") is SheetFault.NO_PICTURE
    assert fault_of(as_jpeg(Image.new("L", (400, 600), 255))) is SheetFault.NO_CODES
    assert fault_of(as_jpeg(hidden)) is SheetFault.FEW_CODES
    assert fault_of(as_jpeg(both)) is SheetFault.TWO_SHEETS
    with pytest.raises(Unreadable) as refused:
        read_sheet(as_jpeg(flat), b"another key")
    assert refused.value.fault is SheetFault.FOREIGN_CODES


def test_a_code_reads_back_and_only_with_its_key():
    text = write_code(PAGE, Corner.TOP_LEFT, KEY)
    assert read_code(text, KEY) == (PAGE, Corner.TOP_LEFT)
    assert read_code(text, b"other") is None
    assert read_code(text.replace("-42-", "-43-"), KEY) is None
    assert read_code("https://example.org", KEY) is None


def test_a_signed_code_of_a_day_that_is_none_says_nothing():
    page = SheetPage(1, date(2026, 5, 11), "AM", 1, 1)
    honest = write_code(page, Corner.TOP_LEFT, KEY)
    from sessions.sheets.rules import codes

    wrong = honest.rpartition("-")[0].replace("20260511", "20261399")
    assert read_code(f"{wrong}-{codes._signature(wrong, KEY)}", KEY) is None


def test_everything_stands_on_the_page_and_nothing_on_a_code():
    last = sign_box(ROWS - 1, 1)
    assert last.right < WIDTH
    assert last.bottom < code_box(Corner.BOTTOM_LEFT).top
    assert code_box(Corner.BOTTOM_RIGHT).bottom < HEIGHT
    assert [pages_of(people) for people in (0, 1, ROWS, ROWS + 1)] == [1, 1, 1, 2]


def test_four_points_determine_the_map():
    paper = [(0.0, 0.0), (100.0, 0.0), (0.0, 200.0), (100.0, 200.0)]
    picture = [(10.0, 20.0), (90.0, 35.0), (5.0, 180.0), (120.0, 210.0)]
    a, b, c, d, e, f, g, h = perspective(paper, picture)
    for (x, y), (u, v) in zip(paper, picture, strict=True):
        below = g * x + h * y + 1
        assert ((a * x + b * y + c) / below, (d * x + e * y + f) / below) == pytest.approx((u, v))


def test_a_scanned_pdf_is_a_picture_a_page_and_a_typed_one_is_refused(flat):
    out = BytesIO()
    flat.save(out, "PDF", resolution=150)
    [picture] = pictures_of(out.getvalue())
    assert read_sheet(picture, KEY).page == PAGE
    assert pictures_of(b"photo") == [b"photo"]
    for broken in (b"%PDF-1.7 nothing", typed()):
        with pytest.raises(NoPicture):
            pictures_of(broken)
