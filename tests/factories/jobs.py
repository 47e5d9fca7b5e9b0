"""Long work."""

from __future__ import annotations

from jobs.models import Job
from tests.factories.base import ModelFactory


class JobFactory(ModelFactory):
    """A job that waits, of nobody."""

    class Meta:
        model = Job

    kind = "test.count"
    title = "数到十"
