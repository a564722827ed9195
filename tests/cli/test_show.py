"""What a command found, for people and for programs."""

import pytest

from heard.clock import simulate
from heard.core.screening import Outcome
from heard.delivery.models import State
from heard.insight.measures import MEASURES
from heard.responses.models import Response
from tests.cli.terminal import as_json, heard, refused
from tests.insight.flow import CALLED, answer, invite, programme, screen

POOLED = "sms_contact+sms_attendance"
pytestmark = pytest.mark.usefixtures("given")


def shown(*words: str) -> list[list[str]]:
    """Give the cells of what is printed, row by row, where there are any."""
    done = heard(*words)
    assert (done.exit_code, done.stderr) == (0, "")
    rows = [line.strip("│┃").replace("┃", "│").split("│") for line in done.stdout.splitlines()]
    return [[cell.strip() for cell in row] for row in rows]


def test_figures_are_shown_with_their_base_and_interval_or_hidden() -> None:
    for score in (9,) * 9 + (2,):
        answer(programme(), {"treatment": score})

    rows = [row for row in shown("figures") if row[0] in {"sms_contact", "sms_attendance"}]

    assert [row[:1] + row[2:] for row in rows[:2]] == [
        ["sms_contact", "90.0%", "59.6% to 98.2%", "10"],
        ["sms_attendance", "hidden", "no answers", "0"],
    ]


def test_figures_that_would_tell_of_few_others_are_held_back() -> None:
    for score in (9,) * 9 + (2,):
        answer(programme(), {"treatment": score})
    answer(programme("sms_attendance"), {"treatment": 9})

    rows = [row for row in shown("figures") if row[0] in {"sms_contact", "sms_attendance"}]

    assert [row[:1] + row[2:] for row in rows[:2]] == [
        ["sms_contact", "hidden", "held back, so", ""],
        ["sms_attendance", "hidden", "fewer than 10", "1"],
    ]


def test_figures_are_cut_by_what_one_asks_for() -> None:
    for area in ("BE", "WV"):
        for score in (9,) * 9 + (2,):
            answer(programme(), {"treatment": score}, area=area)

    rows = shown("figures", "--by", "area", "--measure", "share_0_to_4")

    assert [row[2:] for row in rows if row[0] == "sms_contact"] == [
        ["BE", "10.0%", "1.8% to", "10"],
        ["WV", "10.0%", "1.8% to", "10"],
    ]


def test_figures_are_held_against_the_rest() -> None:
    for area, score in (("BE", 9), ("WV", 2)):
        for _ in range(10):
            answer(programme(), {"treatment": score}, area=area)

    printed = as_json("figures", "--by", "area", "--against", "rest")

    assert [
        (told["segment"], told["against"]["value"], told["verdict"]["finding"])
        for told in printed["figures"]
        if told["programme"] == "sms_contact"
    ] == [(["BE"], 0.0, "real"), (["WV"], 1.0, "real")]


def test_weighted_figures_stand_beside_the_others() -> None:
    for score in (9,) * 9 + (2,):
        for slug in ("sms_contact", "sms_attendance"):
            answer(programme(slug), {"treatment": score})

    found = shown("figures", "--weighted")

    figures = [row[2:] for row in found if len(row) > 2 and row[2] in {"unweighted", "weighted"}]
    assert (
        figures[2:6]
        == [
            ["unweighted", "90.0%", "59.6% to", "10"],
            ["weighted", "90.0%", "59.6% to", "worth 10.0,"],
        ]
        * 2
    )
    assert figures[6:8] == [
        ["unweighted", "hidden", "no answers", "0"],
        ["weighted", "none", "no answers", ""],
    ]
    (label,) = found[-1]
    assert label == (
        f"{POOLED}, sms_contact, sms_attendance: weighted by the chance of having been drawn;"
        " of people drawn from all who could be asked."
    )


def test_classes_of_few_are_told_below_weighted_figures() -> None:
    for area, times in (("BE", 30), ("WV", 2)):
        for _ in range(times):
            answer(programme(), {"treatment": 9}, area=area)

    told = shown("figures", "--weighted", "--nonresponse", "area")

    assert ["sms_contact, area: WV has 2 answers and joined BE"] in told
    assert f"{POOLED}, sms_contact: weighted by the chance of having been drawn" in told[-2][0]


