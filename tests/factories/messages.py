"""Messages and their deliveries."""

from __future__ import annotations

import factory

from core.db import utc_now
from messages.models import ContactAddress, Delivery, Notification
from messages.rules import ChannelKind
from tests.factories.accounts import UserFactory
from tests.factories.base import ModelFactory


class NotificationFactory(ModelFactory):
    """A message that nobody has opened."""

    class Meta:
        model = Notification

    user = factory.SubFactory(UserFactory)
    kind = "test.said"
    facts = factory.LazyFunction(lambda: {"what": "课表有变动"})
    link = "/"


class ContactAddressFactory(ModelFactory):
    """A confirmed e-mail address."""

    class Meta:
        model = ContactAddress

    channel = ChannelKind.EMAIL
    address = factory.Sequence(lambda n: f"person{n}@example.cn")
    confirmed_at = factory.LazyFunction(utc_now)


class DeliveryFactory(ModelFactory):
    """A message that waits to go out by e-mail."""

    class Meta:
        model = Delivery

    channel = ChannelKind.EMAIL
    key = factory.Sequence(lambda n: f"key-{n}")
