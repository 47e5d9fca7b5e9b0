"""Where a rule that stands in the way of a timetable is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from courses.models import ClassOffering
from courses.solver.rules import Rule


def link_of(told: Mapping[str, Any], offerings: Sequence[ClassOffering]) -> tuple[str, str]:
    """Where a rule is changed: the address and its words."""
    first = next((one for one in offerings if one.id == told["class_id"]), offerings[0])
    if told["teacher_id"]:
        where = url_for("trainer.show_teacher", institution_id=first.institution_id, teacher_id=told["teacher_id"])
        return where, _("Open the teacher")
    if told["venue_id"]:
        where = url_for("trainer.show_venue", institution_id=first.institution_id, venue_id=told["venue_id"])
        return where, _("Open the venue")
    rule = Rule(told["rule"])
    if rule in (Rule.CLASS_DAY_CAP, Rule.CLASS_HALF_CAP):
        return url_for("standards.show_version", version_id=first.rule_set_version_id), _("Open the rule-set")
    if rule in (Rule.PIN, Rule.CLASS_OCCUPIED):
        return url_for("sessions.timetable", offering_id=first.id), _("Open the timetable")
    if rule in (Rule.CLASS_ONCE, Rule.CLASS_ALLOWED):
        return url_for("solving.propose", offering_id=first.id), _("Change days and periods")
    if rule is Rule.VENUE_FEATURES:
        return url_for("trainer.list_venues", institution_id=first.institution_id), _("Open the venues")
    return url_for("courses.edit_class", offering_id=first.id), _("Edit the class")
