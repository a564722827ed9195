"""What is held, and what comes of what somebody decides who looked."""

import pytest

from heard.core.reasons import Reason
from heard.core.screening import Outcome
from heard.eligibility import review
from heard.eligibility.models import Review, Screening
from heard.journal.models import Entry
from heard.journal.write import Actor
from tests import make
from tests.make import NOON, minutes

pytestmark = pytest.mark.django_db
ANN = Actor(id="1", label="Ann Lee")
IN_TEN = NOON + minutes(10)
SOON = NOON + minutes(30)


def held(summary: str = "her ex-partner came by", **more: object) -> Screening:
    """Bring a call to the gate whose log speaks of a risk."""
    make.told(make.contact_ended(summary=summary, **more))  # type: ignore[arg-type]
    make.screened(IN_TEN)
    return make.current()


def decide(
    screening: Screening,
    *,
    lets_pass: bool,
    why: str = "A neighbour, not a partner.",
    seen: str = "",
) -> None:
    seen = seen or review.look(screening.pk, now=SOON).seen
    review.decide(screening.pk, lets_pass=lets_pass, why=why, seen=seen, by=ANN, now=SOON)


def test_what_is_held_comes_with_all_that_is_known_of_it() -> None:
    screening = held(age=40)
    found = review.look(screening.pk, now=SOON)
    assert (found.reasons, found.may_pass) == ([Reason.RISK_WORDS], True)
    assert (sorted(found.facts.risks), found.facts.age) == (["partner", "person"], 40)
    assert screening.until == IN_TEN + minutes(24 * 60 - 10)  # then it is too late to ask anyway


def test_what_is_let_pass_is_asked_about() -> None:
    decide(held(), lets_pass=True)
    assert [letter.address for letter in make.passed(SOON)] == ["+447700900123"]
    assert make.history() == ["HOLD", "SEND"]
    row = Review.objects.get()
    assert (row.decided_by, row.why, row.passes, row.decided_at) == (
        *("Ann Lee", "A neighbour, not a partner.", ["risk_words"], SOON),
    )
    acts = Entry.objects.filter(act="eligibility.let_pass").values_list("actor", "reason")
    assert list(acts) == [("Ann Lee", "")]


def test_what_is_refused_is_never_asked_about_whatever_comes_in() -> None:
    decide(held(), lets_pass=False)
    assert make.passed(SOON) == []
    assert make.verdict() == ("SKIP", "refused")
    make.told(make.contact_ended(age=40), now=SOON)
    assert make.passed(SOON) == []
    assert Entry.objects.filter(act="eligibility.refuse").count() == 1


def test_what_comes_in_after_the_look_voids_the_decision() -> None:
    screening = held()
    seen = review.look(screening.pk, now=SOON).seen
    make.told(make.contact_ended(summary="says he strangled her"), now=SOON)
    with pytest.raises(review.TooLate):
        decide(screening, lets_pass=True, seen=seen)
    assert Review.objects.count() == 0


def test_what_was_let_pass_is_held_again_when_anything_new_is_told() -> None:
    decide(held(), lets_pass=True)
    make.told(make.contact_ended(markers=["sensitive"]), now=SOON)
    make.screened(SOON)
    assert make.verdict() == ("HOLD", "risk_words", "review")


def test_what_is_let_pass_stays_blocked_by_what_blocks() -> None:
    decide(held(), lets_pass=True)
    make.told(make.marked("domestic_abuse", phone=make.NUMBER), now=SOON)
    assert make.passed(SOON) == []
    assert make.verdict() == ("BLOCK", "sensitive")


def test_a_code_that_was_not_told_cannot_be_let_pass() -> None:
    make.told(make.contact_ended(codes=()))
    make.screened(IN_TEN)
    screening = make.current()
    assert not review.look(screening.pk, now=SOON).may_pass
    with pytest.raises(ValueError, match="cannot be let pass"):
        decide(screening, lets_pass=True)
    decide(screening, lets_pass=False)


@pytest.mark.parametrize("why", ["", "  ", 501 * "x"])
def test_nobody_decides_without_saying_why(why: str) -> None:
    screening = held()
    with pytest.raises(ValueError, match="say why, in at most 500 characters"):
        decide(screening, lets_pass=False, why=why)


def test_only_what_is_held_can_be_looked_at_and_decided_on_once() -> None:
    screening = held()
    seen = review.look(screening.pk, now=SOON).seen
    decide(screening, lets_pass=True)
    make.screened(SOON)
    for number in (screening.pk, 0):
        with pytest.raises(review.TooLate):
            review.look(number, now=SOON)
    with pytest.raises(review.TooLate):
        decide(screening, lets_pass=True, seen=seen)


def test_what_nobody_decides_in_time_is_not_asked() -> None:
    screening = held()
    assert screening.until is not None
    make.screened(screening.until)
    assert make.current().outcome == Outcome.SKIP
    assert "stale" in make.current().reasons
