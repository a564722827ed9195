"""One call: begun when everything allows it, asked step by step, and ended at once at any step."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from types import MappingProxyType

from django.db import transaction

from heard.consent import people
from heard.core.questionnaire.filled import Filled, Step
from heard.core.safe_calls import MOST_TRIES, Why
from heard.core.timing import LONDON, london_date
from heard.eligibility.models import Programme
from heard.events.models import Touchpoint
from heard.journal.write import SYSTEM, Actor, write
from heard.questionnaires.publish import version_at
from heard.responses import record
from heard.responses.record import Spoken, Value
from heard.specialist.consents import SEALED, withdraw
from heard.specialist.models import Call, Consent
from heard.specialist.programme import programme
from heard.specialist.worklist import listed

Outcome = Call.Outcome

LONGEST = timedelta(hours=2)  # a call that nobody ended by then was left
DIAL = 0  # the step at which nobody has said yet that it is safe to talk
SAFE, YES = "safe", 1  # the question that comes first, and the one answer that lets others follow
# Why a consent is over after a call; after any other it stands, until it was tried too often.
OVER: Mapping[str, str] = MappingProxyType(
    {Outcome.COMPLETED: "called", Outcome.REFUSED: "refused"}
)


class NotNow(Exception):
    """The person may not be called now: `why` gives every reason."""

    def __init__(self, why: tuple[Why, ...]) -> None:
        super().__init__(", ".join(why))
        self.why = why


class NoCall(Exception):
    """The caller is in no call with this person, or it is at another step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a caller has to know to dial."""

    number: str = field(repr=False)
    ask_for: str = field(repr=False)
    safe_times: str = field(repr=False)
    safe_words: str = field(repr=False)
    cover_story: str = field(repr=False)


@transaction.atomic
def begin(consent: int, *, by: Actor, now: datetime) -> Call:
    """Begin a call if everything allows it at this moment. NotNow."""
    _hold(consent)
    found = listed(consent, now=now)
    if found is None:
        raise NoCall
    if found.against:
        raise NotNow(found.against)
    call = Call.objects.create(
        consent=found.consent,
        version=version_at(programme().questionnaire, now),
        day=london_date(now),
        started_at=now,
        called_by=by.id,
        called_by_label=by.label,
        answers="{}",
    )
    write("specialist.begin", subject=f"consent:{consent}", actor=by, now=now)
    return call


def open_call(consent: int, *, by: Actor) -> Call:
    """Give the call that this caller is in. NoCall."""
    calls = Call.objects.select_related("version").filter(consent=consent, ended_at=None)
    call = calls.filter(called_by=by.id).first()
    if call is None:
        raise NoCall
    return call


def said(call: Call) -> dict[str, Value | None]:
    """Give the answers so far by key; None is what was asked, and nothing said to it."""
    answers: dict[str, Value | None] = json.loads(call.answers or "{}")
    return answers


def filled(call: Call, *, now: datetime) -> Filled:
    """Give the form with the answers so far, and so what is asked as things stand."""
    given = {key: value for key, value in said(call).items() if value is not None}
    return record.fill(call.version, given, now=now, language=record.LANGUAGE)


def asked(form: Filled) -> tuple[Step, ...]:
    """Give what is asked after the first question, in its order: step 1 of a call and on."""
    return tuple(step for step in form.steps if step.key != SAFE)


def shown(call: Call, form: Filled, step: Step) -> str:
    """Give what was said to a step or, before it was asked, what the form fills in by itself."""
    if step.key in said(call):
        return form.said(step)
    return form.said(step) or form.begun().get(step.key, "")


@transaction.atomic
def dial(call: Call, *, by: Actor, now: datetime) -> Line:
    """Show the number, and have the journal keep that it was seen. NoCall once it is past."""
    consent = Consent.objects.filter(pk=call.consent_id, erased_at=None).first()
    if call.step != DIAL or consent is None:
        raise NoCall
    write("specialist.see_number", subject=f"consent:{consent.pk}", actor=by, now=now)
    return Line(
        number=consent.number or "",
        ask_for=consent.ask_for or "",
        safe_times=consent.safe_times or "",
        safe_words=consent.safe_words or "",
        cover_story=consent.cover_story or "",
    )


@transaction.atomic
def is_safe(consent: int, *, by: Actor) -> None:
    """Go on to the questions: the person said clearly that it is safe to talk. NoCall."""
    _step(_held(consent, by=by, step=DIAL), DIAL + 1, {SAFE: YES})


@transaction.atomic
def answer(consent: int, key: str, value: Value | None, *, by: Actor, now: datetime) -> None:
    """Keep what was said to the step where the call is, or that nothing was. NoCall, Refused."""
    call = _held(consent, by=by)
    form = filled(call, now=now)
    if call.step == DIAL or key not in [step.key for step in asked(form)[call.step - 1 :][:1]]:
        raise NoCall
    kept = record.taken(form, call.version, key, "" if value is None else value)
    given = said(call) | {key: None if kept == "" else kept}
    call.answers = json.dumps(given)
    keys = [step.key for step in asked(filled(call, now=now))]
    following = keys.index(key) + 2 if key in keys else call.step
    _step(call, following, given)


@transaction.atomic
def go_to(consent: int, step: int, to: int, *, by: Actor, now: datetime) -> None:
    """Go back to an earlier question, or on to the close without asking the others. NoCall."""
    call = _held(consent, by=by, step=step)
    if not 1 <= to <= len(asked(filled(call, now=now))) + 1 or step == DIAL:
        raise NoCall
    _step(call, to, said(call))


@transaction.atomic
def finish(consent: int, *, may_call_again: bool | None, by: Actor, now: datetime) -> None:
    """Record what was said as a response, and end the call. NoCall before the first question.

    Nothing of the response leads to the call: it has the month of what it is about, and the day.
    """
    call = _held(consent, by=by)
    if call.step == DIAL:
        raise NoCall
    of, answers, form = programme(), said(call), filled(call, now=now)
    whose = Consent.objects.select_related("touchpoint").defer(*SEALED)
    asked_of = whose.get(pk=consent)
    about = asked_of.touchpoint
    month = (about.happened_at or now).astimezone(LONDON).date().replace(day=1)
    record.take(
        Spoken(
            programme=of,
            version=call.version,
            stage=about.kind,
            happened_at=datetime.combine(month, time(), LONDON),
            said={name: value for name, value in answers.items() if value is not None},
            finished=all(step.key in answers for step in asked(form)) and not [*form.problems()],
        ),
        now=datetime.combine(london_date(now), time(), LONDON),
    )
    _close(call, Outcome.COMPLETED, by=by, now=now, may_call_again=may_call_again)
    _take_cap(asked_of.prints, about, of, now=now)


@transaction.atomic
def end(consent: int, outcome: str, *, by: Actor, now: datetime) -> None:
    """End a call without a response, at any step; nothing that was said is kept. NoCall."""
    if outcome == Outcome.COMPLETED:
        raise ValueError("what was completed is finished with its response")
    _close(_held(consent, by=by), Outcome(outcome), by=by, now=now)


@transaction.atomic
def end_left(*, now: datetime) -> int:
    """End calls that nobody ended within two hours as stopped, and say how many there were."""
    left = Call.objects.filter(ended_at=None, started_at__lte=now - LONGEST)
    calls = list(left.select_for_update(skip_locked=True))
    for call in calls:
        _close(call, Outcome.STOPPED, by=SYSTEM, now=now)
    return len(calls)


def _hold(consent: int) -> None:
    """Make whoever else would begin, answer or end a call with this person wait."""
    held = Consent.objects.filter(pk=consent).select_for_update(no_key=True)
    held.values_list("pk").first()


def _held(consent: int, *, by: Actor, step: int | None = None) -> Call:
    """Give the call that this caller is in, locked, if it is at this step. NoCall."""
    _hold(consent)
    call = open_call(consent, by=by)
    if step is not None and call.step != step:
        raise NoCall
    return call


def _step(call: Call, step: int, answers: Mapping[str, Value | None]) -> None:
    Call.objects.filter(pk=call.pk).update(step=step, answers=json.dumps(answers))


def _close(
    call: Call,
    outcome: str,
    *,
    by: Actor,
    now: datetime,
    may_call_again: bool | None = None,
) -> None:
    """End a call, and the consent where it is used up, refused, or was tried often enough."""
    Call.objects.filter(pk=call.pk).update(
        ended_at=now, outcome=outcome, answers=None, may_call_again=may_call_again
    )
    subject = f"consent:{call.consent_id}"
    write("specialist.end", subject=subject, actor=by, now=now, reason=outcome)
    often = Call.objects.filter(consent=call.consent_id).count() >= MOST_TRIES
    because = OVER.get(outcome, "tried" if often else "")
    if because:
        withdraw(call.consent_id, because=because, by=by, now=now)


def _take_cap(prints: Sequence[str], about: Touchpoint, of: Programme, *, now: datetime) -> None:
    """Have every other programme leave this person in peace, too."""
    ask = people.Ask(
        prints=tuple(prints), stage=about.kind, incident_ids=(about.key,), spares_stages=False
    )
    people.take_caps([(ask, now + of.cap)], now=now)
