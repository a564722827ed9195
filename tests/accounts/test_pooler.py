"""The wall stands behind a pooler that hands connections on after each transaction."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from heard.accounts.scope import NOTHING
from heard.accounts.wall import NoRows, require_rows, whole, within
from heard.eligibility.models import Screening
from tests.asked import ask
from tests.conftest import connected
from tests.peers.pooler import pooler

ANSWERED = "SELECT count(*) FROM eligibility_screening"


@pytest.fixture
def pool(own_database: dict[str, str], tmp_path: Path) -> Iterator[str]:
    ask()
    with pooler(own_database["DATABASE_URL"], folder=tmp_path) as address, connected(address):
        yield address


def test_a_request_in_part_and_a_worker_share_one_connection(pool: str) -> None:
    """One after the other on the same connection to PostgreSQL: neither sees as the other."""
    require_rows()
    with psycopg.connect(pool, autocommit=True) as worker:
        for _ in range(3):
            with within(NOTHING):
                assert Screening.objects.count() == 0
                with whole():
                    assert Screening.objects.count() == 1
                assert Screening.objects.count() == 0
            assert worker.execute(ANSWERED).fetchone() == (1,)
            assert Screening.objects.count() == 1


@pytest.mark.usefixtures("pool")
def test_a_request_that_fails_leaves_nothing_behind() -> None:
    with pytest.raises(ValueError, match="no page"), within(NOTHING):
        raise ValueError("no page")
    assert Screening.objects.count() == 1


def test_a_pooler_that_keeps_the_scope_to_itself_is_refused(
    own_database: dict[str, str], tmp_path: Path
) -> None:
    with (
        pooler(own_database["DATABASE_URL"], folder=tmp_path, begin="") as address,
        connected(address),
        pytest.raises(NoRows),
    ):
        require_rows()
