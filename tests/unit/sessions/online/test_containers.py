"""Video files are told by their content, and say how long they last."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest

from sessions.online.rules.containers import VideoKind, kind_of, length_of
from tests.videos import box, element, mp4, webm

MP4, WEBM = VideoKind.MP4, VideoKind.WEBM


@pytest.mark.parametrize(
    ("head", "kind"),
    [(mp4(10), MP4), (webm(10), WEBM), (b"", None), (b"%PDF-1.7 and so on", None), (b"\x1a\x45\xdf\xa3matroska", None)],
    ids=range(5),
)
def test_the_first_bytes_show_the_format(head, kind):
    assert kind_of(head[:64]) is kind
    assert MP4.media_type == "video/mp4"


@pytest.mark.parametrize(
    ("content", "kind", "seconds"),
    [
        (mp4(2700), MP4, 2700),
        (mp4(2700, version=1), MP4, 2700),
        (mp4(2700, large=True), MP4, 2700),
        (mp4(0), MP4, None),
        (box(b"ftyp", b"isom") + box(b"mdat", b"12"), MP4, None),
        (box(b"ftyp", b"isom") + box(b"moov", box(b"trak", b"")), MP4, None),
        (box(b"ftyp", b"isom") + struct.pack(">I4s", 4, b"bad!"), MP4, None),
        (box(b"ftyp", b"isom") + struct.pack(">I4s", 0, b"moov") + mp4(5)[-108:], MP4, 5),
        (mp4(2700)[:50], MP4, None),
        (webm(61.5), WEBM, 61.5),
        (webm(61.5, wide=True), WEBM, 61.5),
        (webm(None), WEBM, None),
        (element(b"\x1a\x45\xdf\xa3", b"webm"), WEBM, None),
        (element(b"\x1a\x45\xdf\xa3", b"webm") + element(b"\x18\x53\x80\x67", element(b"\xec", b"0")), WEBM, None),
        (element(b"\x1a\x45\xdf\xa3", b"webm") + b"\x00\x00", WEBM, None),
    ],
    ids=range(15),
)
def test_the_length_is_read_where_the_format_keeps_it(content, kind, seconds):
    assert length_of(BytesIO(content), kind) == seconds
