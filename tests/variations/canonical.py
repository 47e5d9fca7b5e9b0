"""What must be the same in every way of writing the class: rows without their places, in a fixed order."""

from __future__ import annotations

from typing import Any

from intake.rows import Reading


def roster(reading: Reading) -> list[tuple[Any, ...]]:
    return [
        (
            row.outcome.value,
            row.codes,
            row.name,
            row.sex,
            row.id_number,
            row.phone,
            row.employer,
            row.uscc,
            row.above_scale,
        )
        for row in reading.roster
        if row.outcome.value != "ignored"
    ]


def sessions(reading: Reading) -> list[tuple[Any, ...]]:
    return sorted(
        (s.code, s.kind.value, str(s.on), str(s.starts), str(s.ends), s.title, s.teacher, s.video_seconds, s.planned_hours)
        for s in reading.sessions
    )  # fmt: skip


def taps(reading: Reading) -> list[tuple[Any, ...]]:
    return sorted((t.name, t.key.get("phone", ""), t.at, t.direction, t.exact) for t in reading.taps)


def leaves(reading: Reading) -> list[tuple[Any, ...]]:
    return sorted((x.name, x.key.get("phone", ""), x.starts_at, x.ends_at, x.decision.value) for x in reading.leaves)


def live(reading: Reading) -> list[tuple[Any, ...]]:
    return sorted((x.unit, x.nickname, x.joined_at, x.left_at) for x in reading.live)


def segments(reading: Reading) -> list[tuple[Any, ...]]:
    return sorted(
        (x.unit, x.name, x.key.get("phone", ""), x.start_second, x.end_second, x.played_at, x.rate)
        for x in reading.segments
    )


def scores(reading: Reading) -> list[tuple[Any, ...]]:
    return [
        (x.name, x.key.get("id", "")[-4:], x.first.state, x.first.value, x.makeup.state, x.makeup.value)
        for x in reading.scores
    ]


def survey(reading: Reading) -> list[tuple[Any, ...]]:
    return [
        (x.token, x.submitted_at, x.seconds, {name: a.value for name, a in x.answers.items()}, dict(x.texts))
        for x in reading.survey
    ]


EVERYTHING = {
    "roster": roster,
    "sessions": sessions,
    "taps": taps,
    "leaves": leaves,
    "live": live,
    "segments": segments,
    "scores": scores,
    "survey": survey,
}
