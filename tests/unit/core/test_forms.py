"""The base form."""

from __future__ import annotations

import pytest
from flask import Flask
from wtforms import PasswordField, StringField, TextAreaField

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
