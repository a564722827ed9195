"""The page of spending, and the budget that is set there."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from heard.accounts.models import User
from heard.delivery.budget import budgets
from heard.delivery.models import Letter, Spending
from tests.browser import NewPage, axe
from tests.insight.flow import Disposition, answer, programme
from tests.web.staff.people import inside, read, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/spending"
OCTOBER = date(2020, 10, 1)
BUDGET = {"account": "sms_contact", "month": "2020-10", "pounds": "250"}


def _spent(account: str = "sms_contact", letters: int = 1_000, month: date = OCTOBER) -> None:
    Spending.objects.create(
        account=account, month=month, letters=letters, fragments=letters, pence=letters * 1.58
    )


def test_a_month_shows_texts_fragments_and_pounds() -> None:
    _spent()
    page = read(inside(), PAGE)
    assert "October 2020 Text after a call 1,000 1,000 £15.80 None 0 None completed" in page
    assert "2020 1,000 25,000" in page


def test_a_completed_survey_costs_its_share() -> None:
    _spent(letters=100)
    for disposition in (Disposition.COMPLETE, Disposition.COMPLETE, Disposition.PARTIAL):
        answer(programme(), {}, disposition=disposition)
    Letter.objects.update(account="sms_contact", counted_in=OCTOBER)
    assert "100 100 £1.58 None 2 79.0" in read(inside(), PAGE)


def test_an_analyst_is_offered_no_budget_to_set() -> None:
    assert "Set a budget" not in read(inside(), PAGE)
    assert "Set a budget" in read(inside(User.Role.ADMINISTRATOR), PAGE)


def test_a_budget_is_set_and_shown() -> None:
    client = inside(User.Role.ADMINISTRATOR)

    answer = client.post(f"{PAGE}/budget", BUDGET)

    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert budgets(OCTOBER) == {"sms_contact": 25_000}
    assert "October 2020 Text after a call 0 0 £0.00 £250.00" in read(client, PAGE)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"account": "none"}, "Choose a survey from the list"),
        ({"month": "October"}, "Enter the month as year and month"),
        ({"month": ""}, "Enter the month from which it holds"),
        ({"pounds": "-1"}, "not below nought"),
        ({"pounds": "1.234"}, "two decimals at most"),
        ({"pounds": "much"}, "Enter pounds as a number"),
    ],
)
def test_what_is_typed_in_wrongly_sets_nothing_and_is_said(
    wrong: dict[str, str], said: str
) -> None:
    answer = inside(User.Role.ADMINISTRATOR).post(f"{PAGE}/budget", {**BUDGET, **wrong})

    assert (answer.status_code, said in answer.content.decode()) == (400, True)
    assert budgets(OCTOBER) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_it_asks_as_much_for_three_as_for_one(
    count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(count):
        _spent(account=f"a{n}")
    client = inside()

    with django_assert_num_queries(15):
        client.get(PAGE)


def test_it_breaks_no_rule_of_access(new_page: NewPage) -> None:
    _spent()
    answer = inside(User.Role.ADMINISTRATOR).post(f"{PAGE}/budget", {})
    page = new_page(width=320)
    page.set_content(styled(answer))
    assert axe(page) == []
