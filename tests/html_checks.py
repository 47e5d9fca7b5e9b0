"""What every page promises, checked on each page that a test opens."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

import html5lib
from bs4 import BeautifulSoup, Tag

TAG = re.compile(rb"<[^>]*>")
QUOTED = re.compile(rb'"[^"]*"')
_fine_shapes: set[int] = set()
NOT_LABELLED = {"hidden", "submit", "button", "image", "reset"}


def check(source: bytes, soup: BeautifulSoup, path: str) -> None:
    """Raise AssertionError, with the address, for the first promise that the page breaks."""
    faults = [*validity(source), *headings(soup), *ids(soup), *forms(soup), *tables(soup), *inline_code(soup)]
    assert not faults, f"{path}: " + "; ".join(faults)


def validity(source: bytes) -> list[str]:
    """The document parses without a single complaint. Tags in an order that was fine once are not parsed again."""
    shape = hash(QUOTED.sub(b"", b"".join(TAG.findall(source))))
    if shape in _fine_shapes:
        return []
    try:
        html5lib.HTMLParser(strict=True).parse(source)
    except html5lib.html5parser.ParseError as fault:
        line = source.decode().splitlines()
        return [f"invalid HTML ({fault}) in a document of {len(line)} lines"]
    _fine_shapes.add(shape)
    return []


def headings(soup: BeautifulSoup) -> list[str]:
    """One h1, with which the title starts; a language; no level left out."""
    found = []
    titles = [" ".join(h1.get_text(" ").split()) for h1 in soup.find_all("h1")]
    if len(titles) != 1 or not titles[0]:
        found.append(f"{len(titles)} h1")
    elif not (soup.title and " ".join(soup.title.get_text().split()).startswith(titles[0])):
        found.append("the title does not start with the h1")
    if soup.html is None or not soup.html.get("lang"):
        found.append("no language")
    levels = [int(heading.name[1]) for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    if any(after - before > 1 for before, after in pairwise(levels)):
        found.append(f"a heading level is left out: {levels}")
    return found


def ids(soup: BeautifulSoup) -> list[str]:
    """No id twice; what refers to an id within the page finds it."""
    counted = Counter(tag["id"] for tag in soup.find_all(id=True))
    twice = [f"id {name} twice" for name, count in counted.items() if count > 1]
    referred = [
        name
        for attribute in ("aria-describedby", "aria-labelledby", "for")
        for tag in soup.find_all(attrs={attribute: True})
        for name in str(tag[attribute]).split()
    ]
    referred += [link["href"][1:] for link in soup.find_all("a", href=True) if link["href"][:1] == "#" != link["href"]]
    return twice + [f"nothing has the id {name}" for name in referred if name not in counted]


def forms(soup: BeautifulSoup) -> list[str]:
    """Every control has a label, every button a word, every posted form its protection field."""
    found = []
    labelled = {label["for"] for label in soup.find_all("label", attrs={"for": True})}
    for control in soup.find_all(["input", "select", "textarea"]):
        if control.get("type") in NOT_LABELLED:
            continue
        if control.get("id") not in labelled and not control.find_parent("label") and not control.get("aria-label"):
            found.append(f"no label for {control.get('name')}")
    for button in soup.find_all(["button", "a"]):
        if not button.get_text(strip=True) and not button.get("aria-label") and button.get("aria-hidden") != "true":
            found.append(f"a {button.name} without words")
    for form in soup.find_all("form"):
        if str(form.get("method", "get")).lower() == "post" and not form.find("input", attrs={"name": "csrf_token"}):
            found.append("a posted form without protection field")
    return found


def tables(soup: BeautifulSoup) -> list[str]:
    """Every table has a caption and a head in which each column is named; every image says what it shows."""
    found = ["a table without caption" for table in soup.find_all("table") if not table.find("caption")]
    found += ["an image without alternative text" for image in soup.find_all("img") if image.get("alt") is None]
    return found


def inline_code(soup: BeautifulSoup) -> list[str]:
    """Nothing that the content policy would refuse."""
    found = [f"inline style on {tag.name}" for tag in soup.find_all(style=True)]
    found += ["a style element" for _style in soup.find_all("style")]
    found += ["an inline script" for script in soup.find_all("script") if not script.get("src")]
    for tag in soup.find_all(True):
        if isinstance(tag, Tag):
            found += [f"{name} on {tag.name}" for name in tag.attrs if name.startswith("on")]
    return found
