"""Words that ship as a machine wrote them are counted, wherever they stand."""

from importlib.resources import files

from heard.questionnaires.examine import examine
from heard.questionnaires.machine_written import count
from tests.questionnaires.bilingual import ENGLISH, WELSH, bilingual

PILOT = files("heard.questionnaires").joinpath("pilot_3.md").read_text(encoding="utf-8")


def _counts(source: str) -> dict[str, int]:
    said = examine(source).strings
    return {one.code: count(said, one.name) for one in examine(source).languages}


def test_every_language_of_the_shipped_pilot_but_english_is_marked() -> None:
    found = _counts(PILOT)
    assert found.pop("en") == 0
    assert found.keys() == {"cy", "ur", "pa", "bn", "pl", "ro", "ar", "so"}
    assert min(found.values()) >= 8


def test_what_a_draft_takes_over_stays_marked_and_what_it_says_anew_does_not() -> None:
    taken_over = bilingual(welsh="Pa mor gwrtais a pharchus oeddem ni?")
    assert _counts(taken_over) == {"en": 0, "cy": 3}  # the question and both ends of the scale
    assert _counts(bilingual()) == {"en": 0, "cy": 2}


def test_a_language_that_does_not_ship_has_none() -> None:
    source = bilingual().replace(WELSH, "Ukrainian (uk)")
    assert (_counts(source), ENGLISH in source) == ({"en": 0, "uk": 0}, True)
