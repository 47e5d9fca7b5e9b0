"""The words of the report: complete in both languages, with a place for every figure."""

from __future__ import annotations

import re

import pytest
from flask_babel import force_locale

from surveys import labels
from tests.unit.surveys.paper.words import WORDS
from tests.unit.surveys.samples import QUESTIONNAIRE, questionnaire

LANGUAGES = ("zh_Hans_CN", "en")
PLACE = re.compile(r"\{(\w+)\}")


@pytest.fixture(params=LANGUAGES)
def language(request, app):
    with app.app_context(), force_locale(request.param):
        yield request.param


@pytest.fixture
def chinese(app):
    with app.app_context(), force_locale("zh_Hans_CN"):
        yield


def test_the_report_finds_every_word_it_asks_for(language):
    assert WORDS.keys() <= labels.report_words(QUESTIONNAIRE).keys()


def test_a_translation_has_the_places_of_its_text(app):
    def places(locale):
        with app.app_context(), force_locale(locale):
            return {key: set(PLACE.findall(word)) for key, word in labels.report_words(QUESTIONNAIRE).items()}

    assert places("zh_Hans_CN") == places("en")


def test_the_chinese_report_has_no_english_sentence(chinese):
    words = labels.report_words(QUESTIONNAIRE).values()
    assert [word for word in words if re.search(r"[a-z]{3,} [a-z]{3,}", PLACE.sub("", word))] == []


def test_sentences_stand_apart_as_the_language_sets_them(language):
    gap = labels.report_words(QUESTIONNAIRE)["sentence_gap"]
    assert gap == {"en": " ", "zh_Hans_CN": ""}[language]


def test_a_scale_of_another_length_shows_its_numbers_alone(chinese):
    words = labels.report_words(questionnaire(scale_min=1, scale_max=10))
    assert [words[f"chart.scale.{step}"] for step in (1, 10)] == ["1", "10"]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("4、教师专业水平 [很满意=5]", "4、教师专业水平"),
        ("教师专业水平【5 分制】", "教师专业水平"),
        ("[必答] 教师专业水平", "[必答] 教师专业水平"),
        ("[1-5]", "第 4 题"),
        ("", "第 4 题"),
    ],
)
def test_notes_in_brackets_at_the_end_of_a_question_are_left_out(chinese, asked, shown):
    assert labels.questions(QUESTIONNAIRE, {"q4": asked})["q4"] == shown


def test_every_field_has_words_even_if_the_files_did_not_say(chinese):
    words = labels.questions(QUESTIONNAIRE, {})
    assert set(words) == {*QUESTIONNAIRE.scales, *QUESTIONNAIRE.texts}
    assert words["importance3"] == "场地设施的重要程度"
    assert all(words.values())


def test_a_survey_without_overall_and_recommendation_names_neither(chinese):
    words = labels.questions(questionnaire(overall=None, recommendation=None), {})
    assert set(words) == {"a1", "b1", "weight_a", "weight_b", "wish"}
