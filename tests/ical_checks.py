"""Hand-written checks of RFC 5545, apart from the library that writes the files."""

from __future__ import annotations

import re
from datetime import datetime

from icalendar import Calendar

REQUIRED_ONCE = ("UID", "DTSTAMP", "DTSTART")
ONCE_AT_MOST = ("SEQUENCE", "STATUS", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "LAST-MODIFIED", "DTEND", "TRANSP")
NAME = re.compile(r"^[A-Z0-9-]+$")


def lines_of(content: bytes) -> list[str]:
    """The unfolded lines of a file that is folded as the standard wants it."""
    assert content.endswith(b"\r\n")
    physical = content.split(b"\r\n")[:-1]
    assert not any(b"\n" in line or b"\r" in line for line in physical), "a line break that is not CRLF"
    assert all(0 < len(line) <= 75 for line in physical), "a line of more than 75 octets"
    for line in physical:
        line.decode("utf-8")  # a character cut in two by folding would not decode
    return content.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def events_of(content: bytes) -> list[dict[str, str]]:
    """Every event by property name (parameters stay in the name after a semicolon), after all checks."""
    lines = lines_of(content)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("VERSION:2.0") == 1
    assert sum(line.startswith("PRODID:") for line in lines) == 1
    check_nesting(lines)
    found = [check_event(block) for block in blocks(lines, "VEVENT")]
    zones = [
        line.partition(":")[2] for block in blocks(lines, "VTIMEZONE") for line in block if line.startswith("TZID")
    ]
    used = set(re.findall(r"TZID=([^:;]+)", "\n".join(lines)))
    assert used <= set(zones), "a zone is used that the file does not define"
    assert len({one["UID"] for one in found}) == len(found)
    Calendar.from_ical(content)  # the library, which raises on what it cannot read
    return found


def check_nesting(lines: list[str]) -> None:
    """What begins, ends, in the right order."""
    stack = []
    for line in lines:
        name, _colon, value = line.partition(":")
        assert NAME.match(name.partition(";")[0]), line
        if name == "BEGIN":
            stack.append(value)
        elif name == "END":
            assert stack.pop() == value
    assert stack == []


def blocks(lines: list[str], component: str) -> list[list[str]]:
    """The lines inside each component of that name."""
    found: list[list[str]] = []
    inside = False
    for line in lines:
        if line == f"BEGIN:{component}":
            inside = True
            found.append([])
        elif line == f"END:{component}":
            inside = False
        elif inside:
            found[-1].append(line)
    return found


def check_event(block: list[str]) -> dict[str, str]:
    """Required properties once, others at most once, times in the forms that the standard names."""
    names = [re.split("[:;]", line, maxsplit=1)[0] for line in block]
    for name in REQUIRED_ONCE:
        assert names.count(name) == 1, name
    for name in ONCE_AT_MOST:
        assert names.count(name) <= 1, name
    values = {line.partition(":")[0]: line.partition(":")[2] for line in block}
    for name in ("DTSTAMP", "LAST-MODIFIED"):
        datetime.strptime(values[name], "%Y%m%dT%H%M%SZ")
    start, end = (
        datetime.strptime(values[f"{name};TZID=Asia/Shanghai"], "%Y%m%dT%H%M%S") for name in ("DTSTART", "DTEND")
    )
    assert start < end
    assert values["SEQUENCE"].isdecimal()
    assert values["STATUS"] in ("CONFIRMED", "CANCELLED")
    return values
