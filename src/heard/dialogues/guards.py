"""Who may still get the texts that answer a text: one guard for each kind of letter."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from heard.consent import people
from heard.consent.models import Person, Scope
from heard.core.reasons import Reason
from heard.core.screening import Stop
from heard.dialogues import _letters
from heard.dialogues.models import Dialogue
from heard.eligibility.again import again
from heard.invitations.models import Invitation

OVER = "dialogue-over"
_OPTED_OUT = Stop(reason=Reason.OPTED_OUT)


class Ask(Protocol):
    """Gives a Stop for each subject that must not be written to; what it reads it may hold."""

    def __call__(
        self, subjects: Sequence[str], *, now: datetime, hold: bool
    ) -> Mapping[str, Stop]: ...


@dataclass(frozen=True, slots=True)
class Guarding:
    """Asks the same twice: in the claim, holding what it asks about, and before the call."""

    ask: Ask

    def recheck(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        return self.ask(subjects, now=now, hold=True)

    def denied(self, subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
        return self.ask(subjects, now=now, hold=False)


def stopped(
    subjects: Sequence[str],
    *,
    now: datetime,  # noqa: ARG001
    hold: bool,
) -> Mapping[str, Stop]:
    """Let that one text pass which confirms the opt-out that stands, and none to a wrong number."""
    persons = _persons(subjects, hold=hold)
    return {
        subject: _OPTED_OUT
        for subject in subjects
        if not _confirms(subject, persons.get(_print(subject)))
    }


def help_(
    subjects: Sequence[str],
    *,
    now: datetime,  # noqa: ARG001
    hold: bool,
) -> Mapping[str, Stop]:
    """Stop what is for somebody who wants nothing at all from us."""
    persons = _persons(subjects, hold=hold)
    silent = {p.print for p in persons.values() if p.opted_out_of == Scope.EVERYTHING}
    return {subject: _OPTED_OUT for subject in subjects if _print(subject) in silent}


def turn(subjects: Sequence[str], *, now: datetime, hold: bool) -> Mapping[str, Stop]:
    """Ask the gate again, and stop what belongs to a survey that was ended."""
    numbers = {int(_print(subject)) for subject in subjects}
    ended = set(
        Dialogue.objects.filter(invitation__in=numbers, state=Dialogue.State.ENDED).values_list(
            "invitation", flat=True
        )
    )
    stops = _by_gate(numbers, now=now, hold=hold) | dict.fromkeys(ended, Stop(reason=OVER))
    return {s: stops[int(_print(s))] for s in subjects if int(_print(s)) in stops}


def checked(subjects: Sequence[str], *, now: datetime, hold: bool) -> Mapping[str, Stop]:
    """Ask the gate again: a question whether we wrote must not endanger whom we wrote to."""
    stops = _by_gate({int(_print(subject)) for subject in subjects}, now=now, hold=hold)
    return {s: stops[int(_print(s))] for s in subjects if int(_print(s)) in stops}


GUARDS: Mapping[str, Guarding] = {
    _letters.STOPPED: Guarding(stopped),
    _letters.HELP: Guarding(help_),
    _letters.TURN: Guarding(turn),
    _letters.CHECKED: Guarding(checked),
}


def _print(subject: str) -> str:
    """The first part of a subject: a person's print, or the number of an invitation."""
    return subject.partition("/")[0]


def _persons(subjects: Collection[str], *, hold: bool) -> Mapping[str, Person]:
    prints = {_print(subject) for subject in subjects}
    return people.hold_still(prints) if hold else people.standing(prints)


def _confirms(subject: str, person: Person | None) -> bool:
    if person is None or person.opted_out_at is None or person.wrong_number_at is not None:
        return False
    return subject == _letters.stop_subject(person)


def _by_gate(numbers: set[int], *, now: datetime, hold: bool) -> dict[int, Stop]:
    """Give by invitation what the gate says of writing to its person once more."""
    rows = Invitation.objects.filter(pk__in=numbers)
    asked = {n: (s, at) for n, s, at in rows.values_list("pk", "letter__subject", "asked_at")}
    stops = again(dict(asked.values()), now=now, hold=hold)
    return {number: stops[subject] for number, (subject, _) in asked.items() if subject in stops}
