"""Rule-set files."""

from __future__ import annotations

from datetime import date

import pytest

from standards.actions import EARLIER, SHIPPED
from standards.rules import Confidence
from standards.toml_files import RuleSetFileFaulty, read_earlier, read_rule_set

WHOLE = """
code = "x"
name = "示例"
version = 1
effective_from = 2026-01-01
[[parameter]]
key = "hours.step"
name = "单位"
value = "0.25"
[[parameter]]
key = "hours.open"
name = "未公布"
confidence = "unknown"
[[clause]]
code = "4.1"
stage = "机构"
requirement = "有制度"
[[filing]]
code = "roster"
group = "招生"
title = "学员名册"
required = false
"""


def written(tmp_path, text):
    path = tmp_path / "rules.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_file_says_everything_about_a_version(tmp_path):
    file = read_rule_set(written(tmp_path, WHOLE))
    assert (file.code, file.version, file.effective_from, file.sample) == ("x", 1, date(2026, 1, 1), True)
    assert [(one.key, one.value, one.confidence) for one in file.parameters] == [
        ("hours.step", "0.25", Confidence.SAMPLE),
        ("hours.open", None, Confidence.UNKNOWN),
    ]
    assert file.names["hours.step"] == "单位"
    assert (file.clauses[0].code, file.filing[0].stage, file.filing[0].required) == ("4.1", "招生", False)


def test_line_ends_of_another_system_do_not_make_another_version(tmp_path):
    unix = read_rule_set(written(tmp_path, WHOLE)).digest
    assert read_rule_set(written(tmp_path, WHOLE.replace("\n", "\r\n"))).digest == unix


def test_another_value_makes_another_digest(tmp_path):
    before = read_rule_set(written(tmp_path, WHOLE)).digest
    assert read_rule_set(written(tmp_path, WHOLE.replace("0.25", "0.5"))).digest != before


@pytest.mark.parametrize(
    "text",
    [
        "code = ",
        WHOLE.replace('name = "示例"', ""),
        WHOLE.replace('name = "单位"', ""),
        WHOLE.replace('"unknown"', '"perhaps"'),
        b"\xff\xfe",
    ],
)
def test_a_faulty_file_is_refused_by_name(tmp_path, text):
    with pytest.raises(RuleSetFileFaulty, match=r"rules\.toml"):
        read_rule_set(written(tmp_path, text))


NEWER = """
code = "x"
name = "示例"
version = 2
builds_on = "rules.toml"
effective_from = 2026-06-01
[[parameter]]
key = "hours.step"
name = "学时单位"
value = "0.5"
[[parameter]]
key = "checkin.code_seconds"
name = "有效期"
value = 15
"""


def test_a_version_that_builds_on_another_says_everything_of_both(tmp_path):
    base = read_rule_set(written(tmp_path, WHOLE))
    newer = tmp_path / "rules-2.toml"
    newer.write_text(NEWER, encoding="utf-8")
    file = read_rule_set(newer)
    assert (file.version, file.effective_from) == (2, date(2026, 6, 1))
    assert [(one.key, one.value) for one in file.parameters] == [
        ("hours.step", "0.5"),
        ("hours.open", None),
        ("checkin.code_seconds", 15),
    ]
    assert file.names == {**base.names, "hours.step": "学时单位", "checkin.code_seconds": "有效期"}
    assert (file.clauses, file.filing) == (base.clauses, base.filing)


def test_a_version_that_builds_on_another_changes_with_it(tmp_path):
    written(tmp_path, WHOLE)
    newer = tmp_path / "rules-2.toml"
    newer.write_text(NEWER, encoding="utf-8")
    before = read_rule_set(newer).digest
    written(tmp_path, WHOLE.replace("有制度", "有制度和预案"))
    assert read_rule_set(newer).digest != before


def test_the_earlier_contents_of_a_version_are_known_by_digest():
    assert all(len(digest) == 64 for digests in read_earlier(EARLIER).values() for digest in digests)
    assert ("shaanxi-sample", 1) in read_earlier(EARLIER)


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_figure_has_a_name_a_basis_and_stands_once(path):
    file = read_rule_set(path)
    keys = [one.key for one in file.parameters]
    assert len(keys) == len(set(keys)) == len(file.names)
    assert [one.key for one in file.parameters if not one.basis or not file.names[one.key]] == []
