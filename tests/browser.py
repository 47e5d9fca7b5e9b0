"""A person's browser: opens pages by endpoint, and checks of every page what every page promises.

    page = browser.get("accounts.list_accounts", role="teacher")
    assert page.table("账户管理").rows[0]["姓名"] == "李静"
    page = page.form.fill(username="li").submit()

Pages are in Chinese unless the person has chosen otherwise. `status` is what the answer must be (200 by default).
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.html_checks import check

File = tuple[bytes, str]  # content and name


def words(tag: Tag | None) -> str:
    """The text of a tag as a person reads it, with single spaces."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


class Browser:
    """Opens pages and follows redirects."""

    def __init__(self, app: Flask, client: FlaskClient, *, checks: bool = True) -> None:
        self.app = app
        self.client = client
        self.checks = checks

    def url(self, endpoint: str, **values: Any) -> str:
        """The address of an endpoint."""
        with self.app.test_request_context():
            return url_for(endpoint, **values)

    def get(self, endpoint: str, *, status: int = 200, **values: Any) -> Page:
        """Open the page of an endpoint, and be taken on where it leads."""
        return self.open(self.url(endpoint, **values), status=status)

    def open(self, address: str, *, status: int = 200) -> Page:
        """Open an address, and be taken on where it leads."""
        return self._page(self.client.get(address, follow_redirects=True), status)

    def post(self, endpoint: str, data: dict[str, Any] | None = None, *, status: int = 200, **values: Any) -> Page:
        """Send a form of no page, with a valid protection field: what a script, or another person's page, could send."""
        sent = {"csrf_token": self.csrf_token(), **(data or {})}
        return self.send(self.url(endpoint, **values), sent, status=status)

    def send(self, address: str, data: dict[str, Any], *, status: int) -> Page:
        """Post data to an address; bytes with a name are files."""
        return self._page(self.client.post(address, data=prepared(data), follow_redirects=True), status)

    def download(self, endpoint: str, *, status: int = 200, **values: Any) -> TestResponse:
        """Whatever the endpoint answers that is not a page: a file, an image."""
        response = self.client.get(self.url(endpoint, **values))
        assert response.status_code == status, f"{endpoint} answered {response.status_code}"
        return response

    def csrf_token(self) -> str:
        """A protection field of this session, read from a page that has one."""
        soup = BeautifulSoup(self.client.get("/no-such-page").data, "lxml")
        field = soup.find("input", attrs={"name": "csrf_token"})
        assert isinstance(field, Tag)
        return str(field["value"])

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.request.path} answered {response.status_code}"
        return Page(self, response)


def prepared(data: dict[str, Any]) -> dict[str, Any]:
    """Form data as the client wants it: (content, name) pairs become files."""
    return {
        name: [as_file(v) for v in value] if isinstance(value, list) else as_file(value) for name, value in data.items()
    }


def as_file(value: Any) -> Any:
    """A pair of bytes and name as an open file; anything else unchanged."""
    if isinstance(value, tuple) and isinstance(value[0], bytes):
        return BytesIO(value[0]), value[1]
    return value


