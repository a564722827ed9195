"""Incident categories in words."""

from heard.eligibility.categories import NONE_GIVEN, NOT_MAPPED, groups, names, themes


def test_groups_have_those_that_have_no_category_too() -> None:
    assert {"Crime", "Transport", NONE_GIVEN, NOT_MAPPED} <= set(groups())
    assert groups() == sorted(groups())


def test_a_code_has_a_name_and_a_theme_in_plain_words() -> None:
    assert len(names()) == len(themes()) == 119
    assert names()["TR-04"] == "Road traffic collision: damage only"
    assert (themes()["CR-03"], themes()["QU-04"]) == ("Crime", "Qualifier")
