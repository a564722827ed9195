"""The days that the force names, and a file that breaks a rule."""

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from heard.insight.series_breaks import BadSeriesBreaks, SeriesBreak, Why, series_breaks

HEAD = "at,programme,why,words"


def use(settings: Settings, folder: Path, text: str) -> None:
    settings.SERIES_BREAKS = folder / "breaks.csv"
    settings.SERIES_BREAKS.write_text(text, encoding="utf-8")


def test_none_is_shipped() -> None:
    assert series_breaks({"sms_contact"}) == []


def test_breaks_are_those_of_a_programme_and_of_all_by_their_day(
    settings: Settings, tmp_path: Path
) -> None:
    rows = (
        "2021-03-01,sms_contact,mode,By text.",
        "2021-02-01,,system,Another system.",
        "2020-01-01,other,mode,x",
    )
    use(settings, tmp_path, "\n".join([HEAD, *rows]))
    assert series_breaks({"sms_contact"}) == [
        SeriesBreak(at=date(2021, 2, 1), programme="", why=Why.SYSTEM, words="Another system."),
        SeriesBreak(at=date(2021, 3, 1), programme="sms_contact", why=Why.MODE, words="By text."),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("at,why\n", "line 1: has no column programme, words."),
        (f"{HEAD}\n1.3.2021,,mode,x", "line 2, at: a day as year, month and day"),
        (f"{HEAD}\n2021-03-01,,people,x", "line 2, why: 'people' is none of mode, system."),
        (f"{HEAD}\n2021-03-01,,mode,", "line 2, words: must say what changed."),
        (f"{HEAD}\n2021-03-01,,mode", "line 2, words: must say what changed."),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused(
    text: str, told: str, settings: Settings, tmp_path: Path
) -> None:
    use(settings, tmp_path, text)
    with pytest.raises(BadSeriesBreaks, match=told):
        series_breaks(())


def test_a_file_that_is_not_there_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.SERIES_BREAKS = tmp_path / "none.csv"
    with pytest.raises(BadSeriesBreaks, match="cannot be read"):
        series_breaks(())
