"""The base form."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel
from wtforms import DateField, DateTimeLocalField, PasswordField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from core.forms import Form


class ExampleForm(Form):
    name = StringField("name", filters=[lambda value: value.upper() if value else value])
    note = TextAreaField("note")
    password = PasswordField("password")


@pytest.fixture
def posted():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)

    def post(**values):
        with app.test_request_context("/", method="POST", data=values):
            form = ExampleForm()
            form.validate()
            return form

    return post


def test_text_is_trimmed_and_a_fields_own_filters_still_run(posted):
    for _ in range(2):  # Binding a form must not use up the filters of its class.
        assert posted(name="  li  ").name.data == "LI"


def test_long_text_is_trimmed_too(posted):
    assert posted(note="\n text \n").note.data == "text"


def test_passwords_are_left_as_they_were_typed(posted):
    assert posted(password="  secret ").password.data == "  secret "


def test_a_refusal_of_the_rules_stands_beside_its_field(posted):
    form = posted(name="x")
    form.blame("name", "taken")
    assert form.errors == {"name": ["taken"]}


class DayForm(Form):
    name = StringField("name")
    day = DateField("day", validators=[InputRequired()])
    at = DateTimeLocalField("at", validators=[Optional()])


@pytest.fixture
def posted_day():
    app = Flask(__name__)
    app.config.update(SECRET_KEY="x", WTF_CSRF_ENABLED=False)
    Babel(app)

    def post(**values):
        with app.test_request_context("/", method="POST", data=values):
            form = DayForm()
            form.validate()
            return form

    return post


@pytest.mark.parametrize("year", ["0001", "1026", "9999"])
def test_a_year_out_of_our_time_is_refused_once(posted_day, year):
    form = posted_day(day=f"{year}-12-31", at=f"{year}-12-31T10:00")
    assert (list(form.day.errors), list(form.at.errors)) == (["Check the year."], ["Check the year."])


def test_a_day_of_our_time_is_taken_and_none_is_left_to_the_field(posted_day):
    assert not posted_day(day="2026-12-31", at="2026-12-31T10:00").errors
    assert list(posted_day().errors) == ["day"]


def test_characters_that_no_database_takes_are_left_out(posted_day):
    assert posted_day(name="李\x00静\x07\t\x0b").name.data == "李静"
