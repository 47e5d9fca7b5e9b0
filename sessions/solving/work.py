"""The work of the jobs: read the records, search, keep the answer as a proposal. Nothing is written to a timetable."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from courses.solver.checker import violations
from courses.solver.outcome import MinimalConflict, Outcome, Status
from jobs.work import CannotBeDone, Done, Stopped, Task
from sessions.solving import queries, records
from sessions.solving.rules.asked import from_json
from sessions.solving.rules.building import Built, build
from sessions.solving.rules.facts import stand_of
from sessions.solving.rules.proposal import Told, changes_in, told_conflict, told_outcome
from sessions.solving.rules.shortage import short_of

LOOK_EVERY = 0.2
EXPLAIN_SECONDS = 20.0


@dataclass
class Watch:
    """What the search tells while it runs in a thread of its own, and the wish that it ends."""

    cost: int | None = None
    bound: int | None = None
    placed: int = 0

    def __post_init__(self) -> None:
        self.stop = threading.Event()

    def tell(self, cost: int | None, bound: int | None, placed: int, _elapsed: float) -> None:
        self.cost, self.placed = cost, placed
        self.bound = bound if bound is not None else self.bound


def propose(task: Task) -> Done:
    """A timetable for the classes of the job, or the rules that leave none."""
    from courses.solver.columns.answer import keep_compiled
    from courses.solver.explain import explain
    from courses.solver.solve import solve

    keep_compiled(current_app.config["COMPILED_DIR"])

    built = read(task)
    seconds = float(task.parameters["seconds"])
    watch = Watch()

    def search() -> Outcome:
        return solve(built.problem, seconds=seconds, progress=watch.tell, cancelled=watch.stop.is_set)

    outcome = watched(task, built, watch, seconds, search)
    conflict = None
    if outcome.status is Status.IMPOSSIBLE and not short_of(built.problem) and not watch.stop.is_set():
        task.progress(0.9, _("Looking for the rules that do not go together …"))

        def ask() -> MinimalConflict:
            return explain(built.problem, seconds=EXPLAIN_SECONDS, cancelled=watch.stop.is_set)

        conflict = watched(task, built, watch, EXPLAIN_SECONDS, ask, explaining=True)
    told = told_outcome(built, outcome)
    if conflict is not None and conflict.clauses:
        told["conflict"] = told_conflict(built, conflict)
    return kept(task, built, outcome, told)


def mend(task: Task) -> Done:
    """The present timetable with as few changes as its broken rules ask for."""
    from courses.solver.repair import Repair, repair

    built = read(task)
    seconds = float(task.parameters["seconds"])
    watch = Watch()

    def search() -> Repair:
        return repair(
            built.problem,
            built.places.values(),
            seconds=seconds,
            progress=watch.tell,
            cancelled=watch.stop.is_set,
        )

    found = watched(task, built, watch, seconds, search)
    told = told_outcome(built, found.outcome)
    told |= {"fewest": found.fewest, "forced": len(found.forced)}
    return kept(task, built, found.outcome, told)


def read(task: Task) -> Built:
    """The problem, from the records as they are now."""
    settings, now = from_json(task.parameters)
    with task.reading():
        offerings = queries.offerings_by_id(task.parameters["offerings"])
        built = build(records.read_around(offerings, settings, now=now))
    if not any(group.modules for group in built.problem.classes):
        raise CannotBeDone(_("There is nothing to place: every hour of the curriculum is on the timetable already."))
    return built


def watched(
    task: Task, built: Built, watch: Watch, seconds: float, work: Callable[[], Any], *, explaining: bool = False
) -> Any:
    """Do the work in another thread; tell how far it is, and pass on the wish to stop."""
    wanted = sum(module.slots for group in built.problem.classes for module in group.modules)
    started = monotonic()
    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(work)
        while not running.done():
            share = min(0.95, (monotonic() - started) / max(0.1, seconds))
            if not explaining:
                task.progress(share, _note(watch, wanted), **_figures(watch, wanted))
            if task.stop_wanted():
                watch.stop.set()
            sleep(LOOK_EVERY)
        return running.result()


def _note(watch: Watch, wanted: int) -> str:
    if not watch.placed:
        return _("Searching …")
    return _(
        "%(placed)d of %(wanted)d lessons placed; looking for something better …", placed=watch.placed, wanted=wanted
    )


def _figures(watch: Watch, wanted: int) -> dict[str, Any]:
    return {
        _("Lessons placed"): f"{watch.placed} / {wanted}",
        _("Best cost so far"): "—" if watch.cost is None else watch.cost,
        _("No timetable can cost less than"): "—" if watch.bound is None else watch.bound,
    }


def kept(task: Task, built: Built, outcome: Outcome, told: Told) -> Done:
    """The answer as a proposal; the checker has the last word. Stopped without any answer: the job is stopped."""
    if outcome.status is Status.CANCELLED and not outcome.placements:
        raise Stopped
    broken = violations(built.problem, outcome.placements)
    told |= {"stand": stand_of(built.around), "broken": len(broken)}
    if broken and "forced" not in told:
        told["lines"] = [line for line in told["lines"] if line["what"] == "same"]
    changes = len(changes_in(told["lines"]))
    note = _("%(placed)d of %(wanted)d lessons placed, %(count)d changes proposed.",
             placed=told["placed"], wanted=told["wanted"], count=changes)  # fmt: skip
    return Done("solving.show_proposal", {"job_id": task.id}, note, told)
