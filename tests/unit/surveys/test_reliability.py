"""The word for an alpha."""

from __future__ import annotations

import pytest

from standards.rules import Confidence, Parameter
from surveys.reliability import Bands, Reliability, bands_of


def parameter(value):
    return Parameter("survey.alpha_good", value, "", "", Confidence.SAMPLE)


@pytest.mark.parametrize(
    ("alpha", "word"),
    [
        (1.0, Reliability.EXCELLENT), (0.9, Reliability.EXCELLENT), (0.8999, Reliability.GOOD), (0.7, Reliability.GOOD),
        (0.6999, Reliability.ACCEPTABLE), (0.6, Reliability.ACCEPTABLE), (0.5999, Reliability.POOR),
        (0.0, Reliability.POOR), (-0.4, Reliability.POOR), (None, None),
    ],
)  # fmt: skip
def test_an_alpha_on_a_line_belongs_to_the_better_band(alpha, word):
    assert Bands().word_for(alpha) is word


@pytest.mark.parametrize(
    ("parameters", "bands"),
    [
        ({}, Bands()),
        ({"survey.alpha_good": parameter(None)}, Bands()),
        ({"survey.alpha_good": parameter("0.8")}, Bands(0.9, 0.8, 0.6)),
    ],
)
def test_a_rule_set_may_draw_its_own_lines(parameters, bands):
    assert bands_of(parameters) == bands
