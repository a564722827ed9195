"""The equality questions in a browser: offered after the survey, and never part of it."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from heard.clock import simulate
from heard.eligibility.models import Programme
from heard.equality.models import Draft, Profile
from heard.invitations import collectors
from heard.responses import record
from heard.responses.models import Answer, Response
from tests.asked import ASKED, SCORES, ask
from tests.open_ways import NOW, way_in
from tests.responses.test_guests import SAID
from tests.web.citizen.citizen import Citizen
from tests.web.citizen.every_page import EQUALITY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]


@pytest.fixture
def citizen() -> Citizen:
    """Somebody who has just sent a survey, and stands before the gate."""
    ask()
    citizen = Citizen()
    citizen.answer_all()
    citizen.root = str(citizen.post("/submit")["Location"])
    citizen.get()
    return citizen


def answer_every_page(citizen: Citizen) -> str:
    where = str(citizen.post("", answer="yes")["Location"])
    for key, fields in EQUALITY.items():
        assert where == f"{citizen.root}/{key}"
        citizen.get(f"/{key}")
        where = str(citizen.post(f"/{key}", **fields)["Location"])
    return where


def test_every_page_is_answered_and_kept_apart(citizen: Citizen) -> None:
    assert answer_every_page(citizen) == "/thank-you"
    (kept,) = Profile.objects.values()
    assert kept["apart"] == Response.objects.get().apart
    said = {name: kept[name] for name in ("birth_year", "condition", "reduces", "ethnic_code")}
    assert said == {
        "birth_year": 1980,
        "condition": "yes",
        "reduces": "little",
        "ethnic_code": "A9",
    }
    assert (kept["sex"], kept["gender"], kept["orientation"]) == ("female", "skip", "")
    assert dict(Answer.objects.values_list("question_id", "value")) == SCORES
    assert citizen.get().status_code == 303  # what was given is over


def test_the_survey_is_sent_before_anything_is_asked(citizen: Citizen) -> None:
    assert "We have received your answers. Thank you." in citizen.page
    assert Response.objects.get().disposition == "complete"
    assert (Draft.objects.count(), Profile.objects.count()) == (0, 0)


def test_who_skips_them_leaves_nothing(citizen: Citizen) -> None:
    citizen.post("", answer="yes")
    citizen.get("/religion")
    citizen.post("/religion", religion="sikh")
    assert Draft.objects.count() == 1
    citizen.get()
    assert citizen.post("", answer="no")["Location"] == "/thank-you"
    assert (Draft.objects.count(), Profile.objects.count()) == (0, 0)


def test_without_a_choice_the_gate_asks_again(citizen: Citizen) -> None:
    citizen.post("")
    assert "Choose whether you want to answer the equality questions" in citizen.page
    assert "<title>Error: Equality questions" in citizen.page


def test_they_need_no_cookie_but_the_one_that_protects_a_form(citizen: Citizen) -> None:
    assert {*citizen.browser.cookies} == {"csrftoken"}
    strange = Client()
    assert strange.get(f"{citizen.root}/sex").status_code == 200


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"day": "31", "month": "3", "year": "1980"}, 1980),
        ({"year": "1980"}, 1980),
        ({"month": "3", "year": "1980"}, 1980),
        ({"year": "١٩٨٠"}, 1980),
        ({"day": "29", "month": "2", "year": "2000"}, 2000),
        ({}, None),
    ],
)
def test_of_a_date_of_birth_the_year_is_kept(
    sent: dict[str, str], kept: int | None, citizen: Citizen
) -> None:
    citizen.post("/birth_year", **sent)
    citizen.get("/birth_year")
    held = dict(
        re.findall(
            r'name="(day|month|year)" type="text" inputmode="numeric" value="(\d*)"', citizen.page
        )
    )
    assert held == {"day": "", "month": "", "year": str(kept or "")}


@pytest.mark.parametrize(
    "sent",
    [
        {"day": "31", "month": "2", "year": "1980"},
        {"day": "31", "year": "1980"},
        {"day": "31", "month": "3"},
        {"year": "eighty"},
        {"year": "19800"},
    ],
)
def test_what_is_no_date_of_birth_is_said_to_be_none(
    sent: dict[str, str], citizen: Citizen
) -> None:
    assert citizen.post("/birth_year", **sent).status_code == 200
    assert "Write a date with day, month and year, or the year alone" in citizen.page
    assert all(f'value="{part}"' in citizen.page for part in sent.values())


def test_a_year_that_cannot_be_is_answered_in_the_words_of_the_form(citizen: Citizen) -> None:
    citizen.post("/birth_year", year="2021")
    assert "Your year of birth must be between 1900 and this year" in citizen.page


def test_what_no_page_offers_is_not_taken(citizen: Citizen) -> None:
    citizen.get("/sex")
    citizen.post("/sex", sex="x", gender="yes")
    assert "Choose one" in citizen.page
    assert Draft.objects.count() == 0


def test_a_page_that_is_not_asked_leads_to_the_gate(citizen: Citizen) -> None:
    assert citizen.get("/white")["Location"] == citizen.root
    assert citizen.get("/nothing")["Location"] == citizen.root


def test_a_link_is_over_after_a_day(citizen: Citizen) -> None:
    simulate.advance(to=ASKED.replace(day=ASKED.day + 1))
    assert citizen.get().status_code == 404


def test_a_programme_that_does_not_ask_them_leads_to_the_thanks() -> None:
    ask()
    Programme.objects.filter(slug="sms_contact").update(equality=False)
    citizen = Citizen()
    citizen.answer_all()
    assert citizen.post("/submit")["Location"] == "/thank-you"


@pytest.mark.parametrize("quick_exit", [False, True])
def test_who_came_by_a_poster_is_asked_as_well(*, quick_exit: bool) -> None:
    way = way_in()
    Programme.objects.filter(pk=way.programme_id).update(quick_exit=quick_exit)
    guest, token = collectors.let_in(way, address="192.0.2.7", answered_before=False, now=NOW)
    record.start(guest, now=NOW)
    for key, value in SAID.items():
        record.save(guest, key, value, now=NOW)
    citizen = Citizen(token)
    citizen.get("/check")
    citizen.root = str(citizen.post("/submit")["Location"])
    citizen.get()
    assert ("govuk-exit-this-page" in citizen.page) is quick_exit
    assert answer_every_page(citizen) == "/thank-you"
    assert Profile.objects.get().apart == Response.objects.get().apart


def test_which_programmes_ask_them() -> None:
    asking = Programme.objects.filter(equality=True).values_list("route", flat=True)
    assert set(asking) == {"automatic", "members", "open"}
    without = Programme.objects.filter(equality=False).values_list("slug", flat=True)
    assert set(without) == {"live_chat", "custody", "domestic_abuse"}


def test_the_id_stands_in_the_response_and_beside_what_was_said_and_nowhere_else(
    citizen: Citizen, capsys: pytest.CaptureFixture[str]
) -> None:
    answer_every_page(citizen)
    call_command("check")
    apart = Response.objects.get().apart
    assert apart is not None
    names = connection.introspection.table_names()
    holders = set()
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM \"{name}\" t")  # noqa: S608
            (rows,) = cursor.fetchone()
            if str(apart) in rows or apart.hex in rows:
                holders.add(name)
    assert holders == {"responses_response", "equality_profile"}
    said = capsys.readouterr()
    assert apart.hex not in said.out + said.err
