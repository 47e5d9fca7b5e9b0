"""Writing curriculum versions and their materials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from accounts import audit
from accounts.models import User
from core.db import db, utc_now
from core.stored_files import keep_file
from courses.models import Curriculum, CurriculumModule, CurriculumVersion
from courses.syllabus import queries
from courses.syllabus.models import TeachingMaterial
from courses.syllabus.rules import MaterialKind, Module, SyllabusState


class NameTaken(Exception):
    """The institution has a curriculum of that name."""


class NotADraft(Exception):
    """The version is approved or retired: it is never changed."""


class ChangedMeanwhile(Exception):
    """Somebody else has saved the version since it was opened; `by_name` is the last one who did."""


class DraftThere(Exception):
    """The curriculum has a draft already; `number` is its number."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NothingToApprove(Exception):
    """A version without modules cannot be approved."""


def write_curriculum(
    curriculum: Curriculum,
    *,
    facts: Mapping[str, Any],
    modules: Sequence[Module],
    objectives: str = "",
    edition: int = 0,
    by: User,
) -> CurriculumVersion:
    """Write a curriculum and its draft, the modules in this order; modules that are no longer named are removed.

    Raises NameTaken; NotADraft when its newest version is no draft; ChangedMeanwhile when the draft has been saved
    since `edition` of it was opened.
    """
    version = _draft_of(curriculum, edition)
    try:
        with db.session.begin_nested():
            for field, value in facts.items():
                setattr(curriculum, field, value)
            db.session.add(curriculum)
            db.session.flush()
    except IntegrityError as error:
        raise NameTaken from error
    if version is None:
        version = CurriculumVersion(curriculum_id=curriculum.id, number=1, drafted_by=by.display_name, modules=[])
        db.session.add(version)
    else:
        version.edition += 1
    version.objectives = objectives
    db.session.flush()
    _write_modules(version, modules)
    _note("courses.curriculum_saved", curriculum, version, by=by, name=curriculum.name)
    return version


def _draft_of(curriculum: Curriculum, edition: int) -> CurriculumVersion | None:
    newest = next(iter(queries.versions_of(curriculum.id)), None) if curriculum.id else None
    if newest is None:
        return None
    if newest.state is not SyllabusState.DRAFT:
        raise NotADraft
    if edition and newest.edition != edition:
        raise ChangedMeanwhile
    return newest


def _write_modules(version: CurriculumVersion, modules: Sequence[Module]) -> None:
    known = {one.name: one for one in version.modules}
    named = {one.name for one in modules}
    for name, row in known.items():
        if name not in named:
            db.session.delete(row)
    db.session.flush()
    for position, one in enumerate(modules):
        row = known.get(one.name) or CurriculumModule(version_id=version.id, name=one.name)
        row.position = position
        row.planned_hours = one.planned_hours
        row.compulsory = one.compulsory
        row.min_hours = one.min_hours
        row.modes = [mode.value for mode in one.modes]
        row.objectives = one.objectives
        row.source = one.source
        db.session.add(row)
    db.session.flush()
    db.session.expire(version, ["modules"])


def start_version(curriculum: Curriculum, *, reason: str, by: User) -> CurriculumVersion:
    """Begin the next version as a draft with the modules of the newest one. Raises DraftThere."""
    versions = queries.versions_of(curriculum.id)
    newest = next(iter(versions), None)
    if newest is not None and newest.state is SyllabusState.DRAFT:
        raise DraftThere(newest.number)
    number = newest.number + 1 if newest else 1
    version = CurriculumVersion(
        curriculum_id=curriculum.id,
        number=number,
        reason=reason,
        drafted_by=by.display_name,
        objectives=newest.objectives if newest else "",
        modules=[],
    )
    try:
        with db.session.begin_nested():
            db.session.add(version)
    except IntegrityError as error:
        raise DraftThere(number) from error
    _write_modules(version, newest.to_modules() if newest else [])
    _note("courses.curriculum_version_started", curriculum, version, by=by, reason=reason)
    return version


def approve_version(curriculum: Curriculum, version: CurriculumVersion, *, edition: int, by: User) -> None:
    """Approve a draft: from now on it never changes. Who drafted it may approve it; both names stand on the page.

    Raises NotADraft, NothingToApprove; ChangedMeanwhile when the draft has been saved since `edition` was read.
    """
    if version.state is not SyllabusState.DRAFT:
        raise NotADraft
    if version.edition != edition:
        raise ChangedMeanwhile
    if not queries.has_modules(version.id):
        raise NothingToApprove
    version.state = SyllabusState.APPROVED
    version.approved_by = by.display_name
    version.approved_at = utc_now()
    db.session.flush()
    _note("courses.curriculum_approved", curriculum, version, by=by, name=curriculum.name)


def retire_version(curriculum: Curriculum, version: CurriculumVersion, *, reason: str, by: User) -> None:
    """Take an approved version out of use: no new class follows it, classes that do keep it. Raises NotADraft."""
    if version.state is not SyllabusState.APPROVED:
        raise NotADraft
    version.state = SyllabusState.RETIRED
    version.retired_by = by.display_name
    version.retired_at = utc_now()
    version.retired_reason = reason
    db.session.flush()
    _note("courses.curriculum_retired", curriculum, version, by=by, reason=reason)


def add_material(
    curriculum: Curriculum, *, kind: MaterialKind, upload: tuple[str, bytes] | None, facts: Mapping[str, Any], by: User
) -> TeachingMaterial:
    """Put a material beside a module: a file, or a place to find it. Raises core.stored_files.UploadRefused."""
    stored = keep_file(*upload, by_name=by.display_name) if upload else None
    material = TeachingMaterial(
        curriculum_id=curriculum.id,
        kind=kind,
        stored_file_id=stored.id if stored else None,
        added_by=by.display_name,
        **facts,
    )
    db.session.add(material)
    db.session.flush()
    _audit("courses.material_added", curriculum, by=by, name=material.title)
    return material


def withdraw_material(material: TeachingMaterial, *, by: User) -> None:
    """Take a material out of the list; it stays on file. Withdrawing twice changes nothing."""
    if material.withdrawn_at is None:
        material.withdrawn_at = utc_now()
        material.withdrawn_by = by.display_name
        db.session.flush()
        _audit("courses.material_withdrawn", material.curriculum, by=by, name=material.title)


def _note(action: str, curriculum: Curriculum, version: CurriculumVersion, *, by: User, **detail: Any) -> None:
    _audit(action, curriculum, by=by, version=version.number, **detail)


def _audit(action: str, curriculum: Curriculum, *, by: User, **detail: Any) -> None:
    audit.record(
        action, by=by, subject=("curriculum", curriculum.id), institution_id=curriculum.institution_id, **detail
    )
