"""The figures that the command line is asked for, and what it refuses."""

import json

import pytest
import typer

from heard.cli.figures import Against, _compared, _found
from heard.cli.show_compared import compared
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import TOO_SMALL, Finding
from heard.insight.cuts import Cut
from heard.insight.measures import HEADLINE
from heard.insight.small_groups import Group
from tests.insight.flow import CALLED, DAY, answer, known, programme, tell

pytestmark = pytest.mark.django_db


def test_figures_are_cut_or_of_small_groups() -> None:
    tell(answer(programme(), {"treatment": 9}), religion="sikh", sex="male")
    facts = known()
    by_sex = _found(facts, [Cut.SEX], group=None, of=HEADLINE, version=None)
    assert [(f.programme, f.segment) for f in by_sex] == [("sms_contact", ("male",))]
    groups = _found(facts, [], group=Group.RELIGION, of=HEADLINE, version=None)
    assert [f.segment for f in groups] == [("sikh",)]
    assert [f.estimate.shown for f in (*by_sex, *groups)] == [False, False]


@pytest.mark.parametrize(
    ("by", "group", "why"),
    [
        ([Cut.SEX, Cut.WEEK], None, "cannot be looked at by time."),
        ([Cut.AGE, Cut.SEX, Cut.AREA, Cut.INCIDENT], None, "two other things at most."),
        ([Cut.AREA, Cut.AREA], None, "by each thing once."),
        ([Cut.AREA], Group.GENDER, "and cut by nothing else."),
    ],
)
def test_what_would_tell_of_few_is_refused_in_one_sentence(
    by: list[Cut], group: Group | None, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        _found(known(), by, group=group, of=HEADLINE, version=None)
    assert capsys.readouterr().err.endswith(f"{why}\n")


def fill() -> None:
    for number in range(20):
        answer(programme(), {"treatment": 9}, area="BE")
        later = answer(programme(), {"treatment": 2}, area="WV", at=CALLED + 28 * DAY)
        tell(later, sex="male" if number else "female")


def test_figures_are_held_against_the_four_weeks_before(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill()
    found, change = _compared(
        known(), [], group=None, of=HEADLINE, version=None, against=Against.BEFORE
    )
    assert change is not None
    (treatment,) = [
        one
        for one in found
        if (one.figure.programme, one.figure.question) == ("sms_contact", "treatment")
    ]
    assert treatment.against == share(20, 20, minimum_base=10)
    assert treatment.verdict is not None
    assert (treatment.verdict.finding, treatment.verdict.difference) == (Finding.REAL, -1.0)
    compared([treatment], change, simulated=True, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed["now"] == {"from": "2020-10-19", "to": "2020-11-15"}
    assert printed["before"] == {"from": "2020-09-21", "to": "2020-10-18"}
    (told,) = printed["figures"]
    assert (told["value"], told["against"]["value"], told["against"]["n"]) == (0.0, 1.0, 20)
    assert (told["verdict"]["finding"], told["verdict"]["needed"]) == (
        "real",
        {"figure": 2, "against": 2},
    )


def test_a_table_has_both_sides_and_the_verdict_in_words(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "240")
    fill()
    for against, by in ((Against.BEFORE, []), (Against.REST, [Cut.AREA])):
        found, change = _compared(
            known(), by, group=None, of=HEADLINE, version=None, against=against
        )
        compared(found, change, simulated=True, as_json=False)
    out = capsys.readouterr().out
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in out.splitlines()]
    told = [row for row in rows if row[:1] == ["sms_contact"] and "polite" in row[1]]
    assert [row[2:] for row in told] == [
        [
            *("0.0% (0.0% to 16.1%)", "20", "100.0% (83.9% to 100.0%)", "20"),
            *("-100.0 points", "-100.0 to -77.2", "real"),
        ],
        [
            *("BE", "100.0% (83.9% to 100.0%)", "20", "0.0% (0.0% to 16.1%)", "20"),
            *("+100.0 points", "+77.2 to +100.0", "real"),
        ],
        [
            *("WV", "0.0% (0.0% to 16.1%)", "20", "100.0% (83.9% to 100.0%)", "20"),
            *("-100.0 points", "-100.0 to -77.2", "real"),
        ],
    ]
    assert "now: 2020-10-19 to 2020-11-15" in out
    assert "too small to say" in out
    assert out.count("Simulation: the people are not real.") == 2


def test_what_is_held_back_tells_nothing_to_a_program_either(
    capsys: pytest.CaptureFixture[str],
) -> None:
    fill()
    found, change = _compared(
        known(), [Cut.SEX], group=None, of=HEADLINE, version=None, against=Against.REST
    )
    assert {one.verdict for one in found} <= {None, TOO_SMALL}
    for as_json in (True, False):
        compared(found, change, simulated=False, as_json=as_json)
    out = capsys.readouterr().out
    printed = json.loads(out[: out.rindex("}") + 1])
    assert printed["now"] is None
    held = [told for told in printed["figures"] if not told["shown"]]
    assert len(held) == len(found) == 3
    assert {(told["n"], told["against"], told["verdict"]) for told in held} == {(None, None, None)}
    assert out.count("held back") >= 3


def test_without_answers_nothing_is_compared() -> None:
    assert _compared(
        known(), [], group=None, of=HEADLINE, version=None, against=Against.BEFORE
    ) == ([], None)


@pytest.mark.parametrize(
    ("by", "group", "against", "why"),
    [
        ([Cut.WEEK], None, Against.BEFORE, "is not held against the one before: see the trend."),
        ([Cut.SEX], None, Against.BEFORE, "cannot be looked at by time."),
        ([], None, Against.REST, "say with --by what to cut by."),
        ([Cut.SEX, Cut.WEEK], None, Against.REST, "cannot be looked at by time."),
        ([], Group.GENDER, Against.REST, "small groups are held against nothing."),
    ],
)
def test_what_cannot_be_compared_is_refused_in_one_sentence(
    by: list[Cut],
    group: Group | None,
    against: Against,
    why: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer(programme(), {"treatment": 9})
    with pytest.raises(typer.Exit):
        _compared(known(), by, group=group, of=HEADLINE, version=None, against=against)
    assert capsys.readouterr().err.endswith(f"{why}\n")
