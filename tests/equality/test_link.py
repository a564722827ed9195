"""The link to the equality questions names a random id, lives for a day, and opens nothing else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core.signing import Signer
from pytest_django import Settings

from heard.equality.link import LIFE, Pass, find, make

NOW = datetime(2020, 10, 12, 10, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("quick_exit", [False, True])
def test_a_link_is_read_for_a_day(*, quick_exit: bool) -> None:
    opened = Pass(apart=uuid4(), quick_exit=quick_exit)
    token = make(opened, now=NOW)
    assert find(token, now=NOW) == opened
    assert find(token, now=NOW + LIFE - SECOND) == opened
    assert find(token, now=NOW + LIFE) is None


def test_a_link_says_nothing_but_the_id_its_end_and_whether_there_is_a_button() -> None:
    token = make(Pass(apart=UUID(int=7), quick_exit=False), now=NOW)
    ends = f"{int((NOW + LIFE).timestamp()):x}"
    assert token.rpartition(":")[0] == f"{31 * '0'}7-{ends}-0"


def test_what_was_changed_or_signed_for_something_else_opens_nothing(settings: Settings) -> None:
    token = make(Pass(apart=UUID(int=7), quick_exit=False), now=NOW)
    said = token.rpartition(":")[0]
    wrong = (token.replace("7-", "8-"), said, "", "x", Signer(salt="sessions").sign(said))
    assert [find(each, now=NOW) for each in wrong] == 5 * [None]
    settings.SECRET_KEY = 8 * "another"
    assert find(token, now=NOW) is None
