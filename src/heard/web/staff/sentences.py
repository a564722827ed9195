"""Tells a touchpoint's history in sentences, in the order of time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from heard.core.journeys import VICTIM
from heard.core.screening import Outcome
from heard.insight.history import KIND, Asked, Decided, Heard, History, Told
from heard.responses.models import Response
from heard.web.staff import told
from heard.web.staff.times import clock, day, moment, span
from heard.web.staff.words import OUTCOMES, STATES, WHY

LATE = timedelta(minutes=5)
TITLES: Mapping[str, str] = {
    KIND.CONTACT: "Contact",
    KIND.ATTENDANCE: "Visit, log",
    KIND.RECORDED: "Crime recorded,",
    KIND.INVESTIGATION: "Initial investigation, crime",
    KIND.FILED: "Crime filed,",
}
_Closed = Response.Disposition

CLOSED: Mapping[str, str] = {
    _Closed.COMPLETE: "The survey was completed.",
    _Closed.PARTIAL: "The survey was left unfinished, with at least half of it answered.",
    _Closed.BREAK_OFF: "The survey was broken off.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One thing that happened at `at`: a sentence, and smaller ones that explain it."""

    at: datetime
    time: str
    words: str
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What happened on one day in London."""

    name: str
    moments: Sequence[Moment]


def title(kind: str, key: str) -> str:
    """Name a touchpoint."""
    return f"{TITLES[KIND(kind)]} {key.removeprefix(VICTIM)}"


def why(codes_: Iterable[str]) -> str:
    """Give reasons in words, and one that has none as it stands."""
    return " ".join(WHY.get(code, f"The gateway says: {code}.") for code in codes_)


def verdicts(history: History) -> list[tuple[str, str]]:
    """Say for each programme whether the person was asked, and why not."""
    asked = {one.programme: one for one in history.asked}
    stands = {one.programme: one for one in history.decided if one.stands}
    programmes = [*dict.fromkeys([*history.programmes, *stands])]
    return [
        (name, _verdict(stands.get(name), asked.get(name), due_at=history.due_at))
        for name in programmes
    ]


def days(history: History) -> list[Day]:
    """Tell everything in the order in which it happened, a day at a time."""
    moments = [
        *map(_told, history.told),
        *map(_decided, history.decided),
        *(found for asked in history.asked for found in _letter(asked)),
    ]
    moments.sort(key=lambda found: found.at)
    return [
        Day(name=name, moments=list(found))
        for name, found in groupby(moments, key=lambda found: day(found.at))
    ]


def _verdict(stands: Decided | None, asked: Asked | None, *, due_at: datetime | None) -> str:
    if stands is None:
        again = f" It is looked at on {moment(due_at)}." if due_at else ""
        return f"Not decided on yet.{again}"
    decided = f"Decided on {moment(stands.at)}."
    if stands.outcome != Outcome.SEND:
        waits = f" Until {moment(stands.until)} at most." if stands.until else ""
        return f"{OUTCOMES[stands.outcome]}. {why(stands.reasons)}{waits} {decided}"
    if asked is None:
        return f"May be asked; no text has been posted yet. {decided}"
    state = f"Asked on {moment(asked.at)}. {STATES[asked.state]}."
    reason = f" {why([asked.reason])}" if asked.reason else ""
    closed = f" {CLOSED[asked.disposition]}" if asked.disposition else ""
    begun = " The survey was begun." if asked.opened_at and not closed else ""
    return f"{state}{reason}{begun}{closed}"


def _told(event: Told) -> Moment:
    late = event.told_at - event.at
    heard = (
        f"Told late by {event.source}: {span(late)} afterwards, on {moment(event.told_at)}."
        if late > LATE
        else f"Told by {event.source} at {clock(event.told_at)}."
    )
    return _moment(event.at, told.sentence(event), heard)


def _decided(decision: Decided) -> Moment:
    until = f"Until {moment(decision.until)} at most." if decision.until else ""
    stands = "This decision stands." if decision.stands else "A newer decision followed."
    words = f"{decision.programme}: {OUTCOMES[decision.outcome].lower()}. {why(decision.reasons)}"
    return _moment(
        decision.at, words.strip(), until, f"By version {decision.policy} of the rules. {stands}"
    )


def _letter(asked: Asked) -> Iterator[Moment]:
    name = f"{asked.programme}: "
    until = f"It may leave until {moment(asked.not_after)}; its link works until"
    posted = f"{until} {moment(asked.link_until)}. Reference {asked.reference}."
    yield _moment(asked.at, f"{name}a text was posted.", posted)
    if asked.claimed_at:
        yield _moment(asked.claimed_at, f"{name}the text was taken up to be handed over.")
    for receipt in asked.receipts:
        yield _receipt(name, receipt)
    if asked.settled_at and asked.state not in {receipt.state for receipt in asked.receipts}:
        reason = why([asked.reason]) if asked.reason else ""
        yield _moment(asked.settled_at, f"{name}{STATES[asked.state].lower()}. {reason}".strip())
    if asked.opened_at:
        yield _moment(asked.opened_at, f"{name}the survey was begun.")
    if asked.submitted_at:
        yield _moment(asked.submitted_at, f"{name}{CLOSED[asked.disposition].lower()}")


def _receipt(name: str, receipt: Heard) -> Moment:
    late = receipt.told_at - receipt.at
    heard = f"We were told on {moment(receipt.told_at)}." if late > LATE else ""
    words = f"{name}the network says: {STATES[receipt.state].lower()}."
    return _moment(receipt.at, words, heard)


def _moment(at: datetime, words: str, *notes: str) -> Moment:
    return Moment(at=at, time=clock(at), words=words, notes=[note for note in notes if note])
