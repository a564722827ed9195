"""Response rates: what becomes of every touchpoint, and the rates that it makes."""

from datetime import date
from typing import Any

import pytest

from heard.core.screening import Outcome
from heard.core.statistics.outcome_rates import Disposition, Dispositions, Rate
from heard.delivery.models import Letter, State
from heard.insight.cuts import Cut, Slice
from heard.insight.response_rates import (
    Rates,
    WrongCut,
    as_object,
    disposition,
    response_rates,
    without_rate,
)
from heard.responses.models import Response
from tests.insight.flow import CALLED, DAY, answer, invite, known, programme, screen

pytestmark = pytest.mark.django_db


def of(slug: str = "sms_contact", **asked: Any) -> list[Rates]:  # noqa: ANN401
    found = response_rates(known(), minimum_base=10, **asked)
    return [one for one in found if one.programme == slug]


def test_every_touchpoint_comes_to_one_disposition() -> None:
    for state in State:
        if state != State.CANCELLED:
            invite(programme(), state=state)
    for reason in ("opted_out", "expired"):
        letter = invite(programme(), state=State.CANCELLED).letter_id
        assert letter
        Letter.objects.filter(pk=letter).update(reason=reason)
    invite(programme(), opened=True)
    for said in Response.Disposition:
        answer(programme(), {}, disposition=said)
    screen(programme(), Outcome.SEND)
    screen(programme(), Outcome.HOLD, "unmapped")
    screen(programme(), Outcome.SKIP, "not_drawn")
    screen(programme(), Outcome.SKIP, "under_age")
    screen(programme(), Outcome.BLOCK, "sensitive")
    (found,) = of()
    assert found.cases == Dispositions(
        complete=1,
        partial=1,
        break_off=2,
        non_contact=1,
        unknown=5,
        ineligible=1,
        screened_out=3,
        never_sent=3 + 1 + 1 + 1 + 1,
    )
    assert found.e == 5 / 6
    assert found.rates[Rate.RR2].value == 0.2
    assert found.rates[Rate.RR6].hidden == "fewer than 10 cases"
    assert found.rates[Rate.PER_MESSAGE].n == 11


def test_an_answer_says_more_than_what_the_network_told() -> None:
    fate = {"state": State.TEMPORARY_FAILURE, "disposition": "complete", "opened": True}
    assert disposition(fate) is Disposition.COMPLETE


def test_rates_stand_by_month_and_segment() -> None:
    for _ in range(8):
        invite(programme())
    invite(programme(), at=CALLED + 30 * DAY)
    for _ in range(4):
        answer(programme(), {})
    months = of(monthly=True)
    assert [(one.month, one.segment, one.rates[Rate.RR1].n) for one in months] == [
        (date(2020, 10, 1), (), 12),
        (date(2020, 11, 1), (), 1),
    ]
    assert months[0].rates[Rate.RR1].value == 4 / 12
    assert months[1].rates[Rate.RR1].hidden == "fewer than 10 cases"
    blocks = of(by=[Cut.BLOCK, Cut.AREA])
    assert [(one.month, one.segment) for one in blocks] == [
        (None, (9, "")),
    ]
    assert of("sms_attendance", monthly=True) == []
    assert [one.programme for one in of(where=Slice(programmes=("sms_contact",)))] == [
        "sms_contact"
    ]
    assert of("sms_attendance", where=Slice(programmes=("sms_contact",))) == []


def test_what_the_frame_does_not_know_is_refused() -> None:
    with pytest.raises(WrongCut, match="not known by ethnic_group"):
        of(by=[Cut.AREA, Cut.ETHNIC_GROUP])


def test_who_may_just_answer_has_no_response_rate_and_it_is_said() -> None:
    assert [one.programme for one in response_rates(known(), minimum_base=10)] == [
        *("sms_contact", "sms_attendance", "victim_email", "caller_101", "live_chat")
    ]
    found = without_rate()
    assert list(found) == ["Impact areas"]
    assert found["Impact areas"].startswith("Anybody could answer")


def test_rates_as_json_carry_base_and_interval() -> None:
    for _ in range(10):
        invite(programme())
    (found,) = of(by=[Cut.WEEK], monthly=True)
    said = as_object(found)
    assert (said["month"], said["segment"]) == ("2020-10-01", ["2020-10-12"])
    assert said["cases"] == {one.value: 10 * (one == "non_contact") for one in Disposition}
    rates = said["rates"]
    assert isinstance(rates, dict)
    assert rates["RR1"] == {
        "value": 0.0,
        "low": 0.0,
        "high": pytest.approx(0.277533),
        "n": 10,
        "n_effective": 10.0,
        "method": "Wilson 95%",
        "hidden": None,
    }
