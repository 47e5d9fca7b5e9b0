"""Every visible text is in the catalogue, and every text of the catalogue is in Chinese."""

from __future__ import annotations

import re

import pytest

from tests.translations import catalogues, read, strings_in_code

CATALOGUES = catalogues()
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[A-Za-z]{2,}\b")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def singular(message):
    return message.id[0] if isinstance(message.id, tuple) else message.id


def translations_of(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)


@pytest.fixture(scope="module", params=CATALOGUES, ids=lambda path: path.parent.parent.name)
def messages(request):
    return [message for message in read(request.param) if message.id]


def test_there_is_a_catalogue():
    assert [path.parent.parent.name for path in CATALOGUES] == ["zh_Hans_CN"]


def test_nothing_is_untranslated(messages):
    assert [singular(message) for message in messages if not all(translations_of(message))] == []


def test_nothing_is_guessed(messages):
    assert [singular(message) for message in messages if message.fuzzy] == []


def test_the_catalogue_holds_exactly_the_texts_of_the_code(messages):
    in_code, kept = strings_in_code(), {singular(message) for message in messages}
    assert sorted(in_code - kept) == [], "texts that are not in the catalogue"
    assert sorted(kept - in_code) == [], "texts that are no longer in the code"


def test_translations_keep_the_places_for_values(messages):
    for message in messages:
        wanted = set(PLACEHOLDER.findall(" ".join(message.id) if isinstance(message.id, tuple) else message.id))
        for translation in filter(None, translations_of(message)):
            assert set(PLACEHOLDER.findall(translation)) == wanted, singular(message)


def test_message_ids_are_english(messages):
    """They may quote what stands in a spreadsheet, such as 缺考."""
    chinese = [singular(m) for m in messages if CHINESE.search(singular(m)) and not ENGLISH.search(singular(m))]
    assert chinese == []
