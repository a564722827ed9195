"""Every page names the force and says whether its people are real."""

from datetime import UTC, datetime

import pytest
from django.template import loader
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from heard.clock import simulate
from heard.web import pages

pytestmark = pytest.mark.django_db

BANNER = "Simulation: the people are not real"
NOW = datetime(2020, 10, 1, tzinfo=UTC)


def test_a_page_of_a_real_force_has_its_name_and_no_banner() -> None:
    page = Client().get("/privacy").content.decode()
    assert ("Trial Police" in page, BANNER in page) == (True, False)


def test_a_mark_made_after_the_start_is_seen_and_remembered(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    before = pages.is_simulation()
    simulate.begin(seed=1, now=NOW)
    after = pages.is_simulation()
    with django_assert_num_queries(0):
        again = pages.is_simulation()
    assert (before, after, again) == (False, True, True)


def test_the_page_for_our_own_faults_needs_no_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        page = loader.get_template("500.html").render()
    assert "It is our fault, not yours." in page


def test_a_page_says_its_language_and_is_kept_out_of_search() -> None:
    page = Client().get("/accessibility").content.decode()
    assert '<html lang="en-GB"' in page
    assert '<meta name="robots" content="noindex, nofollow">' in page
    assert "<script" not in page
