"""The shipped areas."""

from heard.places.areas import names


def test_the_eight_areas_of_the_report_have_names() -> None:
    assert dict(names()) == {
        "BE": "Birmingham East",
        "BW": "Birmingham West",
        "CV": "Coventry",
        "DY": "Dudley",
        "SH": "Solihull",
        "SW": "Sandwell",
        "WS": "Walsall",
        "WV": "Wolverhampton",
    }
