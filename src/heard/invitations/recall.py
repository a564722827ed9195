"""Plays labelled cases through the whole gate and says which ones it got wrong, and how."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from secrets import token_bytes
from typing import Any

from django.db import transaction

from heard.consent import people
from heard.core.addresses import normalised_address, read_phone
from heard.core.emails import read_email
from heard.core.screening import Outcome
from heard.delivery.models import Letter, State
from heard.eligibility import guard, screen
from heard.eligibility.models import ForceCode, Period, Programme, Screening
from heard.eligibility.programmes import HOST, columns
from heard.events import receive
from heard.events.models import Touchpoint
from heard.invitations import invite
from heard.invitations.labelled import Case, Label, Labelled, Step, Variant, after
from heard.vault.ring import fingerprint, fingerprint_email, fingerprint_phone

_SOURCE = "/labelled"
_ALL = 1_000
_WAITS = 9  # after so many waits a case is taken to wait for ever
_KEPT = timedelta(days=30)
_PREVENTED = frozenset({Label.NEVER, Label.HOLD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What the gate said of a case when it was asked, why, and what came of it in the end."""

    case: Case
    said: Outcome
    reasons: tuple[str, ...]
    ended: Outcome

    @property
    def missed(self) -> bool:
        """Say whether somebody was written to who must not be, or not yet."""
        sent = Outcome.SEND
        early = self.case.label is Label.WAIT and self.said is sent
        late = self.case.ends_in in _PREVENTED and self.ended is sent
        return early or late

    @property
    def over_blocked(self) -> bool:
        """Say whether somebody was not written to who ought to be, then or after a wait."""
        at_once = self.case.label is Label.SEND and self.said is not Outcome.SEND
        return at_once or (self.case.ends_in is Label.SEND and self.ended is not Outcome.SEND)

    @property
    def lenient(self) -> bool:
        """Say whether a person may let pass what nobody ought to."""
        return self.case.label is Label.NEVER and self.ended is Outcome.HOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Of a rule's cases: how many nobody may be sent, and how many of these somebody would be.

    And how many somebody ought to be sent, then or later, and how many of these nobody would be.
    """

    rule: str
    cases: int
    prevented: int
    missed: int
    lenient: int
    permitted: int
    over_blocked: int


def tally(rule: str, results: Collection[Result]) -> Tally:
    """Count the results of one rule's cases, or of all."""
    prevented = [r for r in results if r.case.label is not Label.SEND]
    permitted = [r for r in results if r.case.ends_in is Label.SEND]
    return Tally(
        rule=rule,
        cases=len(results),
        prevented=len(prevented),
        missed=sum(r.missed for r in results),
        lenient=sum(r.lenient for r in results),
        permitted=len(permitted),
        over_blocked=sum(r.over_blocked for r in results),
    )


def play(labelled: Labelled, *, quiet: timedelta) -> Iterator[Result]:
    """Play each case by itself in the database that is open, and undo it.

    The database has the shipped programmes and nobody in it. `quiet` is how long nobody may return
    to a scene before the attendance counts as over.
    """
    for case in labelled.cases:
        with transaction.atomic():
            result = _play(case, labelled.variants.get(case.programme), quiet=quiet)
            transaction.set_rollback(True)
        yield result


def _play(case: Case, variant: Variant | None, *, quiet: timedelta) -> Result:
    if variant is not None:
        _define(variant)
    others = Programme.objects.exclude(slug=case.programme)
    others.update(route=Programme.Route.SPECIALIST)  # they would take the cap from this one
    ForceCode.objects.bulk_create(ForceCode(code=k, category=v) for k, v in case.codes.items())
    numbered = list(enumerate(case.steps))
    for told, steps in groupby(sorted(numbered, key=lambda s: s[1].told), key=lambda s: s[1].told):
        for is_event, some in groupby(steps, key=lambda s: bool(s[1].type)):
            if is_event:
                _tell(case, list(some), now=told, quiet=quiet)
            else:
                _act((step for _, step in some), now=told)
    said, reasons, until = _ask(case, now=case.at)
    ended, tries = said, 0
    while ended is Outcome.WAIT and until is not None and (tries := tries + 1) < _WAITS:
        ended, _, until = _ask(case, now=until)
    return Result(case=case, said=said, reasons=reasons, ended=ended)


