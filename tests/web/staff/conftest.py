"""Passwords hashed in no time (`test_people` tries them in earnest), and facts that are there."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.insight.flow import known


@pytest.fixture(autouse=True)
def quick_passwords() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture
def with_facts(db: None) -> None:
    """Let there be facts, of a database in which nothing happened."""
    known()
