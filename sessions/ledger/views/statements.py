"""The statement of a person's year as a PDF that keeps: postings, caps, totals, and a digest to check it by."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import send_file
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from core.amounts import plain
from core.clock import local_now, to_local
from core.masking import mask
from core.papers import render_pdf
from core.site_fonts import configured_font
from sessions import labels as session_labels
from sessions.ledger import labels, queries
from sessions.ledger.accounts import AccountLine, YearAccount
from sessions.ledger.queries import Ids
from sessions.ledger.rules.years import digest_of

PAPER_LANGUAGE = "zh_Hans_CN"
SHORT = 80


def statement_of(account: YearAccount, ids: Ids = None, *, name: str = "") -> ResponseReturnValue:
    """The paper as a file to keep; it names those of the person's institutions that are in scope.

    `name` stands in the place of the person's own where that is not to be shown.
    """
    person = name or account.learner.name
    places = [one.name for one in queries.institutions_of_learner(account.learner.id, ids)]
    with force_locale(PAPER_LANGUAGE):
        data = statement_data(account, places, person)
        file_name = _("%(name)s hours of %(year)d.pdf", name=person.replace("*", "_"), year=account.frame.year)
    pdf = render_pdf("hours_statement", data, font=configured_font())
    return send_file(BytesIO(pdf), mimetype="application/pdf", as_attachment=True, download_name=file_name)


def statement_digest(account: YearAccount) -> str:
    """SHA-256 over person, year, version and every posting; the same postings give the same digest."""
    lines = [[one.mark, one.kind.value, one.category, one.minutes, f"{one.hours:f}"] for one in account.lines]
    total = f"{account.count.total:f}"
    return digest_of([account.learner.id, account.frame.year, account.frame.version.digest, lines, total])


def statement_data(account: YearAccount, places: list[str], person: str) -> dict[str, Any]:
    """What the paper says, as text."""
    frame, count = account.frame, account.count
    version = frame.version
    now = local_now()
    sample = _("Sample figures (示例), not an official text.") if version.rule_set.is_sample else ""
    return {
        "dated": now.isoformat(),
        "title": _("Statement of credit hours %(year)d", year=frame.year),
        "institution": "、".join(places),
        "subject": person,
        "notice": f"{version.rule_set.name} v{version.version}  {sample}",
        "page_words": _("Page {page} of {pages}"),
        "facts": facts_of(account, person, f"{now:%Y-%m-%d %H:%M}"),
        "total": {
            "words": _("Counted toward the year"),
            "hours": plain(count.total),
            "target": _("of %(target)s", target=plain(count.target)),
            "state": _("Reached") if count.reached else _("%(hours)s missing", hours=plain(count.missing)),
        },
        "tables": [counts_table(account), *([postings_table(account)] if account.lines else [])],
        "notes": notes_of(account, sample),
    }


def facts_of(account: YearAccount, person: str, now: str) -> list[list[str]]:
    """Who, when, under which rules."""
    frame, learner = account.frame, account.learner
    version = frame.version
    return [
        [_("Name"), person],
        [_("Identity number"), mask(learner.id_number)],
        [_("Employer"), learner.employer.name if learner.employer else "—"],
        [_("Year"), f"{frame.first} – {frame.last}"],
        [_("Rule-set"), f"{version.rule_set.name} v{version.version}"],
        [_("Made on"), now],
    ]


def counts_table(account: YearAccount) -> dict[str, Any]:
    """By category: earned, limit, counted, why."""
    rows = [
        [one.name, plain(one.earned), plain(one.cap) or "—", plain(one.counted), labels.count_words(one)]
        for one in account.count.categories
    ]
    if account.count.carried:
        rows.append([_("Carried over from the year before"), "", "", plain(account.count.carried), ""])
    rows.append([_("Sum"), plain(account.count.earned), "", plain(account.count.total), ""])
    return {
        "caption": _("What counts, by category"),
        "columns": [
            {"title": _("Category"), "mm": 34},
            {"title": _("Earned"), "mm": 18, "align": "right"},
            {"title": _("Limit"), "mm": 18, "align": "right"},
            {"title": _("Counted"), "mm": 18, "align": "right"},
            {"title": _("Why"), "share": 1},
        ],
        "rows": rows,
    }


def postings_table(account: YearAccount) -> dict[str, Any]:
    """Every posting, with what it rests on."""
    rows = [posting_row(one) for one in account.lines]
    rows.append(["", "", _("Sum"), "", "", str(account.minutes), plain(account.count.earned)])
    return {
        "caption": _("Every posting of the year"),
        "size": 8,
        "columns": [
            {"title": _("Number"), "mm": 15},
            {"title": _("Date"), "mm": 19},
            {"title": _("What for"), "share": 3},
            {"title": _("Category"), "mm": 20},
            {"title": _("Kind of posting"), "mm": 17},
            {"title": _("Minutes"), "mm": 13, "align": "right"},
            {"title": _("Hours"), "mm": 13, "align": "right"},
        ],
        "rows": rows,
    }


def posting_row(one: AccountLine) -> list[str]:
    """One posting; a reversal says what it reverses."""
    about = f"{labels.line_title(one)}\n{labels.line_source(one)}"
    basis = str(labels.line_basis(one))
    if one.reverses:
        about += "\n" + _("Reverses %(mark)s", mark=one.reverses)
    if basis and basis not in about:
        about += "\n" + basis[:SHORT]
    kind = str(session_labels.POSTING_KINDS[one.kind])
    return [one.mark, one.on.isoformat(), about, one.category, kind, str(one.minutes), plain(one.hours)]


def notes_of(account: YearAccount, sample: str) -> list[str]:
    """What a reader has to know to check the paper."""
    found = [
        _("E: posted by the rules from attendance of a class. P: decided by people, with reason. Nothing is changed."),
        _("A class counts in the year in which it ends, a claim in the year in which the training ended."),
    ]
    for one in account.frozen:
        closing = one.closing
        found.append(
            _(
                "%(place)s closed the year on %(day)s with %(hours)s hours; digest of the closing %(digest)s.",
                place=closing.institution.name,
                day=to_local(closing.at).date(),
                hours=plain(one.total),
                digest=closing.digest,
            )
        )
    found += [sample] if sample else []
    return [*found, _("Digest to check (SHA-256): %(digest)s", digest=statement_digest(account))]
