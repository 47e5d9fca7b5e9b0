"""The pictures of a handed-in file: a photograph is one, a scanned PDF has one on each page. Pure."""

from __future__ import annotations

from io import BytesIO

MOST_PAGES = 60


class NoPicture(ValueError):
    """A PDF was not scanned: a page holds no picture, or there are too many pages."""


def pictures_of(content: bytes) -> list[bytes]:
    """Each picture as the bytes of an image file. Raises NoPicture."""
    return scanned_pages(content) if content.startswith(b"%PDF") else [content]


def scanned_pages(content: bytes) -> list[bytes]:
    """The largest picture of each page of a PDF."""
    import pikepdf

    found = []
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise NoPicture
            for page in pdf.pages:
                streams = [one for one in page.get_images().values() if isinstance(one, pikepdf.Stream)]
                pictures = [pikepdf.PdfImage(one) for one in streams]
                if not pictures:
                    raise NoPicture
                out = BytesIO()
                largest = max(pictures, key=lambda one: one.width * one.height)
                largest.as_pil_image().convert("L").rotate(-int(page.get("/Rotate", 0)), expand=True).save(out, "PNG")
                found.append(out.getvalue())
    except (pikepdf.PdfError, NotImplementedError, ValueError) as error:
        raise NoPicture from error
    return found
