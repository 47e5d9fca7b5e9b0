"""Rule-sets in the database: loaded once, never changed in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.db import db
from standards import actions, queries
from standards.models import FilingItem, RuleClause, RuleParameter, RuleSetVersion
from standards.rules import Confidence, VersionState
from standards.toml_files import read_earlier, read_rule_set
from tests.db.refusals import refused

FILE = read_rule_set(actions.SHIPPED / "shaanxi-sample.toml")


def test_a_rule_set_code_is_there_once(make):
    make.RuleSet(code="x")
    with refused("code"):
        make.RuleSet(code="x")


def test_a_version_number_is_given_once(make):
    version = make.RuleSetVersion()
    with refused("version_is_unique|append_only: rule_set_version"):
        make.RuleSetVersion(rule_set=version.rule_set)


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (RuleParameter, {"key": "hours.step", "name": "单位"}, "key_is_unique|append_only: rule_parameter"),
        (RuleClause, {"code": "JG-1", "stage": "机构", "requirement": "x"}, "code_is_unique|append_only: rule_clause"),
        (FilingItem, {"code": "roster", "stage": "招生", "title": "x"}, "code_is_unique|append_only: filing_item"),
    ],
)
def test_what_a_version_says_it_says_once(make, db_session, model, values, constraint):
    version = make.RuleSetVersion()
    confidence = {} if model is FilingItem else {"confidence": Confidence.SAMPLE}
    db_session.add(model(version_id=version.id, position=99, **values, **confidence))
    with refused(constraint):
        db_session.flush()


def test_the_shipped_files_are_loaded_once(in_app):
    assert actions.load_shipped() > 0
    assert actions.load_shipped() == 0


def test_a_loaded_version_says_what_the_file_says(in_app):
    actions.load_rule_set(FILE)
    version = queries.version_for(FILE.code, date(2026, 5, 9))
    assert list(version.to_parameters().values()) == list(FILE.parameters)
    assert [one.code for one in version.clauses] == [one.code for one in FILE.clauses]
    assert [one.title for one in version.filing_items] == [one.title for one in FILE.filing]


def test_a_changed_file_needs_a_new_number(in_app):
    actions.load_rule_set(FILE)
    with pytest.raises(actions.VersionChanged, match="version 1"):
        actions.load_rule_set(replace(FILE, digest="f" * 64))
    assert actions.load_rule_set(replace(FILE, digest="f" * 64, version=2))


def test_a_database_keeps_a_version_as_it_was_shipped_before(in_app):
    [before] = read_earlier(actions.EARLIER)[FILE.code, 1]
    actions.load_rule_set(replace(FILE, digest=before))
    assert not actions.load_rule_set(FILE)
    assert queries.version_for(FILE.code, date(2026, 5, 9)).digest == before


def test_the_approved_version_in_force_is_chosen_and_before_all_the_first(in_app):
    actions.load_rule_set(FILE)
    actions.load_rule_set(replace(FILE, version=2, digest="f" * 64, effective_from=date(2026, 7, 1)))
    days = (date(2020, 1, 1), date(2026, 6, 30), date(2026, 7, 1))
    assert [queries.version_for(FILE.code, day).version for day in days] == [1, 1, 2]


@pytest.mark.parametrize("state", [VersionState.DRAFT, VersionState.RETIRED])
def test_only_an_approved_version_is_given_to_a_class(in_app, make, state):
    version = make.RuleSetVersion(state=state)
    assert queries.version_for(version.rule_set.code, date(2026, 5, 9)) is None


def test_of_a_rule_set_that_is_not_loaded_there_is_no_version(in_app):
    assert queries.version_for("nowhere", date(2026, 5, 9)) is None
    assert queries.parameters_of(0) == {}


def test_figures_left_open_stay_open(in_app, make):
    version = make.RuleSetVersion()
    open_figure = {"key": "open", "name": "未公布", "value": None, "confidence": Confidence.UNKNOWN}
    db.session.add(RuleParameter(version_id=version.id, position=98, **open_figure))
    db.session.flush()
    assert queries.parameters_of(version.id)["open"].value is None


def test_every_version_is_listed_newest_first(in_app, make):
    first = make.RuleSetVersion()
    make.RuleSetVersion(rule_set=first.rule_set, version=2)
    assert [one.version for one in queries.all_versions()] == [2, 1]
    assert db.session.query(RuleSetVersion).count() == 2
