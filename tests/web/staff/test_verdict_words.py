"""What may be said of a difference, in words: its size, its verdict, and what it would take."""

from dataclasses import replace
from datetime import date

import pytest

from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import TOO_SMALL, Verdict, together, verdict
from heard.insight.compared import Change, Compared, Period
from heard.insight.survey import Lowest
from heard.web.staff.verdict_words import (
    CHANGE,
    GAP,
    Line,
    _change,
    _line,
    difference,
    ends,
    lowest,
)
from tests.insight.test_trend import FIRST, week


def judged(counted: int, n: int, other: int, m: int) -> Verdict:
    shares = share(counted, n, minimum_base=10), share(other, m, minimum_base=10)
    found = verdict(*shares, minimum_base=10)
    assert found is not None
    return found


def line(counted: int, n: int, other: int, m: int, *, adjusted: Verdict | None = None) -> Line:
    one = Compared(
        figure=week(FIRST, counted, n),
        against=share(other, m, minimum_base=10),
        verdict=adjusted or judged(counted, n, other, m),
    )
    return _line("Treatment", one, CHANGE)


@pytest.mark.parametrize(
    ("found", "base", "words", "range_"),
    [
        (judged(69, 180, 76, 180), 180, "\N{MINUS SIGN}4 points", "\N{MINUS SIGN}14 to +6"),
        (
            judged(690, 1800, 760, 1800),
            1800,
            "\N{MINUS SIGN}3.9 points",
            "\N{MINUS SIGN}7.1 to \N{MINUS SIGN}0.7",
        ),
        (judged(51, 100, 50, 100), 100, "+1 point", "\N{MINUS SIGN}13 to +15"),
        (judged(50, 100, 50, 100), 100, "0 points", "\N{MINUS SIGN}14 to +14"),
        (TOO_SMALL, 0, "", ""),
    ],
)
def test_a_difference_has_its_sign_and_as_many_digits_as_its_base_bears(
    found: Verdict, base: int, words: str, range_: str
) -> None:
    assert (difference(found, base=base), ends(found, base=base)) == (words, range_)


def test_a_real_one_says_in_which_direction() -> None:
    assert (line(20, 100, 60, 100).verdict, line(20, 100, 60, 100).is_real) == (
        "Real change: down",
        True,
    )
    assert line(60, 100, 20, 100).verdict == "Real change: up"
    above = Compared(
        figure=week(FIRST, 60, 100),
        against=share(20, 100, minimum_base=10),
        verdict=judged(60, 100, 20, 100),
    )
    assert _line("", above, GAP).verdict == "Real difference: above the rest"


def test_what_cannot_be_told_says_how_many_answers_would_tell_it() -> None:
    found = line(69, 180, 76, 180)
    assert (found.verdict, found.is_real) == ("Not distinguishable", False)
    assert found.note == (
        "It would be told with 1,220 answers now and 1,220 before. A true one of this size is "
        "found four times in five with 2,500 answers now and 2,500 before."
    )
    assert line(50, 100, 50, 100).note == "No difference."
    assert line(87, 184, 93, 196).difference == "0 points"
    assert line(87, 184, 93, 196).note == "Too small a difference to look for."


def test_what_is_real_alone_may_not_be_so_among_many() -> None:
    alone = judged(60, 100, 45, 100)
    (found, *_) = together([alone, *([judged(50, 100, 50, 100)] * 9)])
    assert found is not None
    assert line(60, 100, 45, 100, adjusted=found).note == (
        "Real if looked at alone, but one of 10 comparisons on this page."
    )


def test_what_is_not_compared_says_why() -> None:
    shown = week(FIRST, 50, 100)
    held = _line("", Compared(figure=shown, against=None, verdict=None), GAP)
    assert (held.verdict, held.against.value, held.difference) == ("Held back", "Not shown", "")
    against = share(40, 100, minimum_base=10)
    broken = Compared(figure=shown, against=against, verdict=None, broken="Another system.")
    told = _line("", broken, CHANGE)
    assert (told.verdict, told.note) == ("Not compared: measured otherwise", "Another system.")
    few = Compared(figure=shown, against=against, verdict=TOO_SMALL)
    assert (_line("", few, CHANGE).verdict, _line("", few, CHANGE).note) == ("Too small to say", "")


def test_a_table_of_changes_counts_its_verdicts() -> None:
    shown, against = week(FIRST, 50, 100), share(90, 100, minimum_base=10)
    real = Compared(figure=shown, against=against, verdict=judged(50, 100, 90, 100))
    now = Period(from_=date(2020, 10, 1), to=date(2020, 10, 31))
    figures = [real, real, replace(real, verdict=TOO_SMALL), replace(real, verdict=None)]
    found = _change(Change(now=now, before=now.before, figures=figures))
    assert found.title == (
        "1 October 2020 to 31 October 2020, against 31 August 2020 to 30 September 2020"
    )
    assert found.words == "2 of 4 changes are real; 1 too small to say; 1 not compared."


@pytest.mark.parametrize(
    ("counted", "n", "words"),
    [
        (
            90,
            100,
            "It is below every other question by more than chance. Against outcome, at 90%: ",
        ),
        (55, 100, "It cannot be told apart from outcome, at 55%: "),
    ],
)
def test_the_lowest_is_called_so_by_its_verdict(counted: int, n: int, words: str) -> None:
    found = Lowest(
        figure=week(FIRST, 50, 100, question="next_steps"),
        following=week(FIRST, counted, n, question="outcome"),
        verdict=judged(50, 100, counted, n),
    )
    said = lowest(found)
    assert said[0] == "Lowest is next steps: 50% (40% to 60%, 100 answers)."
    assert said[1].startswith(words)
    assert said[2] == "Explain what happens next, and when, before you go."


def test_of_too_few_the_lowest_says_so_and_without_a_verdict_nothing() -> None:
    shown = week(FIRST, 50, 100, question="helpfulness")
    found = Lowest(figure=shown, following=shown, verdict=TOO_SMALL)
    assert lowest(found)[1:] == ["Too few answered to tell it apart from helpfulness, at 50%."]
    assert lowest(replace(found, verdict=None)) == []
    assert lowest(None) == []
