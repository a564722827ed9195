"""Many guesses at one password at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.db.models import Sum
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
    tried = AccessAttempt.objects.aggregate(n=Sum("failures_since_start"))["n"]
    assert tried == 10
    assert statuses.count(200) == 9  # the tenth is told that the account is locked
    assert set(statuses) == {200, 429}
