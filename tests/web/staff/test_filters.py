"""Filters in the address: what they ask for, and what they refuse in words."""

from datetime import date

import pytest

from heard.insight.cuts import Cut, Slice
from heard.insight.survey import View
from heard.web.staff.filters import Filters

BESIDE_HANDLING = "Age, ethnic group, disability and sex cannot be looked at by what the force did"
QUESTIONS = [("outcome", "How well did we help you?")]


def read(**given: str) -> Filters:
    return Filters(given, questions=QUESTIONS, teams=["FC-A", "FC-B"])


def test_nothing_asked_is_everything_and_the_lowest() -> None:
    filters = read()
    assert filters.is_valid()
    assert filters.view == View(where=Slice())


def test_every_filter_reaches_the_figures() -> None:
    filters = read(
        **{"from": "2020-10-01", "to": "2020-10-09", "and": "hour"},
        area="BE",
        incident="Crime",
        weekday="7",
        hour="0",
        question="outcome",
        by="area",
        hours="block",
        target="70",
        then="grade",
        grade="PRIORITY",
        response_time="missed",
        channel="101",
        language="none",
        ward="E05001178",
        team="FC-B",
    )
    assert filters.is_valid(), filters.errors
    assert filters.view == View(
        where=Slice(
            from_=date(2020, 10, 1),
            to=date(2020, 10, 9),
            area="BE",
            incident="Crime",
            weekday=7,
            hour=0,
            grade="PRIORITY",
            response_time="missed",
            contact_channel="101",
            language="",
            ward="E05001178",
            team="FC-B",
        ),
        question="outcome",
        by=(Cut.AREA, Cut.HOUR, Cut.GRADE),
        hour=Cut.BLOCK,
        target=0.7,
    )


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({"from": "09/10/2020"}, "from", "From: enter a day as year, month and day: 2020-10-09"),
        ({"to": "2020-02-30"}, "to", "To: enter a day as year, month and day: 2020-10-09"),
        (
            {"from": "2020-10-09", "to": "2020-10-08"},
            "to",
            "To: the last day must not lie before the first",
        ),
        ({"area": "XX"}, "area", "Area: choose one of the list"),
        ({"incident": "x"}, "incident", "Incident group: choose one of the list"),
        ({"weekday": "0"}, "weekday", "Day of the week: choose one of the list"),
        ({"hour": "24"}, "hour", "Hour: choose one of the list"),
        ({"question": "age"}, "question", "Question: choose one of the list"),
        ({"by": "person"}, "by", "Cut by: choose one of the list"),
        ({"and": "hour"}, "and", "And by: choose what to cut by first"),
        ({"by": "hour", "and": "hour"}, "and", "And by: choose another cut than the first"),
        ({"by": "hour", "then": "area"}, "then", "And by as well: choose what to cut by first"),
        (
            {"by": "hour", "and": "area", "then": "hour"},
            "then",
            "And by as well: choose another cut than those before",
        ),
        ({"ward": "Acocks Green"}, "ward", "Ward: choose one of the list"),
        ({"team": "FC-C"}, "team", "Team: choose one of the list"),
        (
            {"by": "sex", "team": "FC-A"},
            "by",
            "Cut by: Age, ethnic group, disability and sex cannot be looked at by ward or team",
        ),
        ({"grade": "P1"}, "grade", "Grade: choose one of the list"),
        (
            {"by": "sex", "grade": "PRIORITY"},
            "by",
            f"Cut by: {BESIDE_HANDLING}",
        ),
    ],
)
def test_what_makes_no_sense_is_named_with_its_rule(
    given: dict[str, str], field: str, said: str
) -> None:
    filters = read(**given)
    assert not filters.is_valid()
    assert filters.errors.as_data().keys() == {field}
    assert filters.errors[field] == [said]


def test_teams_are_offered_to_those_alone_who_may_look_at_them() -> None:
    for given in ({"by": "team"}, {"by": "area", "and": "team"}):
        assert read(**given).is_valid()
        assert not Filters(given, questions=QUESTIONS).is_valid()
    others = Filters({"team": "FC-A"}, questions=QUESTIONS)
    assert others.is_valid()
    assert others.view == View(where=Slice())
