"""A caller asks every kind of question, by the same rules as the pages."""

from datetime import UTC, datetime

import pytest

from heard.eligibility.models import Programme
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import publish
from heard.responses import record
from heard.responses.models import Answer, Comment, Detail, Response
from heard.specialist import calls
from heard.specialist.models import Call, Consent
from heard.specialist.programme import programme
from tests.questionnaires.all_kinds import SAID_ALOUD, asked_aloud
from tests.specialist.agreed import CAL, NOW, in_call

pytestmark = pytest.mark.django_db

AT = datetime(2020, 10, 9, tzinfo=UTC)


@pytest.fixture
def consent() -> Consent:
    """Somebody in a call, whom everything is asked."""
    publish(slug="trial", source=asked_aloud(), valid_from=AT, now=AT)
    trial = Questionnaire.objects.get(slug="trial")
    Programme.objects.filter(pk=programme().pk).update(questionnaire=trial)
    return in_call()


def at() -> str:
    """Give the key of the step at which the call is; '' at its close."""
    call = Call.objects.get()
    steps = calls.asked(calls.filled(call, now=NOW))
    return steps[call.step - 1].key if call.step <= len(steps) else ""


def say(consent: Consent, text: str) -> str:
    """Answer the question at which the call is, and give the next one's key."""
    calls.answer(consent.pk, at(), text, by=CAL, now=NOW)
    return at()


def finish(consent: Consent) -> Response:
    calls.finish(consent.pk, may_call_again=None, by=CAL, now=NOW)
    return Response.objects.get()


def test_everything_is_asked_in_order_and_written_down(consent: Consent) -> None:
    keys = []
    while key := at():
        keys.append(key)
        say(consent, SAID_ALOUD.get(key, ""))
    assert [key for key in keys if key not in {"hello", "child/2/years"}] == [
        key for key in SAID_ALOUD if key != "safe"
    ]
    response = finish(consent)
    assert (response.disposition, response.language) == ("complete", "en")
    details = Detail.objects.values_list("question_id", "nth", "position", "value")
    assert ("grown", 0, 1, "1") in list(details)
    assert ("where", 0, 1, "E05001178") in list(details)
    assert ("order", 0, 3, "speeding") in list(details)
    assert dict(Answer.objects.values_list("question_id", "value")) == {"safe": 1, "treatment": 8}
    assert sorted((c.question_id, c.nth) for c in Comment.objects.all()) == [
        *(("called", 1), ("called", 2), ("why", 0)),
    ]


def test_what_is_not_relevant_is_not_asked_and_going_back_may_change_that(
    consent: Consent,
) -> None:
    for text in ("", "8", "speeding"):
        following = say(consent, text)
    assert following == "order"
    calls.go_to(consent.pk, 4, 3, by=CAL, now=NOW)
    assert (at(), say(consent, "drugs")) == ("worries", "why")


@pytest.mark.parametrize(
    ("text", "wrong", "message"),
    [
        ("", "missing", ""),
        ("old", "type", ""),
        ("12", "rule", "You must be 16 or over"),
    ],
)
def test_an_answer_that_breaks_a_rule_is_not_taken(
    consent: Consent, text: str, wrong: str, message: str
) -> None:
    for said in ("", "8", "speeding", "burglary drugs speeding", "south", "elm"):
        say(consent, said)
    assert at() == "age"
    with pytest.raises(record.Refused) as refused:
        say(consent, text)
    assert (refused.value.problem.wrong, refused.value.problem.message) == (wrong, message)
    assert at() == "age"


def test_what_the_form_fills_in_is_shown_until_something_is_said(consent: Consent) -> None:
    def shown() -> str:
        call = Call.objects.get()
        form = calls.filled(call, now=NOW)
        step = form.step("day")
        assert step is not None
        return calls.shown(call, form, step)

    assert shown() == "2020-10-13"
    for text in ("", "8", "speeding", "burglary drugs speeding", "south", "elm", "34"):
        say(consent, text)
    say(consent, "2020-10-01")
    assert shown() == "2020-10-01"


@pytest.mark.parametrize("count", [1, 2])
def test_whoever_asks_no_more_keeps_what_was_said(consent: Consent, count: int) -> None:
    for text in ("", "8")[:count]:
        say(consent, text)
    last = len(calls.asked(calls.filled(Call.objects.get(), now=NOW))) + 1
    calls.go_to(consent.pk, count + 1, last, by=CAL, now=NOW)
    assert (at(), finish(consent).disposition) == ("", "partial")
    assert Answer.objects.count() == count
