"""The table of who reads which figure agrees with the code and with the shipped rule-sets."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from standards.actions import SHIPPED
from standards.rules import Confidence
from standards.toml_files import read_rule_set
from standards.usage import NEEDED_BY_CLASSES, USES, Kind, Use, kind_of, missing_for_classes, use_of

ROOT = Path(__file__).parents[3]
READS = re.compile(r"""(?:figure\(\w+,\s*|(?:minutes|number|whole|time_of)\()["']([a-z_]+\.[a-z_]+|[a-z_]+)["']""")
SAMPLE = read_rule_set(SHIPPED / "shaanxi-sample-3.toml")
FILES = sorted(SHIPPED.glob("*.toml"))


def keys_read_in_code() -> set[str]:
    found = set()
    for package in ("archives", "conformity", "courses", "intake", "sessions", "surveys", "trainer"):
        for path in (ROOT / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "figure(" not in text:
                continue
            prefix = "survey." if 'f"survey.{key}"' in text else ""
            found |= {key if "." in key else prefix + key for key in READS.findall(text)}
    return found


def test_every_figure_that_the_code_reads_is_in_the_sample():
    read = keys_read_in_code()
    assert len(read) > 30
    assert read <= {one.key for one in SAMPLE.parameters}


def test_every_figure_of_the_sample_says_who_reads_it():
    assert [one.key for one in SAMPLE.parameters if use_of(one.key) is None] == []
    assert set(USES.values()) == set(Use)


def test_what_a_class_needs_is_in_the_sample():
    assert set(NEEDED_BY_CLASSES) <= {one.key for one in SAMPLE.parameters}


def test_a_figure_for_reference_is_read_by_nobody():
    assert use_of("qualification.education") is None


def test_the_sample_is_complete_for_classes_and_the_compiled_ones_are_not():
    complete = [
        file.code
        for file in map(read_rule_set, FILES)
        if not missing_for_classes({one.key: one for one in file.parameters})
    ]
    assert complete == ["shaanxi-sample"] * 3  # all versions


def test_a_needed_figure_without_a_value_is_missing():
    parameters = {one.key: one for one in SAMPLE.parameters}
    parameters["exam.highest"] = replace(parameters["exam.highest"], value=None)
    assert missing_for_classes(parameters) == ["exam.highest"]
    assert missing_for_classes({}) == list(NEEDED_BY_CLASSES)


@pytest.mark.parametrize(
    ("key", "value", "unit", "kind"),
    [
        ("attendance.noon", None, "时刻", Kind.TIME),
        ("x.starts", "08:30", "", Kind.TIME),
        ("hours.rounding", "down", "", Kind.CHOICE),
        ("yearly.hours", 40, "学时", Kind.NUMBER),
        ("yearly.hours", None, "学时", Kind.NUMBER),
        ("hours.step", "0.25", "学时", Kind.NUMBER),
        ("recognition.levels", None, "", Kind.TEXT),
        ("qualification.education", "本科", "", Kind.TEXT),
    ],
)
def test_the_kind_of_a_figure_follows_its_choices_its_value_or_its_unit(key, value, unit, kind):
    assert kind_of(key, value, unit) is kind


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_figure_names_its_basis_and_is_open_exactly_when_unknown(path):
    for one in read_rule_set(path).parameters:
        assert one.basis
        assert (one.value is None) == (one.confidence is Confidence.UNKNOWN)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_only_a_sample_holds_sample_values(path):
    file = read_rule_set(path)
    assert file.sample or all(one.confidence is not Confidence.SAMPLE for one in (*file.parameters, *file.clauses))
