"""Many guesses at one password at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.web.staff.people import a_person, sign_in


@pytest.mark.usefixtures("own_database")
def test_a_hundred_guesses_at_once_are_no_more_than_ten() -> None:
    a_person()

    def guess(number: int) -> int:
        try:
            return sign_in(Client(), password=f"a wrong password {number}").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(guess, range(100)))
    # Nine are told that they were wrong, the tenth and all others that the account is locked.
    assert 1 <= statuses.count(200) <= 9
    assert set(statuses) <= {200, 429}
