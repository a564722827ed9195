"""Who may still get the texts that answer a text: one guard for each kind of letter."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from heard.consent import people
from heard.consent.models import Person, Scope
from heard.core.reasons import Reason
from heard.core.screening import Stop
from heard.delivery.deliver import Guard
from heard.dialogues import _letters
from heard.dialogues.models import Dialogue
from heard.eligibility.again import again
from heard.invitations.models import Invitation

OVER = "dialogue-over"
_OPTED_OUT = Stop(reason=Reason.OPTED_OUT)


def stopped(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:  # noqa: ARG001
    """Let that one text pass which confirms the opt-out that stands, and none to a wrong number."""
    persons = people.hold_still({_print(subject) for subject in subjects})
    return {
        subject: _OPTED_OUT
        for subject in subjects
        if not _confirms(subject, persons.get(_print(subject)))
    }


def help_(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:  # noqa: ARG001
    """Stop what is for somebody who wants nothing at all from us."""
    persons = people.hold_still({_print(subject) for subject in subjects})
    silent = {p.print for p in persons.values() if p.opted_out_of == Scope.EVERYTHING}
    return {subject: _OPTED_OUT for subject in subjects if _print(subject) in silent}


def turn(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the gate again, and stop what belongs to a survey that was ended."""
    numbers = {int(_print(subject)) for subject in subjects}
    ended = set(
        Dialogue.objects.filter(invitation__in=numbers, state=Dialogue.State.ENDED).values_list(
            "invitation", flat=True
        )
    )
    stops = _by_gate(numbers, now=now) | dict.fromkeys(ended, Stop(reason=OVER))
    return {s: stops[int(_print(s))] for s in subjects if int(_print(s)) in stops}


def checked(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the gate again: a question whether we wrote must not endanger whom we wrote to."""
    stops = _by_gate({int(_print(subject)) for subject in subjects}, now=now)
    return {s: stops[int(_print(s))] for s in subjects if int(_print(s)) in stops}


GUARDS: Mapping[str, Guard] = {
    _letters.STOPPED: stopped,
    _letters.HELP: help_,
    _letters.TURN: turn,
    _letters.CHECKED: checked,
}


def _print(subject: str) -> str:
    """The first part of a subject: a person's print, or the number of an invitation."""
    return subject.partition("/")[0]


def _confirms(subject: str, person: Person | None) -> bool:
    if person is None or person.opted_out_at is None or person.wrong_number_at is not None:
        return False
    return subject == _letters.stop_subject(person)


def _by_gate(numbers: set[int], *, now: datetime) -> dict[int, Stop]:
    """Give by invitation what the gate says of writing to its person once more."""
    rows = Invitation.objects.filter(pk__in=numbers)
    asked = {n: (s, at) for n, s, at in rows.values_list("pk", "letter__subject", "asked_at")}
    stops = again(dict(asked.values()), now=now)
    return {number: stops[subject] for number, (subject, _) in asked.items() if subject in stops}
