"""Templates compile, are used, decide nothing, and hold nothing that the content policy would refuse."""

from __future__ import annotations

import re

import pytest

from core.errors import OWN_PAGES
from tests.architecture.house import ROOT, name_of, product_files, template_files

TEMPLATES = template_files()
NAMES = [path.relative_to(ROOT / "templates").as_posix() for path in TEMPLATES]
NAMED_BY_NUMBER = {f"errors/{code}.html" for code in OWN_PAGES}
REFUSED = {
    r"\sstyle\s*=": "inline style",
    r"<style": "style element",
    r"\son[a-z]+\s*=\s*[\"']": "inline handler",
    r"<script(?![^>]*\ssrc=)": "inline script",
    r"\|\s*safe\b": "text that is not escaped",
    r"autoescape\s+false": "escaping switched off",
    r"\.role\s*[=!]=": "a decision by role: ask can(permission)",
    r"(?:src|href)=[\"'](?:https?:)?//": "something from another site",
}

SAME_IN_EVERY_LANGUAGE = ("SHA-256",)


def text_of(path):
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles(app, name):
    app.jinja_env.get_template(name)


def test_every_template_is_used():
    everything = "\n".join(map(text_of, [*product_files(), *TEMPLATES]))
    unused = [name for name in NAMES if f'"{name}"' not in everything and name not in NAMED_BY_NUMBER]
    assert unused == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_hold_nothing_that_is_refused(path):
    words = re.sub(r"\{#.*?#\}", "", text_of(path), flags=re.DOTALL)
    assert [reason for pattern, reason in REFUSED.items() if re.search(pattern, words)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_imported_macro_is_used(path):
    words = text_of(path)
    for names in re.findall(r"\{%-? from \"[^\"]+\" import (.+?)(?: with context)? -?%\}", words):
        for name in names.split(","):
            own = name.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{own}\b", words)) > 1, own


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_text_between_tags_is_marked_for_translation(path):
    without_class_names = re.sub(r"\{% block (?:width|body_class) %\}.*?\{% endblock %\}", "", text_of(path))
    without_code = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", without_class_names, flags=re.DOTALL)
    words = re.sub(r"<[^>]*>|" + "|".join(SAME_IN_EVERY_LANGUAGE), " ", without_code)
    assert re.findall(r"[A-Za-z\u4e00-\u9fff]{2,}[^<>{}\n]*", words) == []


def test_style_sheets_load_nothing_from_elsewhere():
    for path in (ROOT / "static" / "css").glob("*.css"):
        assert not re.search(r"@import|url\(\s*[\"']?(?:https?:)?//", text_of(path)), path.name