class Page:
    """One page, already checked."""

    def __init__(self, browser: Browser, response: TestResponse) -> None:
        self.browser = browser
        self.response = response
        self.path = response.request.path
        self.soup = BeautifulSoup(response.data, "lxml")
        if browser.checks:
            check(response.data, self.soup, self.path)

    @property
    def h1(self) -> str:
        return words(self.soup.h1)

    @property
    def text(self) -> str:
        """Everything that can be read in the main part."""
        return words(self.soup.find("main"))

    @property
    def errors(self) -> list[str]:
        """What the form has against what was entered, in page order."""
        return [words(line.find(class_="summary-text")) for line in self.soup.select(".error-summary li")]

    @property
    def flashes(self) -> list[str]:
        return [words(flash) for flash in self.soup.select(".flash")]

    @property
    def links(self) -> dict[str, str]:
        """Addresses of all links by their words; of equal words the first."""
        found: dict[str, str] = {}
        for link in self.soup.find_all("a", href=True):
            found.setdefault(words(link), link["href"])
        return found

    @property
    def menu(self) -> list[str]:
        """The entries of the main menu."""
        return [words(link) for link in self.soup.select(".menu-list a")]

    def follow(self, text: str, *, status: int = 200) -> Page:
        """Go where the link with these words leads."""
        return self.browser.open(self.links[text], status=status)

    def table(self, caption: str) -> Table:
        """The table with this caption."""
        for table in self.soup.find_all("table"):
            if words(table.caption) == caption:
                return Table(table)
        raise AssertionError(f"no table {caption!r}, only {[words(t.caption) for t in self.soup.find_all('table')]}")

    def facts(self) -> dict[str, str]:
        """Every definition list of the page as one table of names and values."""
        return {words(fact.dt): words(fact.dd) for fact in self.soup.select("dl .fact")}

    @property
    def form(self) -> Form:
        """The one form of the main part that is sent by POST, or else the one that filters."""
        forms = self.soup.select("main form")
        posted = [form for form in forms if form.get("method") == "post" and "post-button" not in form.get("class", [])]
        chosen = posted or forms
        assert len(chosen) == 1, f"{self.path} has {len(chosen)} forms: name the one you mean with form_named"
        return Form(self, chosen[0])

    def form_named(self, id_or_button: str) -> Form:
        """The form with this id, or with this button."""
        for form in self.soup.find_all("form"):
            if form.get("id") == id_or_button or id_or_button in [words(b) for b in form.find_all("button")]:
                return Form(self, form)
        raise AssertionError(f"{self.path} has no form {id_or_button!r}")

    def press(self, button: str, *, status: int = 200) -> Page:
        """Press the button with these words."""
        return self.form_named(button).submit(button, status=status)


class Table:
    """Rows as dictionaries from column head to text."""

    def __init__(self, tag: Tag) -> None:
        self.tag = tag
        self.columns = [words(head) for head in tag.select("thead th")]

    @property
    def rows(self) -> list[dict[str, str]]:
        body = self.tag.select("tbody tr")
        return [dict(zip(self.columns, map(words, row.find_all(["td", "th"])), strict=True)) for row in body]

    def __len__(self) -> int:
        return len(self.tag.select("tbody tr"))


class Form:
    """A form as a person finds it: what it holds already, what can be filled in, and its buttons."""

    def __init__(self, page: Page, tag: Tag) -> None:
        self.page = page
        self.tag = tag
        self.values: dict[str, Any] = dict(held_values(tag))

    def fill(self, **values: Any) -> Form:
        """Fill in fields by name; a field that the form does not have is an error. None clears, True ticks a box."""
        known = {field["name"] for field in self.tag.find_all(["input", "select", "textarea"], attrs={"name": True})}
        assert values.keys() <= known, f"no such field: {values.keys() - known}; the form has {sorted(known)}"
        for name, value in values.items():
            if value is None or value is False:
                self.values.pop(name, None)
            else:
                self.values[name] = "y" if value is True else value
        return self

    def submit(self, button: str = "", *, status: int = 200) -> Page:
        """Send the form, by the button with these words where there are several."""
        for each in self.tag.find_all("button", attrs={"name": True}):
            if not button or words(each) == button:
                self.values[each["name"]] = each.get("value", "")
                break
        browser = self.page.browser
        address = self.tag.get("action") or self.page.response.request.full_path.rstrip("?")
        if self.tag.get("method") == "get":
            response = browser.client.get(urlsplit(address).path, query_string=self.values, follow_redirects=True)
            return browser._page(response, status)
        return browser.send(address, self.values, status=status)


def held_values(form: Tag) -> Iterator[tuple[str, Any]]:
    """What a browser would send if nothing were changed."""
    for field in form.find_all(["input", "textarea"], attrs={"name": True}):
        kind = field.get("type", "text")
        if field.name == "textarea":
            yield field["name"], field.get_text()
        elif kind not in ("file", "submit") and (kind not in ("checkbox", "radio") or field.has_attr("checked")):
            yield field["name"], field.get("value", "y" if kind == "checkbox" else "")
    for field in form.find_all("select", attrs={"name": True}):
        options = field.find_all("option")
        chosen = [o for o in options if o.has_attr("selected")] or ([] if field.has_attr("multiple") else options[:1])
        if chosen:
            values = [option.get("value", words(option)) for option in chosen]
            yield field["name"], values if field.has_attr("multiple") else values[0]