def _define(variant: Variant) -> None:
    """Make the programme, like the shipped one but open at any time."""
    programme = Programme.objects.get(slug=variant.like)
    programme.pk, programme.slug = None, variant.slug
    change = columns(variant.change)
    share = change.pop("stage_share", 1.0)
    for name, value in change.items():
        setattr(programme, name, value)
    programme._state.adding = True  # noqa: SLF001 - how Django has a row copied
    programme.save(force_insert=True)
    Period.objects.create(
        programme=programme,
        opens_on=date.min,
        stage_share=share,
        opened_because="To play cases.",
    )


def _tell(
    case: Case, steps: Sequence[tuple[int, Step]], *, now: datetime, quiet: timedelta
) -> None:
    items = [
        {
            "specversion": "1.0",
            "id": f"{case.id}/{number}",
            "source": _SOURCE,
            "type": f"uk.police.{step.type}",
            "time": step.at.isoformat(),
            "data": step.data,
        }
        for number, step in steps
    ]
    received = receive.rehearse(items, source=_SOURCE, now=now, quiet=quiet, kept=_KEPT)
    if received.rejected:
        raise ValueError(f"{case.id}: {received.rejected[0].field}: {received.rejected[0].message}")


def _act(steps: Iterable[Step], *, now: datetime) -> None:
    for step in steps:
        prints, home = _prints(step.data)
        match step.act:
            case "screened":
                _pass_on(now)
            case "opted_out":
                people.opt_out(prints[0], by=step.data["by"], now=now)
            case "bad":
                people.note_bad(prints, until=after(now, step.data["until"]))
            case "asked":
                ask = people.Ask(
                    prints=prints,
                    stage="contact",
                    incident_ids=(step.data.get("incident", ""),),
                    spares_stages=True,
                    address=home,
                )
                people.take_caps([(ask, now + timedelta(days=90))], now=now)
            case other:
                raise ValueError(f"there is no act {other!r}")


def _prints(data: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """Give the prints of the person that these lead to, and of the home."""
    number, mailbox = read_phone(data.get("number")).e164, read_email(data.get("email")).address
    prints = [fingerprint_phone(number)] if number else []
    prints += [fingerprint_email(mailbox)] if mailbox else []
    prints += [fingerprint(data["person_id"], of="person")] if "person_id" in data else []
    home = normalised_address(data.get("address", ""))
    return tuple(prints), fingerprint(home, of="address") if home else ""


def _pass_on(now: datetime) -> None:
    while screen.screen(now=now, limit=_ALL):
        pass
    invite.invite(now=now, limit=_ALL, site=f"https://{HOST}", draw=token_bytes)


def _ask(case: Case, *, now: datetime) -> tuple[Outcome, tuple[str, ...], datetime | None]:
    """Ask the whole gate now: SEND if a letter is there that may leave, at its second look, too."""
    _pass_on(now)
    programme = Programme.objects.get(slug=case.programme)
    letters = Letter.objects.filter(kind=invite.KIND, state=State.CREATED)
    names = [
        name
        for name in letters.values_list("subject", flat=True)
        if name.startswith(f"{case.programme}/") and name.endswith(f"/{case.about}")
    ]
    stops = guard.recheck(names, now=now) if names else {}
    if names and not stops:
        return Outcome.SEND, (), None
    touchpoint = Touchpoint.objects.filter(kind=programme.stage, key=case.about).first()
    current = Screening.objects.filter(
        is_current=True, touchpoint=touchpoint, programme=programme
    ).first()
    if current is None:
        due = touchpoint.due_at if touchpoint else None
        return (Outcome.WAIT if due else Outcome.SKIP), (), due
    return Outcome(current.outcome), tuple(current.reasons), current.until
