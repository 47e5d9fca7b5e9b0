"""Questions about curriculum versions and teaching materials. Scope is applied here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from courses.models import ClassOffering, Curriculum, CurriculumModule, CurriculumVersion
from courses.syllabus.models import TeachingMaterial
from courses.syllabus.rules import Demands, SyllabusState, names_in
from standards import queries as standard_queries
from standards.models import RuleSetVersion
from standards.rules import Parameter
from trainer.models import Institution
from trainer.queries import Scope

REQUIRED_HOURS = "completion.required_hours"
COMPULSORY = "curriculum.compulsory_modules"
ONLINE_SHARE = "curriculum.max_online_share"

_WHOLE = (
    joinedload(CurriculumVersion.curriculum).joinedload(Curriculum.institution),
    selectinload(CurriculumVersion.modules),
)


def versions_of(curriculum_id: int) -> list[CurriculumVersion]:
    """Every version of a curriculum with its modules, the newest first."""
    statement = select(CurriculumVersion).where(CurriculumVersion.curriculum_id == curriculum_id).options(*_WHOLE)
    return list(db.session.scalars(statement.order_by(CurriculumVersion.number.desc())))


def version_of(curriculum_id: int, number: int) -> CurriculumVersion | None:
    """One version of that curriculum, by its number."""
    statement = select(CurriculumVersion).where(
        CurriculumVersion.curriculum_id == curriculum_id, CurriculumVersion.number == number
    )
    return db.session.scalar(statement.options(*_WHOLE))


def version_by_id(version_id: int) -> CurriculumVersion | None:
    """One version with curriculum and modules (no scope)."""
    return db.session.scalar(select(CurriculumVersion).where(CurriculumVersion.id == version_id).options(*_WHOLE))


def has_modules(version_id: int) -> bool:
    """Whether a version names any module."""
    found = select(CurriculumModule.id).where(CurriculumModule.version_id == version_id).limit(1)
    return db.session.scalar(found) is not None


def current_version(curriculum_id: int) -> CurriculumVersion | None:
    """The version that a new class would follow: the newest approved one, else the newest of all."""
    versions = versions_of(curriculum_id)
    approved = [one for one in versions if one.state is SyllabusState.APPROVED]
    return next(iter([*approved, *versions]), None)


def version_followed(offering: ClassOffering) -> CurriculumVersion | None:
    """The version a class keeps; of a class that names a curriculum only, the current one."""
    if offering.curriculum_version_id is not None:
        return version_by_id(offering.curriculum_version_id)
    return current_version(offering.curriculum_id) if offering.curriculum_id is not None else None


def versions_to_follow(scope: Scope, *, also: int | None = None) -> list[CurriculumVersion]:
    """What a class can be opened with: the newest approved version of each curriculum in scope, and version `also`."""
    newest = (
        select(func.max(CurriculumVersion.number))
        .where(
            CurriculumVersion.curriculum_id == Curriculum.id,
            CurriculumVersion.state == SyllabusState.APPROVED,
        )
        .correlate(Curriculum)
        .scalar_subquery()
    )
    statement = (
        select(CurriculumVersion)
        .join(CurriculumVersion.curriculum)
        .join(Curriculum.institution)
        .where(scope.allows(), (CurriculumVersion.number == newest) | (CurriculumVersion.id == (also or 0)))
        .options(*_WHOLE)
        .order_by(Curriculum.name, Curriculum.id, CurriculumVersion.number.desc())
    )
    return list(db.session.scalars(statement))


def classes_following(curriculum_id: int) -> dict[int, int]:
    """How many classes keep each version of a curriculum, by version id."""
    statement = (
        select(ClassOffering.curriculum_version_id, func.count())
        .join(CurriculumVersion, CurriculumVersion.id == ClassOffering.curriculum_version_id)
        .where(CurriculumVersion.curriculum_id == curriculum_id)
        .group_by(ClassOffering.curriculum_version_id)
    )
    return {version: count for version, count in db.session.execute(statement) if version}


def demands_today(day: date) -> tuple[Demands, RuleSetVersion | None]:
    """What the default rule-set asks of a curriculum on a day, and the version that says so."""
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, day)
    return (demands_of(version.to_parameters()), version) if version else (Demands(), None)


def demands_of(parameters: dict[str, Parameter]) -> Demands:
    """What these figures ask of a curriculum; what they leave open is not asked."""
    said = {key: one.value for key, one in parameters.items() if one.value is not None}
    return Demands(
        required_hours=Decimal(str(said[REQUIRED_HOURS])) if REQUIRED_HOURS in said else None,
        compulsory=names_in(str(said.get(COMPULSORY, ""))),
        max_online_share=Decimal(str(said[ONLINE_SHARE])) if ONLINE_SHARE in said else None,
    )


def materials_of(curriculum_id: int) -> list[TeachingMaterial]:
    """The materials of a curriculum that have not been withdrawn, module by module."""
    statement = (
        select(TeachingMaterial)
        .where(TeachingMaterial.curriculum_id == curriculum_id, TeachingMaterial.withdrawn_at.is_(None))
        .options(joinedload(TeachingMaterial.stored_file), joinedload(TeachingMaterial.teacher))
        .order_by(TeachingMaterial.module, TeachingMaterial.id)
    )
    return list(db.session.scalars(statement))


def materials_in(institution_ids: list[int]) -> list[TeachingMaterial]:
    """The materials of all curricula of these institutions, by curriculum and module."""
    statement = (
        select(TeachingMaterial)
        .join(TeachingMaterial.curriculum)
        .where(Curriculum.institution_id.in_(institution_ids), TeachingMaterial.withdrawn_at.is_(None))
        .options(
            joinedload(TeachingMaterial.stored_file),
            joinedload(TeachingMaterial.teacher),
            joinedload(TeachingMaterial.curriculum),
        )
        .order_by(Curriculum.name, TeachingMaterial.module, TeachingMaterial.id)
    )
    return list(db.session.scalars(statement))


def material_in_scope(material_id: int, scope: Scope) -> TeachingMaterial | None:
    """One material, if its institution is in scope; withdrawn ones too, they stay on file."""
    statement = (
        select(TeachingMaterial)
        .join(TeachingMaterial.curriculum)
        .join(Institution, Institution.id == Curriculum.institution_id)
        .where(TeachingMaterial.id == material_id, scope.allows())
        .options(joinedload(TeachingMaterial.stored_file), joinedload(TeachingMaterial.curriculum))
    )
    return db.session.scalar(statement)
