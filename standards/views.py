"""Pages of rule-sets: which versions there are, and everything one version says. Nothing is changed here."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from accounts.access import require
from accounts.rules import Permission
from core import answers, navigation
from core.navigation import NavItem
from standards import labels, queries
from standards.usage import missing_for_classes

bp = Blueprint("standards", __name__)
navigation.attach(
    bp, NavItem("standards.list_versions", _l("Rule-sets"), Permission.RULESETS_READ, icon="scale", order=60)
)


@bp.get("/rule-sets")
@require(Permission.RULESETS_READ)
def list_versions() -> ResponseReturnValue:
    return render_template(
        "standards/list_versions.html",
        versions=queries.all_versions(),
        discarded=queries.discarded_drafts(),
        labels=labels,
    )


@bp.get("/rule-sets/<int:version_id>")
@require(Permission.RULESETS_READ)
def show_version(version_id: int) -> ResponseReturnValue:
    version = queries.version_of(version_id) or abort(404)
    stages = [(stage, list(clauses)) for stage, clauses in groupby(version.clauses, key=lambda one: one.stage)]
    return render_template(
        "standards/show_version.html",
        version=version,
        parameters=sorted(version.parameters, key=lambda one: one.value is not None),
        missing=missing_for_classes(version.to_parameters()),
        stages=stages,
        labels=labels,
        offerings=answers.ask(answers.CLASSES_UNDER_VERSION, version.id, otherwise=[]),
    )
