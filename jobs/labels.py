"""What people read about jobs."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from accounts.labels import name_actions
from jobs.rules import JobState

STATES = {
    JobState.WAITING: (_l("Waiting"), "neutral"),
    JobState.RUNNING: (_l("Running"), "info"),
    JobState.DONE: (_l("Done"), "good"),
    JobState.STOPPED: (_l("Stopped"), "warning"),
    JobState.FAILED: (_l("Failed"), "bad"),
    JobState.INTERRUPTED: (_l("Interrupted"), "warning"),
}

ENDINGS = {
    JobState.STOPPED: _l("The work was stopped. Nothing of it was kept."),
    JobState.FAILED: _l("The work failed; nothing of it was kept. Tell the administrator the number of this job."),
    JobState.INTERRUPTED: _l(
        "The server was restarted in the middle of this work. Nothing of it was kept; start it again."
    ),
}

name_actions(
    {
        "jobs.started": _l("Long work started"),
        "jobs.stopped": _l("Long work stopped"),
        "jobs.files_removed": _l("Unused uploads removed"),
    },
    subjects={"job": _l("Job"), "stored_file": _l("Uploaded files")},
)


def ending(state: JobState, note: str) -> str:
    """What became of a job that did not come to its end: in the words of the work itself where it has some."""
    return note if state is JobState.FAILED and note else str(ENDINGS.get(state, ""))


def stretch(length: timedelta | None) -> str:
    """A length of time, as people say it."""
    if length is None:
        return "—"
    seconds = max(0, round(length.total_seconds()))
    if seconds < 60:
        return ngettext("%(num)d second", "%(num)d seconds", seconds)
    minutes = seconds // 60
    return _("%(minutes)d min %(seconds)d s", minutes=minutes, seconds=seconds % 60)
