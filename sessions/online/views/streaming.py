"""Handing out a video in pieces, as browsers ask for them."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from core.db import db
from sessions.online import queries
from sessions.online.models import VideoFile

LARGEST_PIECE = 2 * 1024 * 1024  # of one answer: short transactions, little memory; browsers ask for the rest


def stream(video: VideoFile) -> ResponseReturnValue:
    """The piece that the request asks for (206), the whole video without a range (200), or 416."""
    wanted = request.range
    if wanted is None:
        response = Response(
            stream_with_context(_whole(video.id, video.size, video.part_size)), mimetype=video.media_type
        )
        response.content_length = video.size
    else:
        span = wanted.range_for_length(video.size) if wanted.units == "bytes" else None
        if span is None:
            return Response(status=416, headers={"Content-Range": f"bytes */{video.size}"})
        start, stop = span[0], min(span[1], span[0] + LARGEST_PIECE)
        response = Response(_piece(video, start, stop), status=206, mimetype=video.media_type)
        response.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{video.size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _piece(video: VideoFile, start: int, stop: int) -> bytes:
    first, last = start // video.part_size, (stop - 1) // video.part_size
    data = b"".join(queries.part_of(video.id, number) for number in range(first, last + 1))
    return data[start - first * video.part_size : stop - first * video.part_size]


def _whole(file_id: int, size: int, part_size: int) -> Iterator[bytes]:
    """Part by part; between them no transaction is kept open."""
    for number in range(-(-size // part_size)):
        part = queries.part_of(file_id, number)
        db.session.rollback()
        yield part
