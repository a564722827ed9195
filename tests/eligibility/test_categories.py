"""Incident categories in words."""

from heard.eligibility.categories import names, themes


def test_a_code_has_a_name_and_a_theme_in_plain_words() -> None:
    assert len(names()) == len(themes()) == 119
    assert names()["TR-04"] == "Road traffic collision: damage only"
    assert (themes()["CR-03"], themes()["QU-04"]) == ("Crime", "Qualifier")
