"""What codes are called."""

from heard.eligibility.categories import names


def test_a_code_has_the_name_that_the_shipped_list_gives_it() -> None:
    assert (names()["AS-02"], names()["QU-01"]) == ("ASB: nuisance", "Domestic abuse")
