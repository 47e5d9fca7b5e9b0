"""Pages of long work: what I have started, how far it is, stopping it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from accounts.access import require
from accounts.rules import Permission
from core import pages
from core.db import db, utc_now
from core.forms import Form
from jobs import actions, labels, queries, ticks, tidying
from jobs.models import Job
from jobs.rules import ENDED, JobState, still_to_go

bp = Blueprint("jobs", __name__, url_prefix="/jobs")
ticks.attach(bp, "jobs.unused_files", tidying.EVERY, tidying.remove_unused_files)


def job_or_404(job_id: int) -> Job:
    """The job of the address, if the person may watch it."""
    return queries.job_for(current_user, job_id) or abort(404)


@bp.get("/")
@require(Permission.PROFILE)
def list_jobs() -> ResponseReturnValue:
    return render_template("jobs/list_jobs.html", jobs=queries.jobs_of(current_user), labels=labels)


@bp.get("/<int:job_id>")
@require(Permission.PROFILE)
def show_job(job_id: int) -> ResponseReturnValue:
    job = job_or_404(job_id)
    elapsed = (job.ended_at or utc_now()) - job.started_at if job.started_at else None
    return pages.render(
        "jobs/show_job.html",
        fragment="jobs/_progress.html",
        job=job,
        ended=job.state in ENDED,
        elapsed=elapsed,
        left=still_to_go(job.share, elapsed) if elapsed and job.state is JobState.RUNNING else None,
        labels=labels,
        href=url_for(job.endpoint, **job.endpoint_values) if job.endpoint else "",
    )


@bp.post("/<int:job_id>/stop")
@require(Permission.PROFILE)
def stop_job(job_id: int) -> ResponseReturnValue:
    job = job_or_404(job_id)
    if Form().validate_on_submit():
        try:
            actions.stop_job(job, by=current_user)
        except actions.JobEnded:
            flash(_("The work had ended before."), "info")
        else:
            db.session.commit()
            flash(_("The work is being stopped."), "info")
    return redirect(url_for(".show_job", job_id=job_id))


@bp.post("/<int:job_id>/again")
@require(Permission.PROFILE)
def start_again(job_id: int) -> ResponseReturnValue:
    job = job_or_404(job_id)
    if not Form().validate_on_submit() or job.state not in ENDED:
        return redirect(url_for(".show_job", job_id=job_id))
    again = actions.start_again(job, by=current_user)
    db.session.commit()
    return redirect(url_for(".show_job", job_id=again.id))
