"""JSON over HTTP, as the two message services speak it. Nothing but the standard library."""

from __future__ import annotations

import json
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from messages.channels.base import NotSent
from messages.rules import Fault

TIMEOUT = 15.0
LONGEST_ANSWER = 100_000


def call(address: str, query: dict[str, str] | None = None, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """What a service answers to GET, or to POST when there is a body. Raises NotSent where it cannot be reached."""
    if not address.startswith(("https://", "http://")):
        raise NotSent(Fault.NOT_SECURE, "the address of the service must begin with https://")
    data = json.dumps(body, ensure_ascii=False).encode() if body is not None else None
    request = Request(  # noqa: S310 - the scheme is checked above
        f"{address}?{urlencode(query)}" if query else address,
        data=data,
        headers={"Content-Type": "application/json; charset=utf-8"} if data else {},
    )
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310 - the scheme is checked above
            return _read(answer.read(LONGEST_ANSWER))
    except HTTPError as failure:
        fault = Fault.TOO_MANY if failure.code in (429, 503) else Fault.OTHER
        raise NotSent(fault, f"HTTP {failure.code}") from failure
    except (OSError, HTTPException) as failure:
        # An address may hold a secret: only what went wrong is told, not where.
        raise NotSent(Fault.UNREACHABLE, type(failure).__name__) from failure


def _read(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError as failure:
        raise NotSent(Fault.OTHER, "the answer is not JSON") from failure
    if not isinstance(found, dict):
        raise NotSent(Fault.OTHER, "the answer is not an object")
    return found