def test_programs_get_weighted_figures_and_some_are_refused() -> None:
    for score in (9,) * 9 + (2,):
        answer(programme(), {"treatment": score})
    as_object = next(
        f
        for f in as_json("figures", "--weighted")["figures"]
        if (f["programme"], f["question"]) == ("sms_contact", "treatment")
    )
    assert (as_object["n"], as_object["weighted"]["value"]) == (10, pytest.approx(0.9))
    assert refused("figures", "--weighted", "--by", "age") == (
        "heard: Weighted figures are not cut by age, ethnic group, disability or sex.\n"
    )
    assert refused("figures", "--nonresponse", "area") == (
        "heard: --nonresponse goes with --weighted.\n"
    )
    assert refused("figures", "--weighted", "--against", "before") == (
        "heard: --against, --weighted and --adjust go one at a time.\n"
    )
    assert refused("figures", "--weighted", "--group", "gender") == (
        "heard: small groups are neither weighted nor adjusted.\n"
    )


def test_surveys_of_residents_are_raked_to_them_and_callers_are_not() -> None:
    for score in (9,) * 9 + (2,):
        answer(programme(), {"treatment": score})
    found = as_json("figures", "--weighted", "--rake", "area")["figures"]
    assert {f["weighted"]["why_not"] for f in found if f["programme"] == "sms_contact"} == {
        "not a survey of residents"
    }
    assert refused("figures", "--weighted", "--rake", "sex") == (
        "heard: nobody says how many live there by sex: set HEARD_POPULATION.\n"
    )
    assert refused("figures", "--rake", "area") == (
        "heard: --rake goes with --weighted, and without --nonresponse and --by.\n"
    )


def test_a_measure_that_there_is_not_is_named() -> None:
    done = heard("figures", "--measure", "mean")
    assert (done.exit_code, done.stderr) == (
        1,
        f"heard: there is no measure mean: {', '.join(MEASURES)}.\n",
    )


def test_figures_are_one_object_for_a_program() -> None:
    for _ in range(10):
        answer(programme(), {"treatment": 9})

    printed = as_json("figures")

    assert printed["simulated"] is False
    figure = next(f for f in printed["figures"] if f["programme"] == "sms_contact")
    assert (figure["question"], figure["value"], figure["n"]) == ("treatment", 1.0, 10)
    assert (figure["from"], figure["to"]) == ("2020-10-12", "2020-10-12")


def test_the_ledger_shows_what_became_of_every_touchpoint() -> None:
    screen(programme(), Outcome.BLOCK, "sensitive")
    invite(programme(), state=State.TECHNICAL_FAILURE)
    answer(programme(), {"treatment": 9}, disposition=Response.Disposition.COMPLETE)

    rows = shown("ledger")

    title = next(row for row in rows if row[0].startswith("sms_contact"))
    assert title == ["sms_contact: 3 touchpoints"]
    counted = dict(row for row in rows[: rows.index(["completed", "1"]) + 1] if len(row) == 2)
    assert [counted[name] for name in ("SEND", "BLOCK", "SKIP", "opened")] == ["2", "1", "0", "1"]
    assert (counted["letters delivered"], counted["letters technical-failure"]) == ("1", "1")
    assert any(name.startswith("A text about this kind") for name in counted)


def test_the_ledger_is_one_object_for_a_program() -> None:
    screen(programme(), Outcome.BLOCK, "sensitive")

    printed = as_json("ledger")

    calls, visits, *others = printed["programmes"]
    assert (printed["simulated"], calls["id"], visits["id"]) == (
        *(False, "sms_contact", "sms_attendance"),
    )
    assert (calls["events"], calls["reasons"], visits["events"]) == (1, {"sensitive": 1}, 0)
    assert [(p["id"], p["events"]) for p in others] == [
        *(("victim_email", 0), ("caller_101", 0), ("live_chat", 0)),
    ]


def test_a_simulation_says_so() -> None:
    simulate.begin(seed=1, now=CALLED)

    assert [shown(word)[-1] for word in ("figures", "ledger")] == [
        *([["Simulation: the people are not real."]] * 2),
    ]
    assert (as_json("figures")["simulated"], as_json("ledger")["simulated"]) == (True, True)
