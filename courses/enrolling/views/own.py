"""For learners with an account: from a message to the private page of an application of their own."""

from __future__ import annotations

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from courses.enrolling.queries import applications as queries
from courses.enrolling.views.blueprint import bp
from learners.queries import learner_of_user


@bp.get("/my/applications/<int:application_id>")
@require(Permission.HOURS_OWN)
def my_application(application_id: int) -> ResponseReturnValue:
    learner = learner_of_user(current_user.id)
    found = queries.application_of_index(application_id, learner.id_index) if learner else None
    return redirect(url_for(".application_status", token=found.token)) if found else abort(404)
