"""Forms of the survey pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SearchField

from accounts.forms import SearchForm


class SurveySearchForm(SearchForm):
    """What the list of surveys is narrowed to."""

    text = SearchField(_l("Class name or code"))
