"""One call from its beginning to each of its ends, and what is left of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from heard.consent import people
from heard.core.safe_calls import Told, Why
from heard.delivery.models import Letter
from heard.insight.cuts import Slice
from heard.insight.measure import cut
from heard.invitations.models import Invitation
from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.responses.models import Answer, Comment, Response
from heard.responses.record import BadAnswer
from heard.specialist import calls, consents
from heard.specialist.calls import NoCall, NotNow
from heard.specialist.check import check
from heard.specialist.models import Call, Consent
from heard.specialist.programme import programme
from tests.insight.flow import known
from tests.specialist.agreed import CAL, DAY, FINE, NOW, SUE, in_call, ready

pytestmark = pytest.mark.django_db

ANN = Actor(id="user:3", label="Ann Other")
Outcome = Call.Outcome
LATER = NOW.replace(minute=20)


def the_call() -> Call:
    return Call.objects.latest("pk")


def told(consent: Consent, answers: dict[str, Any]) -> None:
    """Answer every question in its order; what is not named is passed over."""
    while (key := at()) is not None:
        calls.answer(consent.pk, key, answers.get(key), by=CAL, now=NOW)


def at() -> str | None:
    """Give the key of the question at which the call is; None at its close."""
    call = the_call()
    steps = calls.asked(calls.filled(call, now=NOW))
    return steps[call.step - 1].key if call.step <= len(steps) else None


def journal() -> list[tuple[str, str, str]]:
    rows = Entry.objects.filter(actor="Cal Ler", act__startswith="specialist.")
    return [(e.act, e.subject, e.reason) for e in rows.order_by("pk")]


def test_the_number_is_seen_once_the_call_has_begun_and_the_journal_keeps_each_look() -> None:
    consent = ready()
    call = calls.begin(consent.pk, by=CAL, now=NOW)
    line = calls.dial(call, by=CAL, now=NOW)
    assert (line.number, line.ask_for, line.safe_times, line.safe_words, line.cover_story) == (
        "+447700900777",
        "Mrs Rose",
        "When he is at the warehouse",
        "I have no time for a catalogue",
        "The library, about a book",
    )
    assert "7700900777" not in repr(line)
    calls.dial(call, by=CAL, now=NOW)
    about = f"consent:{consent.pk}"
    assert journal() == [
        ("specialist.begin", about, ""),
        ("specialist.see_number", about, ""),
        ("specialist.see_number", about, ""),
    ]


def test_once_it_is_safe_the_number_is_not_shown_again() -> None:
    in_call()
    with pytest.raises(NoCall):
        calls.dial(the_call(), by=CAL, now=NOW)


def test_a_call_does_not_begin_when_anything_speaks_against_it() -> None:
    consent = ready()
    with pytest.raises(NotNow) as refused:
        calls.begin(consent.pk, by=CAL, now=NOW + DAY)
    assert refused.value.why == (Why.NOT_CHECKED, Why.NOT_NOW)
    with pytest.raises(NoCall):
        calls.begin(0, by=CAL, now=NOW)
    assert Call.objects.count() == 0


def test_a_later_check_of_the_day_takes_the_earlier_one_back() -> None:
    consent = ready()
    check(consent.pk, replace(FINE, trial=Told.YES), by=SUE, now=NOW)
    with pytest.raises(NotNow) as refused:
        calls.begin(consent.pk, by=CAL, now=NOW)
    assert refused.value.why == (Why.LIVE_TRIAL,)


def test_nobody_else_is_in_the_call() -> None:
    consent = in_call()
    for act in (
        lambda: calls.begin(consent.pk, by=ANN, now=NOW),
        lambda: calls.answer(consent.pk, "believed", 1, by=ANN, now=NOW),
        lambda: calls.go_to(consent.pk, 1, 2, by=ANN, now=NOW),
        lambda: calls.finish(consent.pk, may_call_again=None, by=ANN, now=NOW),
        lambda: calls.end(consent.pk, Outcome.STOPPED, by=ANN, now=NOW),
    ):
        with pytest.raises((NoCall, NotNow)):
            act()
    assert (the_call().ended_at, the_call().step) == (None, 1)


def test_what_is_said_becomes_a_response_that_leads_to_nobody() -> None:
    consent = in_call()
    given = {"kept_informed": 2, "treatment": 99, "children": 97, "comment": "They were kind"}
    told(consent, given)
    calls.finish(consent.pk, may_call_again=True, by=CAL, now=LATER)
    response = Response.objects.get()
    assert (response.disposition, response.mode, response.stage, response.area) == (
        "complete",
        "telephone by a trained caller",
        "contact",
        "",
    )
    assert (response.programme, response.invitation) == (programme(), None)
    assert response.happened_at == datetime(2020, 9, 30, 23, tzinfo=UTC)  # the month, in London
    assert response.submitted_at == datetime(2020, 10, 12, 23, tzinfo=UTC)  # the day
    answers = dict(Answer.objects.values_list("question_id", "value"))
    assert answers == {"safe": 1, "kept_informed": 2, "treatment": 99, "children": 97}
    assert Comment.objects.get().text == "They were kind"
    call = the_call()
    assert (call.outcome, call.answers, call.may_call_again) == ("completed", None, True)
    assert Consent.objects.get().over_because == "called"
    assert (Letter.objects.count(), Invitation.objects.count()) == (0, 0)


def test_whoever_was_called_is_left_in_peace_by_every_other_programme() -> None:
    consent = in_call()
    calls.finish(consent.pk, may_call_again=False, by=CAL, now=LATER)
    person = people.standing(Consent.objects.get().prints)
    assert [p.free_from for p in person.values()] == [LATER + 90 * DAY]


@pytest.mark.parametrize(
    ("asked", "disposition"), [(0, "break_off"), (4, "partial"), (11, "complete")]
)
def test_what_was_cut_short_says_so(asked: int, disposition: str) -> None:
    consent = in_call()
    for _ in range(asked):
        if (key := at()) is not None:
            calls.answer(consent.pk, key, "" if key == "comment" else 1, by=CAL, now=NOW)
    calls.finish(consent.pk, may_call_again=None, by=CAL, now=LATER)
    assert Response.objects.get().disposition == disposition


@pytest.mark.parametrize(
    ("outcome", "over"),
    [
        (Outcome.STOPPED, ""),
        (Outcome.NOT_SAFE, ""),
        (Outcome.NO_ANSWER, ""),
        (Outcome.REFUSED, "refused"),
    ],
)
def test_any_other_end_keeps_nothing_but_that(outcome: Outcome, over: str) -> None:
    consent = in_call()
    calls.answer(consent.pk, "believed", 5, by=CAL, now=NOW)
    calls.end(consent.pk, outcome, by=CAL, now=LATER)
    call = the_call()
    assert (call.outcome, call.answers, call.ended_at) == (outcome, None, LATER)
    assert Response.objects.count() == 0
    assert Consent.objects.get().over_because == over
    assert journal()[1] == ("specialist.end", f"consent:{consent.pk}", outcome)


def test_after_three_tries_that_came_to_nothing_it_is_over() -> None:
    consent = ready()
    for week in range(3):
        at = NOW + 7 * week * DAY
        check(consent.pk, FINE, by=SUE, now=at)
        calls.begin(consent.pk, by=CAL, now=at)
        calls.end(consent.pk, Outcome.NO_ANSWER, by=CAL, now=at)
    assert Consent.objects.get().over_because == "tried"


def test_what_was_completed_is_not_ended_otherwise() -> None:
    consent = in_call()
    with pytest.raises(ValueError, match="finished with its response"):
        calls.end(consent.pk, Outcome.COMPLETED, by=CAL, now=LATER)


def test_answers_are_kept_sealed_and_may_be_given_anew() -> None:
    consent = in_call()
    calls.answer(consent.pk, "believed", 5, by=CAL, now=NOW)
    calls.go_to(consent.pk, 2, 1, by=CAL, now=NOW)
    calls.answer(consent.pk, "believed", 99, by=CAL, now=NOW)
    assert calls.said(the_call()) == {"safe": 1, "believed": 99}
    calls.go_to(consent.pk, 2, 1, by=CAL, now=NOW)
    calls.answer(consent.pk, "believed", None, by=CAL, now=NOW)
    assert json.loads(the_call().answers or "") == {"safe": 1, "believed": None}


@pytest.mark.parametrize("value", [6, 0, "five", True])
def test_an_answer_is_a_point_of_its_scale(value: Any) -> None:  # noqa: ANN401
    consent = in_call()
    with pytest.raises(BadAnswer):
        calls.answer(consent.pk, "believed", value, by=CAL, now=NOW)
    assert the_call().step == 1


def test_a_page_that_is_behind_changes_nothing() -> None:
    consent = in_call()
    calls.answer(consent.pk, "believed", 5, by=CAL, now=NOW)
    for step, to in ((1, 3), (2, 0), (2, 12)):
        with pytest.raises(NoCall):
            calls.go_to(consent.pk, step, to, by=CAL, now=NOW)
    with pytest.raises(NoCall):
        calls.answer(consent.pk, "believed", 2, by=CAL, now=NOW)
    with pytest.raises(NoCall):
        calls.is_safe(consent.pk, by=CAL)
    assert (the_call().step, calls.said(the_call())["believed"]) == (2, 5)


def test_before_anybody_said_that_it_is_safe_there_is_nothing_to_finish_or_to_answer() -> None:
    consent = ready()
    calls.begin(consent.pk, by=CAL, now=NOW)
    with pytest.raises(NoCall):
        calls.finish(consent.pk, may_call_again=None, by=CAL, now=NOW)
    with pytest.raises(NoCall):
        calls.answer(consent.pk, "believed", 1, by=CAL, now=NOW)
    with pytest.raises(NoCall):
        calls.go_to(consent.pk, 0, 1, by=CAL, now=NOW)
    assert Response.objects.count() == 0


def test_a_call_that_was_left_is_ended_as_stopped_after_two_hours() -> None:
    in_call()
    assert calls.end_left(now=NOW + calls.LONGEST - DAY / 1440) == 0
    assert calls.end_left(now=NOW + calls.LONGEST) == 1
    assert (the_call().outcome, the_call().answers) == ("stopped", None)


def test_two_callers_never_call_the_same_person_at_once() -> None:
    consent = in_call()
    row = the_call()
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(
            consent=consent,
            version=row.version,
            day=row.day + DAY,
            started_at=NOW,
            called_by="user:9",
            called_by_label="Nine",
            answers="{}",
        )


def test_what_was_said_is_in_the_figures_of_its_programme() -> None:
    consent = in_call()
    told(consent, {"kept_informed": 2, "treatment": 6})
    calls.finish(consent.pk, may_call_again=None, by=CAL, now=LATER)
    found = cut(known(), [programme()], minimum_base=1, measure="satisfied", where=Slice())
    shares = {f.question: (f.estimate.n, f.estimate.value) for f in found}
    assert shares == {
        "children_care": (0, None),
        "kept_informed": (1, 1.0),
        "treatment": (1, 0.0),
        "overall": (0, None),
    }


def test_a_consent_that_was_withdrawn_in_the_call_is_over_all_the_same() -> None:
    consent = in_call()
    consents.withdraw(consent.pk, because="withdrawn", by=SUE, now=LATER)
    calls.end(consent.pk, Outcome.REFUSED, by=CAL, now=LATER)
    assert Consent.objects.get().over_because == "withdrawn"
