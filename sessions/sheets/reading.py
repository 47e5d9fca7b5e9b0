"""Reading a photographed or scanned sheet: find its codes, straighten the page, see which boxes hold ink. Pure.

Four codes fix the perspective (a plane seen through a lens is a projective map, which four points determine). A box is
signed when enough of it is darker than the paper around; in between a person has to look. Imported where a picture is
read: it brings libraries that no other page needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from sessions.sheets.rules.answers import Ink, SheetFault, Unreadable
from sessions.sheets.rules.codes import SheetPage, read_code
from sessions.sheets.rules.layout import HEIGHT, WIDTH, Box, Corner, code_centre, sign_box

SCALE = 6  # pixels a millimetre of the straightened page
LONGEST = 4200  # pixels; a larger photograph is made smaller first
MOST_PIXELS = 80_000_000
SIGNED, BLANK = 0.012, 0.004  # share of dark pixels in a box
DARKER = 45  # levels below the paper from which a pixel is ink

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A page with its straightened picture (grey levels, SCALE pixels a millimetre)."""

    page: SheetPage
    picture: np.ndarray[Any, Any]

    def ink(self, row: int, column: int) -> Ink:
        """What the box of a row (from 0) holds; column 0 is for signing in, 1 for signing out."""
        share = ink_share(cut(self.picture, sign_box(row, column)))
        if share >= SIGNED:
            return Ink.SIGNED
        return Ink.BLANK if share <= BLANK else Ink.UNCLEAR

    def strip(self, row: int, columns: int) -> bytes:
        """The boxes of a row as a small picture (PNG), for the person who confirms."""
        first, last = sign_box(row, 0), sign_box(row, columns - 1)
        picture = Image.fromarray(cut(self.picture, Box(first.left, first.top, last.right, last.bottom)))
        small = picture.resize((max(1, picture.width // 2), max(1, picture.height // 2)))
        out = BytesIO()
        small.save(out, "PNG", optimize=True)
        return out.getvalue()


def read_sheet(content: bytes, key: bytes) -> ReadSheet:
    """Read one picture. Raises Unreadable."""
    try:
        picture = ImageOps.exif_transpose(Image.open(BytesIO(content))).convert("L")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError) as error:
        raise Unreadable(SheetFault.NO_PICTURE) from error
    picture.thumbnail((LONGEST, LONGEST))
    levels = np.asarray(picture)
    page, seen = find_codes(levels, key)
    return ReadSheet(page, straighten(levels, seen))


def find_codes(levels: np.ndarray[Any, Any], key: bytes) -> tuple[SheetPage, dict[Corner, tuple[float, float]]]:
    """Whose page it is, and where in the picture the middle of each code lies. Raises Unreadable."""
    import zxingcpp

    found = zxingcpp.read_barcodes(levels, formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]))
    ours = [(read_code(one.text, key), one.position) for one in found]
    known = [(said, position) for said, position in ours if said is not None]
    if not known:
        raise Unreadable(SheetFault.FOREIGN_CODES if found else SheetFault.NO_CODES)
    if len({page for (page, _corner), _position in known}) > 1:
        raise Unreadable(SheetFault.TWO_SHEETS)
    seen = {corner: middle(position) for (_page, corner), position in known}
    if len(seen) < len(Corner):
        raise Unreadable(SheetFault.FEW_CODES)
    return known[0][0][0], seen


def middle(position: Any) -> tuple[float, float]:
    """The middle of a code: where its diagonals cross, which perspective does not move."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = (
        (corner.x, corner.y)
        for corner in (position.top_left, position.bottom_right, position.top_right, position.bottom_left)
    )
    across = np.array([[bx - ax, -(dx - cx)], [by - ay, -(dy - cy)]], dtype=float)
    share = np.linalg.solve(across, np.array([cx - ax, cy - ay], dtype=float))[0]
    return float(ax + share * (bx - ax)), float(ay + share * (by - ay))


def straighten(levels: np.ndarray[Any, Any], seen: dict[Corner, tuple[float, float]]) -> np.ndarray[Any, Any]:
    """The page as seen from straight above."""
    corners = sorted(seen)
    on_paper = [tuple(SCALE * value for value in code_centre(corner)) for corner in corners]
    terms = perspective(on_paper, [seen[corner] for corner in corners])
    size = (round(WIDTH * SCALE), round(HEIGHT * SCALE))
    picture = Image.fromarray(levels).transform(size, Image.Transform.PERSPECTIVE, terms, Image.Resampling.BILINEAR)
    return np.asarray(picture)


def perspective(paper: list[tuple[float, ...]], picture: list[tuple[float, float]]) -> list[float]:
    """The eight terms that take a point of the paper to its place in the picture, from four pairs."""
    rows, right = [], []
    for (x, y), (u, v) in zip(paper, picture, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return [float(one) for one in np.linalg.solve(np.array(rows, dtype=float), np.array(right, dtype=float))]


def cut(picture: np.ndarray[Any, Any], box: Box) -> np.ndarray[Any, Any]:
    """The part of a straightened page inside a box."""
    top, bottom = round(box.top * SCALE), round(box.bottom * SCALE)
    return picture[top:bottom, round(box.left * SCALE) : round(box.right * SCALE)]


def ink_share(levels: np.ndarray[Any, Any]) -> float:
    """The share of pixels that are much darker than the paper; the paper is what most of the box looks like."""
    paper = float(np.percentile(levels, 75))
    return float(np.mean(levels < paper - DARKER))
