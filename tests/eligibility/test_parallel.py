"""A parallel run draws by lot in which way people are asked, and never whether they may be."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import ProgrammingError

from heard.core.screening import Decision, Outcome
from heard.eligibility import change
from heard.eligibility._parallel import draw
from heard.eligibility.guard import recheck
from heard.eligibility.models import Change, ParallelRun, Programme, Screening
from heard.eligibility.preview import effect
from tests import make
from tests.eligibility.staff import ANN, BEN, approve, programme
from tests.make import NOON, minutes

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
BEFORE = NOON - DAY  # a run begins the day after it was approved
IN_TEN = NOON + minutes(10)
Refused = change.RefusedChange


@pytest.fixture(autouse=True)
def _two_ways() -> None:
    Programme.objects.filter(slug="sms_contact").update(
        fallback_channel="email",
        fallback_title="How did we do?",
        fallback_wording="How was your recent contact with us? {link}",
    )


def proposed(
    *, slug: str = "sms_contact", share: float = 0.5, opens: date | None = None, days: int = 10
) -> Change:
    opens_on = opens or NOON.date()
    run = ParallelRun(
        programme=programme(slug),
        share=share,
        opens_on=opens_on,
        closes_on=opens_on + timedelta(days=days - 1),
    )
    return change.propose_parallel(run, reason="The text is to come", by=ANN, now=BEFORE)


def begun(**more: Any) -> ParallelRun:  # noqa: ANN401
    approve(proposed(**more), now=BEFORE)
    return ParallelRun.objects.get()


def called(
    key: str,
    *,
    number: str | None,
    now: datetime = NOON,
    **caller: Any,  # noqa: ANN401
) -> None:
    caller = {"email": f"{key}@example.org", **caller}
    make.told(make.contact_ended(key, number=number, **caller), now=now)


def found(key: str) -> Screening:
    return Screening.objects.get(
        touchpoint__key=key, programme__slug="sms_contact", is_current=True
    )


def test_two_people_begin_a_run_and_what_it_sets_is_kept() -> None:
    proposal = proposed(share=0.25)
    assert proposal.values == {
        "channel": "sms",
        "other": "email",
        "share": 0.25,
        "opens_on": "2020-10-01",
        "closes_on": "2020-10-10",
    }
    assert effect(proposal, now=BEFORE) is None
    approve(proposal, now=BEFORE)
    run = ParallelRun.objects.get()
    assert (run.channel, run.other, run.share) == ("sms", "email", 0.25)
    assert (run.opens_on, run.closes_on, run.why) == (
        date(2020, 10, 1),
        date(2020, 10, 10),
        "The text is to come",
    )


@pytest.mark.parametrize("verb", ["UPDATE {} SET share = 0.1", "DELETE FROM {}"])
def test_a_run_is_never_changed(verb: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="permission denied"),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format("eligibility_parallelrun"))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"slug": "sms_attendance"}, "The programme asks in one way only"),
        ({"slug": "live_chat"}, "The programme asks in one way only"),
        ({"share": 0.0}, "The share lies between 0 and 1."),
        ({"share": 1.0}, "The share lies between 0 and 1."),
        ({"opens": BEFORE.date()}, "A parallel run begins tomorrow at the earliest."),
        ({"days": 0}, "It cannot end before it begins."),
    ],
)
def test_what_is_no_run_is_refused(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=f"^{sentence}"):
        proposed(**given)


def test_runs_do_not_meet() -> None:
    begun()
    with pytest.raises(Refused, match="meet another parallel run"):
        proposed(opens=date(2020, 10, 10))
    assert proposed(opens=date(2020, 10, 11)).pk


def test_a_run_of_other_ways_than_the_programme_has_by_now_is_refused() -> None:
    first, second = proposed(), proposed()
    Programme.objects.filter(slug="sms_contact").update(channel="email", fallback_channel="sms")
    with pytest.raises(Refused, match="in other ways by now"):
        change.decide(first, approves=True, why="", by=BEN, now=BEFORE)
    Programme.objects.filter(slug="sms_contact").update(fallback_channel="")
    with pytest.raises(Refused, match="in one way only"):
        change.decide(second, approves=True, why="", by=BEN, now=BEFORE)


def test_whom_both_ways_reach_is_asked_in_one_of_them_by_lot() -> None:
    run = begun()
    for number in range(24):
        called(f"C{number}", number=f"07700 9001{number:02}")
    make.screened(IN_TEN)
    rows = list(Screening.objects.filter(is_current=True, programme__slug="sms_contact"))
    assert {(row.outcome, row.parallel_run_id) for row in rows} == {("SEND", run.pk)}
    assert set(Counter(row.channel for row in rows)) == {"sms", "email"}


def test_the_lot_falls_as_often_as_the_share_says_and_always_alike() -> None:
    run = begun(share=0.25)
    sms, email = (Decision(outcome=Outcome.SEND, channel=way) for way in ("sms", "email"))
    drawn = [draw(run, sms, email, key=f"C{n}") for n in range(4_000)]
    share = sum(one.channel == "email" for one in drawn if one) / len(drawn)
    assert abs(share - 0.25) < 4 * (0.25 * 0.75 / 4_000) ** 0.5
    assert draw(run, sms, email, key="C7") == drawn[7]


@pytest.mark.parametrize(
    ("caller", "way"),
    [
        ({"email": None}, "sms"),
        ({"number": None}, "email"),
        ({"number": "0121 496 0000"}, "email"),
        ({"markers": ["number_stolen"]}, "email"),
    ],
)
@pytest.mark.parametrize("share", [0.001, 0.999])
def test_whom_one_way_reaches_is_outside_of_it(
    caller: dict[str, Any], way: str, share: float
) -> None:
    begun(share=share)
    called("C1", **{"number": make.NUMBER, **caller})
    make.screened(IN_TEN)
    assert (found("C1").outcome, found("C1").channel) == ("SEND", way)
    assert found("C1").parallel_run_id is None


@pytest.mark.parametrize("share", [0.001, 0.999])
def test_what_the_gate_says_of_both_ways_the_lot_does_not_change(share: float) -> None:
    begun(share=share)
    called("C1", number=make.NUMBER, codes=["QU-01"])
    called("C2", number=None, email=None)
    make.screened(IN_TEN)
    assert (found("C1").outcome, found("C1").reasons) == ("BLOCK", ["sensitive"])
    assert (found("C2").outcome, found("C2").reasons) == ("SKIP", ["withheld", "no_email"])


def test_where_a_kind_of_incident_bears_one_way_only_no_lot_is_drawn() -> None:
    # A theft: not by text before somebody recorded that the telephone was not what was stolen.
    begun(share=0.999)
    called("C1", number=make.NUMBER, codes=["CR-18"])
    make.screened(IN_TEN)
    assert (found("C1").outcome, found("C1").channel) == ("HOLD", "sms")
    assert found("C1").parallel_run_id is None


def test_before_and_after_a_run_the_first_way_is_taken() -> None:
    begun(opens=date(2020, 10, 2), days=1, share=0.999)
    for number, at in enumerate((NOON, NOON + DAY, NOON + 2 * DAY)):
        called(f"C{number}", number=f"07700 90010{number}", at=at, now=at)
        make.screened(at + minutes(10))
    rows = [found(f"C{n}") for n in range(3)]
    assert [row.channel for row in rows] == ["sms", "email", "sms"]
    assert [row.parallel_run_id is None for row in rows] == [True, False, True]


def test_a_run_whose_ways_are_no_longer_the_programmes_draws_nothing() -> None:
    begun(share=0.999)
    Programme.objects.filter(slug="sms_contact").update(
        channel="email", title="How did we do?", fallback_channel="sms"
    )
    called("C1", number=make.NUMBER)
    make.screened(IN_TEN)
    assert (found("C1").channel, found("C1").parallel_run_id) == ("email", None)


def test_the_version_of_the_policy_tells_of_the_run() -> None:
    called("C1", number=make.NUMBER)
    make.screened(IN_TEN)
    begun(opens=date(2020, 10, 2))
    called("C2", number="07700 900124")
    make.screened(IN_TEN)
    assert found("C1").policy != found("C2").policy


def test_the_letter_by_lot_is_asked_about_again_before_it_leaves() -> None:
    begun(share=0.999)
    called("C1", number=make.NUMBER)
    (letter,) = make.passed(IN_TEN)
    assert (letter.channel, letter.address) == ("email", "C1@example.org")
    assert recheck([letter.subject], now=IN_TEN) == {}
    make.told(make.marked("number_stolen", phone=make.NUMBER), now=IN_TEN)
    # Now one way only reaches them: outside of the run, and by that way it may leave.
    assert recheck([letter.subject], now=IN_TEN) == {}
    assert found("C1").parallel_run_id is None


def test_a_letter_by_text_never_becomes_one_by_e_mail() -> None:
    begun(share=0.001)
    called("C1", number=make.NUMBER)
    (letter,) = make.passed(IN_TEN)
    assert letter.channel == "sms"
    make.told(make.marked("number_stolen", phone=make.NUMBER), now=IN_TEN)
    assert recheck([letter.subject], now=IN_TEN)[letter.subject].reason == "number_changed"
