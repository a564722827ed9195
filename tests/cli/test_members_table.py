"""The table of the membership on the command line, as text and as JSON."""

import json
from datetime import UTC, datetime

import pytest

from heard.membership.models import Movement
from tests.cli.terminal import heard, refused

pytestmark = pytest.mark.usefixtures("given")


@pytest.fixture
def _one_member(given: None) -> None:
    at = datetime(2020, 1, 2, tzinfo=UTC)
    Movement.objects.create(
        person="00000000-0000-4000-8000-000000000001",
        kind="join",
        to_area="CV",
        at=at,
        recorded_at=at,
    )


@pytest.mark.usefixtures("_one_member")
def test_the_table_is_given_as_json() -> None:
    days = ("--from", "2019-11-30", "--to", "2020-11-30")
    found = json.loads(heard("members", "table", *days, "--json").stdout)
    assert (found["from"], found["to"]) == ("2019-11-30", "2020-11-30")
    (coventry,) = (row for row in found["rows"] if row["area"] == "CV")
    assert (coventry["before"], coventry["after"], coventry["population"]) == (0, 1, 299_236)
    assert (coventry["change_share"], coventry["share_after"]) == (None, "100.0")


@pytest.mark.usefixtures("_one_member")
def test_the_table_is_printed_for_the_year_to_the_last_november() -> None:
    printed = heard("members", "table").stdout
    assert "Force total" in printed
    assert "2,299,563" in printed


def test_days_that_run_backwards_are_refused() -> None:
    assert refused("members", "table", "--from", "2020-11-30", "--to", "2019-11-30") == (
        "heard: --to: the last day must lie after the first.\n"
    )
