"""Questions about accreditations, posts and internal documents. The caller has checked the institution's scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from core.stored_files import StoredFile
from standards import queries as standard_queries
from standards.rules import Parameter, ParameterMissing, figure
from trainer.accreditation.models import (
    AccreditationFile,
    AccreditationRecord,
    DocumentVersion,
    InstitutionDocument,
    PostHolding,
)
from trainer.accreditation.rules import Accreditation, best_of, days_of, words_of

ALARM_DAYS = "accreditation.alarm_days"
TRAINING_TYPES = "training.types"
REQUIRED_POSTS = "institution.required_posts"
REQUIRED_DOCUMENTS = "institution.required_documents"


@dataclass(frozen=True, slots=True)
class Policy:
    """What the rule-set asks of an institution; what it leaves open is empty."""

    alarm_days: tuple[int, ...] = ()
    training_types: tuple[str, ...] = ()
    required_posts: tuple[str, ...] = ()
    required_documents: tuple[str, ...] = ()

    @property
    def soon(self) -> int | None:
        """From how many days before its end on an accreditation ends soon."""
        return max(self.alarm_days, default=None)


def policy_on(day: date) -> Policy:
    """What the rule-set in force on a day asks of every institution."""
    version = standard_queries.version_for(standard_queries.DEFAULT_RULE_SET, day)
    parameters = version.to_parameters() if version else {}
    return Policy(
        days_of(_text(parameters, ALARM_DAYS)),
        words_of(_text(parameters, TRAINING_TYPES)),
        words_of(_text(parameters, REQUIRED_POSTS)),
        words_of(_text(parameters, REQUIRED_DOCUMENTS)),
    )


def _text(parameters: dict[str, Parameter], key: str) -> str:
    try:
        return str(figure(parameters, key))
    except ParameterMissing:
        return ""


_RECORD = (
    selectinload(AccreditationRecord.entries),
    selectinload(AccreditationRecord.files).joinedload(AccreditationFile.file),
)


def records_of(institution_id: int) -> list[AccreditationRecord]:
    """The accreditations of an institution with entries and files, the newest first."""
    statement = select(AccreditationRecord).where(AccreditationRecord.institution_id == institution_id)
    return list(db.session.scalars(statement.options(*_RECORD).order_by(AccreditationRecord.id.desc())))


def record_of(institution_id: int, accreditation_id: int) -> AccreditationRecord | None:
    """One accreditation of that institution."""
    statement = select(AccreditationRecord).where(
        AccreditationRecord.id == accreditation_id, AccreditationRecord.institution_id == institution_id
    )
    return db.session.scalar(statement.options(*_RECORD).execution_options(populate_existing=True))


def accreditations_of(institution_id: int) -> list[Accreditation]:
    """The accreditations of an institution as rules take them."""
    return accreditations_by_institution([institution_id]).get(institution_id, [])


def accreditations_by_institution(institution_ids: Iterable[int]) -> dict[int, list[Accreditation]]:
    """The accreditations of each of these institutions; those without any are left out."""
    statement = (
        select(AccreditationRecord)
        .where(AccreditationRecord.institution_id.in_(list(institution_ids)))
        .options(selectinload(AccreditationRecord.entries))
        .order_by(AccreditationRecord.id)
    )
    found: defaultdict[int, list[Accreditation]] = defaultdict(list)
    for record in db.session.scalars(statement):
        found[record.institution_id].append(record.to_accreditation())
    return dict(found)


def known_accreditation(institution_id: int, day: date, training_type: str = "") -> Accreditation | None:
    """The accreditation that an institution is known by on a day, before all others one for that kind of training."""
    found = accreditations_of(institution_id)
    fitting = [one for one in found if one.includes(training_type)] if training_type else []
    return best_of(fitting or found, day)


def accreditation_file(institution_id: int, accreditation_id: int, file_id: int) -> AccreditationFile | None:
    """One document of an accreditation of that institution; one handed in by mistake is still there."""
    statement = (
        select(AccreditationFile)
        .join(AccreditationFile.accreditation)
        .where(
            AccreditationFile.id == file_id,
            AccreditationRecord.id == accreditation_id,
            AccreditationRecord.institution_id == institution_id,
        )
        .options(joinedload(AccreditationFile.file))
    )
    return db.session.scalar(statement)


_POST = (joinedload(PostHolding.user), joinedload(PostHolding.file))


def posts_of(institution_id: int) -> list[PostHolding]:
    """Who holds and held which post: those held now first, then by post and the day they began."""
    statement = (
        select(PostHolding)
        .where(PostHolding.institution_id == institution_id)
        .options(*_POST)
        .order_by(PostHolding.ended_on.isnot(None), PostHolding.post, PostHolding.started_on.desc(), PostHolding.id)
    )
    return list(db.session.scalars(statement))


def post_of(institution_id: int, holding_id: int) -> PostHolding | None:
    """One holding of a post at that institution."""
    statement = select(PostHolding).where(PostHolding.id == holding_id, PostHolding.institution_id == institution_id)
    return db.session.scalar(statement.options(*_POST))


_DOCUMENT = selectinload(InstitutionDocument.versions).joinedload(DocumentVersion.file)


def files_not_on_record(file_ids: list[int]) -> list[StoredFile]:
    """Those of these files that no document refers to yet, in the order in which they came."""
    used = select(DocumentVersion.file_id)
    statement = select(StoredFile).where(StoredFile.id.in_(file_ids), StoredFile.id.not_in(used))
    return list(db.session.scalars(statement.order_by(StoredFile.id)))


def documents_of(institution_id: int) -> list[InstitutionDocument]:
    """The internal documents of an institution with their versions, the newest version first."""
    statement = select(InstitutionDocument).where(InstitutionDocument.institution_id == institution_id)
    ordered = statement.order_by(InstitutionDocument.kind, InstitutionDocument.title, InstitutionDocument.id)
    return list(db.session.scalars(ordered.options(_DOCUMENT)))


def document_of(institution_id: int, document_id: int) -> InstitutionDocument | None:
    """One internal document of that institution."""
    statement = select(InstitutionDocument).where(
        InstitutionDocument.id == document_id, InstitutionDocument.institution_id == institution_id
    )
    return db.session.scalar(statement.options(_DOCUMENT).execution_options(populate_existing=True))
