"""What `heard themes` prints: shares with base and caveat, and how well the machine codes."""

import json

import pytest
import typer

from heard.cli.themes import CAVEAT, _print, _wanted
from heard.core.text import measured_themes
from heard.core.text.frame import Feeling, held_out
from heard.themes.agreement import FEWEST, Agreed, agreement
from heard.themes.by_hand import keep
from heard.themes.count import Themes, count
from tests.cli.terminal import as_json, heard, refused
from tests.themes.written import BASE, KIND, NOW, RUDE, SEPTEMBER, coded, wrote
from tests.web.staff.people import a_person


def found() -> tuple[list[Themes], list[Agreed]]:
    said = wrote(RUDE, times=FEWEST)
    wrote(KIND, at=SEPTEMBER)
    coded()
    ann = a_person()
    for n, comment in enumerate(said):
        named = [] if n == 0 else ["politeness"]
        keep(comment, named=named, feeling="-", is_blind=True, by=ann, now=NOW)
    months = [count(cell, minimum_base=BASE) for cell in _wanted(None, None)]
    return months, agreement()


@pytest.mark.django_db
def test_a_table_says_how_many_of_whom_and_how_far_the_machine_can_be_trusted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _print(*found(), simulated=True, as_json=False)
    said = capsys.readouterr().out
    assert "Impact areas, October 2020" in said
    assert "30 coded of 30 who wrote, of 30 who answered" in said
    assert CAVEAT in said
    assert "Politeness and respect: 0.00 (" in said
    assert "Feeling: both gave every one the same" in said
    assert "Simulation: the people are not real." in said


@pytest.mark.django_db
def test_programs_read_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    _print(*found(), simulated=False, as_json=True)
    said = json.loads(capsys.readouterr().out)
    (month,) = said["months"]
    assert (said["simulated"], said["caveat"]) == (False, CAVEAT)
    assert (month["programme"], month["month"], month["by_hand"]) == (
        "neighbourhood",
        "2020-10",
        30,
    )
    first = month["themes"][0]
    assert (first["theme"], first["dimension"]) == ("politeness", "treatment")
    assert (first["named"]["value"], first["feelings"]) == (
        29 / 30,
        {Feeling.PLEASED.name.lower(): 0, "neither": 0, "displeased": 29},
    )
    assert first["verdict"]["finding"] == "too_small_to_say"
    assert said["agreement"][0]["theme"] == "feeling"


@pytest.mark.django_db
def test_a_survey_and_a_month_may_be_named() -> None:
    wrote(RUDE)
    wrote(RUDE, at=SEPTEMBER)
    assert [cell.month.month for cell in _wanted("neighbourhood", "2020-09")] == [9]
    for slug, month in ((None, "2019-01"), ("sms_contact", None), (None, "autumn")):
        with pytest.raises(typer.Exit):
            _wanted(slug, month)


@pytest.mark.usefixtures("given")
def test_without_comments_it_says_so() -> None:
    assert "nobody wrote anything in such a survey and month" in refused("themes")


def test_the_machine_is_measured_without_any_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured_themes, "held_out", lambda: held_out()[:14])
    assert as_json("themes", "--measure")["comments"] == 14
    done = heard("themes", "--measure")
    assert "found of what is there: 64.3% (38.8% to 83.7%), of 14" in done.stdout
