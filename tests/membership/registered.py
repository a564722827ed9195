"""All members that the report counts, registered once for a file of tests."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from heard.simulation.members import register_members

CAME = datetime(2021, 1, 26, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def members(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All of them, once for a file, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        register_members(seed=7, now=CAME, progress=lambda _: None)
        yield
        transaction.set_rollback(True)
