"""Adjusted figures on the command line, changes against the year before, and what is refused."""

import pytest

from tests.cli.terminal import as_json, refused
from tests.cli.test_show import shown
from tests.insight.crowd import Said
from tests.insight.flow import CALLED, DAY

pytestmark = pytest.mark.usefixtures("given")


def test_adjusted_figures_stand_beside_those_counted_and_below_what_was_joined() -> None:
    for area in ("BE", "WV"):
        for number in range(40):
            code = ("TR-04", "AS-02", "", "AS-02")[number % 4]
            Said(area=area, code=code, value=9 if number % 5 else 2).put()
    Said(area="SW", code="TR-04").put()
    for number in range(12):  # held back beside that one
        Said(area="CV", code="AS-02", value=9 if number % 2 else 2).put()
    found = shown("figures", "--by", "area", "--adjust", "incident")
    told = [row[2:5] for row in found if len(row) > 3 and row[3] in {"counted", "adjusted"}]
    assert [row for row in told if row[1] == "counted"] == [
        ["BE", "counted", "80.0%"],
        ["CV", "counted", "hidden"],
        ["SW", "counted", "hidden"],
        ["WV", "counted", "80.0%"],
    ] * 2
    assert [row[2] for row in told if row[:2] == ["SW", "adjusted"]] == ["hidden"] * 2
    assert ["incident: none given, Transport joined"] in found
    printed = as_json("figures", "--by", "area", "--adjust", "incident")["figures"]
    adjusted = [one["adjusted"] for one in printed if one["programme"] == "sms_contact"]
    assert [one["shown"] for one in adjusted] == [True, False, False, True]


def test_figures_are_held_against_the_same_weeks_of_the_year_before() -> None:
    for days, value in ((0, 9), (366, 2)):
        for _ in range(12):
            Said(at=CALLED - days * DAY, value=value, area="BE").put()
    printed = as_json("figures", "--against", "year", "--by", "area")
    assert (printed["now"]["to"], printed["before"]["to"]) == ("2020-10-18", "2019-10-20")
    assert [
        (one["segment"], one["value"], one["against"]["value"], one["verdict"]["finding"])
        for one in printed["figures"]
        if one["programme"] == "sms_contact"
    ] == [(["BE"], 1.0, 0.0, "real")]


def test_what_does_not_go_together_is_refused() -> None:
    four = [word for cut in ("area", "hour", "grade", "mode") for word in ("--by", cut)]
    assert refused("figures", *four) == "heard: figures are cut by 3 things at once at most.\n"
    assert refused("figures", "--adjust", "hour", "--weighted", "--by", "area") == (
        "heard: --against, --weighted and --adjust go one at a time.\n"
    )
    assert refused("figures", "--adjust", "hour") == (
        "heard: What is adjusted are segments: say what to cut by.\n"
    )
    assert refused("figures", "--adjust", "hour", "--group", "gender") == (
        "heard: small groups are neither weighted nor adjusted.\n"
    )
