"""A victim of domestic abuse whom the gate blocks, and what she agreed to, by Heard's own verbs."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from heard.core.safe_calls import Check, Risk, SafeTime, Told, Trigger
from heard.events.models import Touchpoint
from heard.journal.write import Actor
from heard.specialist import calls, consents, words
from heard.specialist.check import check
from heard.specialist.consents import Agreed
from heard.specialist.models import Consent, Part
from tests import make

CALLED = datetime(2020, 10, 1, 9, tzinfo=UTC)  # of the pilot, whose gate blocks it
NOW = datetime(2020, 10, 13, 10, tzinfo=UTC)  # a Tuesday, eleven in London
DAY = timedelta(days=1)
SUE = Actor(id="user:1", label="Sue Visor")
CAL = Actor(id="user:2", label="Cal Ler")
SAFE_NUMBER = "07700 900777"
TIMES = (
    SafeTime(weekday=2, opens=time(10), closes=time(12)),
    SafeTime(weekday=4, opens=time(9), closes=time(10)),
)
AGREED = Agreed(
    taken_on=date(2020, 10, 8),
    taken_by="PC 4711",
    taken_as=Part.OFFICER,
    number=SAFE_NUMBER,
    ask_for="Mrs Rose",
    times=TIMES,
    safe_times="When he is at the warehouse",
    safe_words="I have no time for a catalogue",
    cover_story="The library, about a book",
)
FINE = Check(
    risk=Risk.MEDIUM,
    trial=Told.NO,
    marac=Told.NO,
    advocate_agrees=False,
    trigger=Trigger.NONE,
)


def blocked(key: str = "C1", *codes: str, number: str = make.NUMBER, **more: Any) -> Touchpoint:  # noqa: ANN401
    """Let somebody call about domestic abuse, and the gate block it."""
    told = make.contact_ended(
        key, at=CALLED, codes=codes or ("PW-10",), number=number, age=40, **more
    )
    make.told(told, now=CALLED)
    make.screened(CALLED + make.minutes(10))
    return Touchpoint.objects.get(key=key)


def consented(key: str = "C1", *, line: str = make.NUMBER, **change: Any) -> Consent:  # noqa: ANN401
    """Let her, who called from `line`, agree; `change` is what she agreed to otherwise."""
    touchpoint = blocked(key, number=line)
    return consents.record(touchpoint.pk, replace(AGREED, **change), by=SUE, now=NOW - 4 * DAY)


def written() -> None:
    words.write_words(
        opening="I am calling for the police, about how we did.",
        distress="Stay with her. Ask whether she wants to stop.",
        support="National helpline: 0808 2000 247",
        by=SUE,
        now=NOW - 9 * DAY,
    )


def ready(key: str = "C1", **change: Any) -> Consent:  # noqa: ANN401
    """Let everything allow a call now."""
    written()
    consent = consented(key, **change)
    assert check(consent.pk, FINE, by=SUE, now=NOW) == ()
    return consent


def in_call(key: str = "C1") -> Consent:
    """Let the call go on, at its first question."""
    consent = ready(key)
    calls.begin(consent.pk, by=CAL, now=NOW)
    calls.is_safe(consent.pk, by=CAL)
    return consent
