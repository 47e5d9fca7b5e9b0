"""Calendar feeds."""

from __future__ import annotations

import factory

from sessions.feeds import queries
from sessions.feeds.models import CalendarFeed
from sessions.feeds.rules import FeedKind
from tests.factories.base import ModelFactory
from tests.factories.classes import ClassOfferingFactory


class CalendarFeedFactory(ModelFactory):
    """The address of a class; `token` is its secret part. For others give `kind`, an empty `offering`, and the owner."""

    class Meta:
        model = CalendarFeed

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    kind = FeedKind.CLASS
    offering = factory.SubFactory(ClassOfferingFactory)
    token_index = factory.LazyAttribute(lambda made: queries.token_index(made.token))
    issued_by = "李静"
