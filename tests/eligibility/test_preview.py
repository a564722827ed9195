"""What a change would have done to the last weeks, before anybody approves it."""

from datetime import timedelta

import pytest

from heard.eligibility import change
from heard.eligibility.models import Period, Screening
from heard.eligibility.preview import Effect, Tally, effect
from heard.events.models import Touchpoint
from tests.eligibility.staff import ANN, WINTER, opened, programme, proposed
from tests.make import NOON, contact_ended, minutes, screened, told

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def _calls(*codes: str, numbers: int = 9, apart: timedelta = MINUTE) -> None:
    """Let people call, one a minute before noon, from as many numbers."""
    for n, code in enumerate(codes):
        at = NOON - n * apart
        number = f"07700 9001{n % numbers:02}"
        told(contact_ended(f"C{n}", codes=[code], at=at, number=number, age=40))


def _tally(asked: int = 0, held: int = 0, skipped: int = 0, **reasons: int) -> Tally:
    return Tally(asked=asked, held=held, skipped=skipped, reasons=reasons)


def test_the_last_weeks_are_judged_by_both_policies_and_nothing_is_written() -> None:
    _calls("AS-02", "AS-02", "WM-77", "QU-01")
    screened(NOON + minutes(30))
    before = list(Screening.objects.order_by("id").values())
    due = list(Touchpoint.objects.order_by("id").values_list("due_at"))
    found = effect(proposed(contact_channels=["999"]), now=NOON + minutes(30))
    assert found == Effect(
        n=4,
        total=4,
        before=_tally(asked=2, held=1, skipped=1, unmapped=1, sensitive=1),
        after=_tally(skipped=4, not_by_telephone=3, sensitive=1),
    )
    assert list(Screening.objects.order_by("id").values()) == before
    assert list(Touchpoint.objects.order_by("id").values_list("due_at")) == due


def test_a_person_is_asked_once_within_the_cap_that_is_proposed() -> None:
    _calls("AS-02", "AS-02", "AS-02", numbers=1, apart=2 * DAY)
    found = effect(proposed(cap=timedelta(days=3)), now=NOON + minutes(30))
    assert found is not None
    assert found.before == _tally(asked=1, skipped=2, asked_recently=2)
    assert found.after == _tally(asked=2, skipped=1, asked_recently=1)


def test_what_would_wait_is_judged_when_it_would_be_and_not_as_too_late_now() -> None:
    _calls("AS-02", apart=10 * DAY)
    longer = proposed(delay=timedelta(hours=9), fresh_for=timedelta(hours=10))
    found = effect(longer, now=NOON + 20 * DAY)
    assert found is not None
    assert (found.before, found.after) == (_tally(asked=1), _tally(skipped=1, stale=1))


def test_a_limit_a_day_counts_in_the_order_of_asking() -> None:
    _calls("AS-02", "AS-02", "AS-02")
    found = effect(proposed(daily_most=2), now=NOON + minutes(30))
    assert found is not None
    assert found.after == _tally(asked=2, skipped=1, over_quota=1)


def test_a_new_period_is_shown_as_if_it_had_run() -> None:
    told(contact_ended("C1", at=WINTER), now=WINTER)
    now = WINTER + DAY
    found = effect(opened("sms_contact", now=now, mode=Period.Mode.SHADOW, days=9), now=now)
    assert found is not None
    assert (found.before, found.after) == (_tally(skipped=1, not_open=1), _tally(asked=1))


def test_after_the_end_of_a_period_nobody_is_asked() -> None:
    _calls("AS-02")
    pilot = programme().periods[0]
    end = change.propose_closing(pilot, NOON.date(), reason="x", by=ANN, now=NOON)
    found = effect(end, now=NOON + minutes(30))
    assert found is not None
    assert (found.before, found.after) == (_tally(asked=1), _tally(skipped=1, not_open=1))


def test_another_stage_has_touchpoints_of_its_own() -> None:
    found = effect(proposed("victim_email", stage="filed"), now=NOON)
    assert found == Effect(n=0, total=0, before=_tally(), after=_tally())


def test_what_is_asked_by_no_event_and_a_code_have_no_such_effect() -> None:
    code = change.propose_code("WM-77", "AS-02", reason="x", by=ANN, now=NOON)
    assert effect(code, now=NOON) is None
    assert effect(proposed("confidence", minimum_age=18), now=NOON) is None


def test_of_many_every_so_many_th_is_judged_and_a_limit_a_day_with_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("heard.eligibility.preview.MOST", 3)
    monkeypatch.setattr("heard.eligibility.preview.BATCH", 2)
    _calls("QU-01", "AS-02", "QU-01", "AS-02", "AS-02", "AS-02")
    found = effect(proposed(daily_most=2), now=NOON + minutes(30))
    assert found is not None
    assert (found.n, found.total) == (3, 6)
    assert (found.before, found.after) == (
        _tally(asked=3),
        _tally(asked=1, skipped=2, over_quota=2),
    )


def test_whom_a_second_way_would_reach_counts_as_asked() -> None:
    call = contact_ended("C1", number=None, age=40)
    told(call | {"data": call["data"] | {"email": "a@example.org"}})
    second = proposed(
        fallback_channel="email",
        fallback_title="How did we do?",
        fallback_wording="A few quick questions: {link}",
    )
    found = effect(second, now=NOON + minutes(30))
    assert found is not None
    assert (found.before, found.after) == (_tally(skipped=1, withheld=1), _tally(asked=1))
