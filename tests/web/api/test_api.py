"""The figures for a force's own reports: scopes, pages, filters, and what stays hidden."""

import csv
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest

from heard.accounts.keys import revoke_keys
from heard.accounts.models import FeedKey
from heard.insight.cuts import HANDLING
from heard.journal.models import Entry
from heard.web.api.schemas import NAMES, Asked
from tests.insight.flow import answer, known, programme
from tests.insight.teams import replies
from tests.web.api.reader import a_key, get
from tests.web.feeds.post import a_key as a_feed_key

pytestmark = pytest.mark.django_db
BY_AREA = "figures?survey=sms_contact&question=treatment&by=area"


def fill() -> None:
    for area, n in (("BE", 40), ("CV", 30), ("SH", 20), ("WV", 3)):
        for number in range(n):
            scores = {"treatment": 9 if number % 2 else 2, "outcome": 9}
            answer(programme(), scores, area=area)
    known()


def told(path: str, **scope: Any) -> Any:  # noqa: ANN401
    answered = get(path, key=a_key(**scope))
    assert answered.status_code == 200, answered.content
    return answered.json()


def refused(path: str, **scope: Any) -> tuple[int, str]:  # noqa: ANN401
    answered = get(path, key=a_key(**scope))
    return answered.status_code, answered.json()["detail"]


def test_figures_come_with_their_base_and_hidden_ones_without() -> None:
    fill()
    found = told(BY_AREA)
    shown = {one["segment"][0]: one for one in found["figures"]}
    assert (shown["BE"]["value"], shown["BE"]["n"], shown["BE"]["shown"]) == (0.5, 40, True)
    hidden = shown["WV"]
    assert [hidden[name] for name in ("value", "low", "high", "n", "from", "to")] == 6 * [None]
    assert hidden["hidden"] == "held back, so that nobody can be made out"
    assert (found["total"], found["page"], found["pages"], found["by"]) == (4, 1, 1, ["area"])
    assert "not weighted" in found["caveat"]


def test_all_questions_are_paged() -> None:
    fill()
    whole = told("figures?survey=sms_contact")
    pages = [told(f"figures?survey=sms_contact&size=2&page={page}") for page in (1, 2, 3, 4)]
    assert [one["pages"] for one in pages] == 4 * [3]
    assert [one for page in pages for one in page["figures"]] == whole["figures"]
    assert len(whole["figures"]) == 5


def test_csv_has_the_same_and_no_formula() -> None:
    replies("=1+1", 40, 20)
    replies("FC-A", 40, 20)
    known()
    key = a_key(teams=True)
    answered = get("figures.csv?survey=sms_contact&question=treatment&by=team", key=key)
    assert answered.headers["Content-Type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(StringIO(answered.content.decode())))
    assert [(one["team"], one["n"], one["value"]) for one in lines] == [
        ("'=1+1", "40", "0.5"),
        ("FC-A", "40", "0.5"),
    ]


def test_all_that_the_force_did_is_a_filter() -> None:
    """A cut that comes in later must not be forgotten here."""
    assert {cut.value for cut in HANDLING} <= NAMES[Asked]
    assert Asked(survey="x", crime="none").where.crime == ""


def test_filters_and_days_narrow_the_figures_down() -> None:
    fill()
    dated = "&from=2020-10-12&to=2020-10-18&weekday=1&hour=11&incident=none&channel=none"
    found = told(f"{BY_AREA}{dated}&version=1")
    assert {one["segment"][0] for one in found["figures"] if one["n"] == 40} <= {"BE"}
    assert (found["counted_from"], found["counted_to"]) == ("2020-10-12", "2020-10-18")


def test_a_key_gives_its_area_and_no_team_unless_it_says_so() -> None:
    fill()
    (only,) = told(BY_AREA, area="CV")["figures"]
    assert only["segment"] == ["CV"]
    one = "figures?survey=sms_contact&question=treatment"
    assert [found["n"] for found in told(f"{one}&area=CV", area="CV")["figures"]] == [30]
    assert [found["n"] for found in told(one, area="CV")["figures"]] == [93]
    assert refused(f"{one}&area=BE", area="CV") == (
        403,
        "This key does not give figures of that part of the force.",
    )
    assert told(f"{one}&by=team", area="CV", teams=True)["figures"] == []
    assert refused("figures?survey=sms_contact&by=team") == (
        403,
        "This key does not give figures of teams.",
    )
    assert refused("figures?survey=sms_contact&team=FC-A")[0] == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("figures?survey=none", 404),
        ("figures?survey=sms_contact&question=none", 404),
        ("figures?survey=sms_contact&aera=BE", 422),
        ("figures?survey=sms_contact&area=XX", 422),
        ("figures?survey=sms_contact&by=age&from=2020-10-01", 422),
        ("figures?survey=sms_contact&by=area&by=area", 422),
        ("figures?survey=sms_contact&size=1001", 422),
        ("figures", 422),
    ],
)
def test_what_makes_no_sense_is_refused(path: str, status: int) -> None:
    fill()
    assert get(path, key=a_key()).status_code == status


def test_nobody_reads_without_a_key_for_it() -> None:
    fill()
    wrong = [a_feed_key(), "wrong", ""]
    revoked = a_key()
    revoke_keys("qlik", kind=FeedKey.Kind.FIGURES, now=datetime(2020, 10, 6, tzinfo=UTC))
    for key in (*wrong, revoked):
        assert get("surveys", key=key).status_code == 401
        assert get(BY_AREA, key=key).status_code == 401


def test_until_there_are_facts_there_are_no_figures() -> None:
    assert refused("figures?survey=sms_contact") == (503, "There are no figures yet.")


def test_surveys_name_their_questions() -> None:
    fill()
    found = {one["survey"]: one for one in told("surveys")}
    assert found["sms_contact"]["name"] == "Text after a call"
    assert found["sms_contact"]["questions"][0] == {
        "question": "treatment",
        "version": 1,
        "words": "How polite and respectful were we?",
        "measure": "share_8_plus",
        "counts": "8 or above",
    }
    assert "sa_specialist" not in found


def test_each_look_is_in_the_journal_and_nothing_that_was_typed() -> None:
    fill()
    told(f"{BY_AREA}&incident=Jones")
    entry = Entry.objects.filter(act="api.look").latest("id")
    assert (entry.actor_id, entry.subject) == ("key:qlik", "api:figures sms_contact treatment area")
