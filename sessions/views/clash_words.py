"""The findings of a timetable in words, with what was let pass."""

from __future__ import annotations

from collections.abc import Sequence

from courses.models import ClassOffering
from sessions.clashes import queries as clash_queries
from sessions.clashes.labels import FindingWords, describe_finding
from sessions.models import ClassSession
from sessions.rules.conflicts import Finding


def described(
    offering: ClassOffering, sessions: Sequence[ClassSession], findings: Sequence[Finding]
) -> list[FindingWords]:
    """Each finding in words; one that was let pass for every session it names says by whom and why."""
    codes = {one.id: one.code for one in sessions}
    waived = {
        (codes[one.session_id], one.code, one.subject): f"{one.by_name}：{one.reason}"
        for one in reversed(clash_queries.waivers_of(offering.id))
        if one.session_id in codes
    }

    def passed(finding: Finding) -> str:
        said = [waived.get((code, finding.code.value, finding.subject[:200]), "") for code in finding.sessions]
        return said[0] if said and all(said) else ""

    return [describe_finding(one, passed(one)) for one in findings]
