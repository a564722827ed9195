"""A page asks the database little, however often it is looked at."""

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.asked import ask
from tests.web.citizen.citizen import Citizen

pytestmark = pytest.mark.usefixtures("own_database", "simulated")


def test_a_question_takes_three_queries_and_an_answer_one_more_in_a_transaction(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ask()
    citizen = Citizen()
    citizen.answer_all()
    with django_assert_num_queries(3):  # the time, the invitation, the draft
        citizen.get("/q/timeliness")
    with django_assert_num_queries(6):  # the draft to and fro, and both ends of its transaction
        citizen.post("/q/timeliness", answer="5")
    with django_assert_num_queries(3):
        citizen.get("/check")
