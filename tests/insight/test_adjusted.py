"""Figures beside adjusted ones: the whole of each, what is joined, and what is refused."""

import pytest

from heard.core.statistics.estimate import HELD_BACK
from heard.insight.adjusted import Beside, adjusted_figures, as_objects
from heard.insight.cuts import Cut, TooFine
from heard.insight.facts.read import Facts
from tests.insight.crowd import Said
from tests.insight.flow import known

pytestmark = pytest.mark.django_db
KINDS = {"AS-02": 8, "TR-04": 4}  # of ten who answer about it, so many are happy


def fill() -> Facts:
    """Let two areas be alike in each kind of incident, with other mixes of them."""
    for area, mix in {"BE": {"AS-02": 30, "TR-04": 10}, "WV": {"AS-02": 10, "TR-04": 30}}.items():
        for code, people in mix.items():
            for number in range(people):
                happy = number % 10 < KINDS[code]
                Said(area=area, code=code, value=9 if happy else 2).put()
    for number in range(3):
        Said(area="SW", code="AS-02", value=9 if number else 2).put()
    for number in range(10):  # held back beside them
        Said(area="CV", code="AS-02" if number % 2 else "TR-04", value=9 if number else 2).put()
    return known()


def found(*by: Cut, adjust: tuple[Cut, ...]) -> dict[tuple[object, ...], Beside]:
    given = adjusted_figures(fill(), minimum_base=10, by=by, adjust=adjust)
    return {
        one.figure.segment: one
        for one in given
        if (one.figure.programme, one.figure.question) == ("sms_contact", "treatment")
    }


def test_areas_that_differ_in_their_mix_alone_come_nearly_together() -> None:
    by_area = found(Cut.AREA, adjust=(Cut.INCIDENT,))
    counted = {place: one.figure.estimate.value for place, one in by_area.items()}
    assert counted == {("BE",): 0.7, ("CV",): None, ("SW",): None, ("WV",): 0.5}
    shares = [by_area[place].adjusted.estimate.value for place in (("BE",), ("WV",))]
    assert shares == [pytest.approx(0.6, abs=0.02)] * 2
    for place in (("CV",), ("SW",)):
        few = by_area[place].adjusted
        assert (few.estimate.hidden, few.estimate.n, few.overlap) == (HELD_BACK, 0, 0.0)
    objects = as_objects([*by_area.values()])
    assert objects[0]["adjusted"] == {
        "value": shares[0],
        "low": by_area["BE",].adjusted.estimate.low,
        "high": by_area["BE",].adjusted.estimate.high,
        "n": 40,
        "n_effective": by_area["BE",].adjusted.estimate.n_effective,
        "method": "Standardised by a logistic model, delta method 95%",
        "shown": True,
        "hidden": None,
        "overlap": 1.0,
        "joined": [],
    }


@pytest.mark.parametrize(
    ("by", "adjust", "said"),
    [
        ((), (Cut.INCIDENT,), "say what to cut by"),
        ((Cut.SEX,), (Cut.INCIDENT,), "by or for age"),
        ((Cut.AREA,), (Cut.AGE,), "by or for age"),
        ((Cut.AREA,), (Cut.AREA,), "not for what it is cut by"),
        ((Cut.AREA,), (Cut.HOUR, Cut.HOUR), "for each thing once"),
    ],
)
def test_what_makes_no_sense_or_tells_of_few_is_refused(
    by: tuple[Cut, ...], adjust: tuple[Cut, ...], said: str
) -> None:
    with pytest.raises(TooFine, match=said):
        adjusted_figures(known(), minimum_base=10, by=by, adjust=adjust)
