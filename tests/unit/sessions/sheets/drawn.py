"""A sheet drawn by the product's own paper, signed and photographed by a few lines of geometry."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image, ImageDraw

from core import papers
from core.fonts import chinese_font
from sessions.sheets.drawing import SheetRow, SheetWords, codes_of, draw_sheet, sheet_data
from sessions.sheets.reading import perspective
from sessions.sheets.rules.codes import SheetPage, write_code
from sessions.sheets.rules.layout import BOX, HEIGHT, MARGIN, ROW, ROWS, TOP, WIDTH, Corner, code_box, sign_box

KEY = b"k" * 32
PAGE = SheetPage(42, date(2026, 5, 11), "AM", 7, 1)
DPMM = 6
HEADS = {"number": "序号", "name": "姓名", "employer": "单位", "sign_in": "签到", "sign_out": "签退"}
WORDS = SheetWords(
    "签到表", "第1期", "5月11日 上午", "请在框内签名", "第 {page} 页，共 {pages} 页", HEADS, 2, date(2026, 5, 11)
)


@cache
def typed() -> bytes:
    """The paper of a class of 25 as PDF."""
    return draw_sheet(PAGE, [SheetRow(n + 1, f"学员{n}", "陕西精工有限公司") for n in range(25)], WORDS, KEY)


def as_printed() -> Image.Image:
    """The first page of the paper itself, as pixels."""
    face = chinese_font()
    people = [SheetRow(n + 1, f"学员{n}", "陕西精工有限公司") for n in range(ROWS)]
    with tempfile.TemporaryDirectory() as folder:
        papers._lay_out(Path(folder), codes_of(PAGE, len(people), KEY))
        inputs = {"data": json.dumps(sheet_data(PAGE, people, WORDS)), "font": papers._family(face)}
        pixels = papers._compiler(face).compile(
            input=f"{folder}/sign_sheet.typ", root=folder, format="png", ppi=DPMM * 25.4, sys_inputs=inputs
        )
    return Image.open(BytesIO(pixels)).convert("L")


def printed(page: int = 0, key: bytes = KEY, of: SheetPage = PAGE) -> Image.Image:
    """One page as the printer gives it: codes and frames at the places the layout names."""
    picture = Image.new("L", (round(WIDTH * DPMM), round(HEIGHT * DPMM)), 252)
    pen = ImageDraw.Draw(picture)
    sheet = SheetPage(of.offering_id, of.on, of.part, of.printing, page + 1)
    for corner in Corner:
        box = code_box(corner)
        code = zxingcpp.create_barcode(write_code(sheet, corner, key), zxingcpp.BarcodeFormat.QRCode, ec_level="M")
        drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4, add_quiet_zones=True)).convert("L")
        side = round((box.right - box.left) * DPMM)
        picture.paste(drawn.resize((side, side)), (round(box.left * DPMM), round(box.top * DPMM)))
    for row in range(ROWS + 1):
        pen.line(
            [(MARGIN * DPMM, (TOP + row * ROW) * DPMM), ((WIDTH - MARGIN) * DPMM, (TOP + row * ROW) * DPMM)], fill=120
        )
    for column in range(3):
        left = WIDTH - MARGIN - column * BOX
        pen.line([(left * DPMM, TOP * DPMM), (left * DPMM, (TOP + ROWS * ROW) * DPMM)], fill=120)
    return picture


def signed_at(picture: Image.Image, places: Iterable[tuple[int, int]]) -> Image.Image:
    """The page with a scrawl in some boxes, given as (row, column)."""
    signed = picture.copy()
    pen = ImageDraw.Draw(signed)
    for row, column in places:
        box = sign_box(row, column)
        left, top = (box.left + 4) * DPMM, (box.top + 1) * DPMM
        scrawl = [(0, 30), (35, 2), (70, 35), (105, 5), (140, 32)]
        pen.line([(left + x, top + y) for x, y in scrawl], fill=45, width=4)
    return signed


def photographed(picture: Image.Image, turn: float) -> bytes:
    """The page on a dark table, turned by so many degrees, seen askew, in poor light."""
    table = Image.new("L", (picture.width + 300, picture.height + 300), 110)
    table.paste(picture, (150, 150))
    turned = table.rotate(turn, expand=True, fillcolor=100, resample=Image.Resampling.BICUBIC)
    wide, high = turned.size
    corners = [(0.0, 0.0), (float(wide), 0.0), (0.0, float(high)), (float(wide), float(high))]
    seen = [(60.0, 40.0), (wide - 10.0, 90.0), (20.0, high - 60.0), (wide - 100.0, high - 20.0)]
    terms = perspective([tuple(one) for one in corners], seen)
    askew = turned.transform((wide, high), Image.Transform.PERSPECTIVE, terms, Image.Resampling.BILINEAR)
    return as_jpeg(askew.point(lambda level: int(level * 0.75 + 10)))


def as_jpeg(picture: Image.Image) -> bytes:
    """As a phone keeps it."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=75)
    return out.getvalue()
