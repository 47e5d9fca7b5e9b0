"""The year of everybody in scope: the list with its export, and the account of one person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accounts.access import require
from accounts.rules import Permission
from core import navigation
from core.clock import local_now
from core.navigation import NavItem
from core.pages import page_of
from core.spreadsheets.export import ExportSheet, Value
from sessions import labels as session_labels
from sessions.ledger import accounts, labels, queries, records
from sessions.ledger.accounts import YearRow
from sessions.ledger.frames import YearFrame
from sessions.ledger.rules.years import Standing
from sessions.ledger.views.blueprint import (
    bp,
    frame_or_404,
    institutions_in_scope,
    learner_or_404,
    scope_ids,
    shown_years,
    this_year,
    year_or_404,
)
from sessions.ledger.views.statements import statement_of
from sessions.views.found import workbook

SORTS: dict[str, Callable[[YearRow], Any]] = {
    "name": lambda row: (row.learner.name, row.learner.id),
    "employer": lambda row: (row.learner.employer.name if row.learner.employer else "", row.learner.name),
    "most": lambda row: (-row.count.total, row.learner.name),
    "missing": lambda row: (-row.count.missing, row.learner.name),
}
SORT_WORDS = {
    "name": _l("By name"),
    "employer": _l("By employer"),
    "most": _l("Most hours first"),
    "missing": _l("Most missing first"),
}
navigation.attach(
    bp, NavItem("ledger.show_year", _l("Hours of the year"), Permission.HOURS_READ, icon="target-arrow", order=32)
)


def chosen_ids() -> tuple[queries.Ids, int | None]:
    """The institutions of the list: one that was chosen, if it is in scope, else all in scope."""
    ids, wanted = scope_ids(), request.args.get("institution", type=int)
    if wanted is not None and (ids is None or wanted in ids):
        return [wanted], wanted
    return ids, None


def chosen_rows(frame: YearFrame, ids: queries.Ids) -> tuple[list[YearRow], dict[Standing, int]]:
    """The rows as filtered and sorted, and how many there are of each standing."""
    rows = accounts.year_rows(frame, ids, local_now())
    counts = {one: sum(row.standing is one for row in rows) for one in Standing}
    search, standing = request.args.get("search", "").strip(), request.args.get("standing", "")
    shown = [row for row in rows if matches(row, search) and standing in ("", row.standing.value)]
    return sorted(shown, key=SORTS.get(request.args.get("sort", ""), SORTS["name"])), counts


def matches(row: YearRow, search: str) -> bool:
    """Whether name or employer holds the words."""
    employer = row.learner.employer.name if row.learner.employer else ""
    return search.casefold() in f"{row.learner.name} {employer}".casefold()


@bp.get("/hours/years")
@bp.get("/hours/years/<int:year>")
@require(Permission.HOURS_READ)
def show_year(year: int | None = None) -> ResponseReturnValue:
    frame = frame_or_404(this_year() if year is None else year)
    ids, institution = chosen_ids()
    rows, counts = chosen_rows(frame, ids)
    page = page_of(len(rows))
    return render_template(
        "sessions/ledger/show_year.html",
        frame=frame,
        rows=rows[page.offset : page.offset + page.size],
        page=page,
        counts=counts,
        everybody=sum(counts.values()),
        years=shown_years([frame.year - 1], frame.year),
        institutions=institutions_in_scope(),
        institution=institution,
        waiting=records.waiting_claims(scope_ids()),
        sorts=SORT_WORDS,
        labels=labels,
    )


@bp.get("/hours/years/<int:year>/learners.xlsx")
@require(Permission.HOURS_READ)
def export_year(year: int) -> ResponseReturnValue:
    frame = frame_or_404(year)
    rows, _counts = chosen_rows(frame, chosen_ids()[0])
    names = frame.policy.names
    header = [_("Name"), _("Employer"), *names, _("Carried over"), _("Counted"), _("Target"), _("Missing")]
    header += [_("By the end of the year"), _("State")]
    version = frame.version
    basis: list[list[Value]] = [
        [_("Year"), f"{frame.first} – {frame.last}"],
        [_("Rule-set"), f"{version.rule_set.name} v{version.version}"],
        [_("Sample"), _("yes") if version.rule_set.is_sample else _("no")],
        [_("As of"), f"{local_now():%Y-%m-%d %H:%M}"],
        *([_("%(name)s: at most", name=name), hours] for name, hours in frame.policy.caps),
    ]
    sheets = [
        ExportSheet(_("Hours of the year"), header, export_rows(rows, names)),
        ExportSheet(_("Basis"), [_("Subject"), _("Value")], basis),
    ]
    return workbook(_("hours of %(year)d.xlsx", year=frame.year), sheets)


def export_rows(rows: list[YearRow], names: tuple[str, ...]) -> Iterator[list[Value]]:
    """The list of a year, a learner a row; of each category what counts."""
    for row in rows:
        counted = {one.name: one.counted for one in row.count.categories}
        yield [
            row.learner.name,
            row.learner.employer.name if row.learner.employer else "",
            *(counted[name] for name in names),
            row.count.carried,
            row.count.total,
            row.count.target,
            row.count.missing,
            row.by_end.total,
            str(labels.STANDINGS[row.standing][0]),
        ]


@bp.get("/hours/learners/<int:learner_id>/<int:year>")
@require(Permission.HOURS_READ)
def show_account(learner_id: int, year: int) -> ResponseReturnValue:
    learner = learner_or_404(learner_id)
    ids = scope_ids()
    account = accounts.account_of(learner, year_or_404(year), ids, local_now())
    category = request.args.get("category", "")
    return render_template(
        "sessions/ledger/show_account.html",
        account=account,
        category=category,
        lines=account.lines_in(category),
        years=shown_years(queries.years_with_hours(learner.id, ids), year),
        adjustments=[one for one in records.adjustments_in_scope(ids, learner_id=learner.id) if one.year == year],
        labels=labels,
        kinds=session_labels.POSTING_KINDS,
    )


@bp.get("/hours/learners/<int:learner_id>/<int:year>/statement.pdf")
@require(Permission.HOURS_READ)
def statement(learner_id: int, year: int) -> ResponseReturnValue:
    learner, ids = learner_or_404(learner_id), scope_ids()
    return statement_of(accounts.account_of(learner, year_or_404(year), ids, local_now()), ids)
