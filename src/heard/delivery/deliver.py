"""Hands due letters to their gateways: claimed and committed first, so that none leaves twice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from heard.core.screening import Stop
from heard.delivery import restored, switch
from heard.delivery._batch import Clock
from heard.delivery._handover import hand_over
from heard.delivery._look import UNDECIDED
from heard.delivery._progress import advance, apply_receipts, stop, these
from heard.delivery._routing import routes
from heard.delivery.budget import charge
from heard.delivery.gateways import Gateway
from heard.delivery.guard import Guard
from heard.delivery.models import Denial, Letter, State
from heard.journal import aside

_log = structlog.get_logger(__name__)
_Name = TypeVar("_Name", bound=Hashable)


def deliver(
    *,
    now: datetime,
    guards: Mapping[str, Guard],
    channels: Mapping[str, Sequence[Gateway]],
    lease: timedelta,
    limit: int,
) -> int:
    """Claim up to `limit` due letters, hand them over, record what became of each; count them.

    A letter whose hand-over had no clear outcome stays claimed until `lease` is over. The claim
    is committed before any gateway is called and no transaction is open meanwhile: RuntimeError
    where the caller has opened one. Letters that no gateway can take just now are left as they are.
    """
    later = Clock(now)
    restored.notice(now=now)
    open_ = routes(channels, limit=limit, now=now)
    with transaction.atomic(durable=True):
        taken = list(_due(shut=channels.keys() - open_.keys(), now=now)[:limit])
        unsent = _without_receipt(taken, now=now)
        stops = _stops(unsent, guards=guards, channels=channels, now=now)
        for why, stopped in _grouped(stops, stops.__getitem__).items():
            stop(these(stopped), why, now=now)
        free = [letter for letter in unsent if letter not in stops]
        ready = {
            channel: letters[: open_[channel].most]
            for channel, letters in _grouped(free, lambda letter: letter.channel).items()
            if open_[channel].begin(now=now)
        }
        over = charge([letter for letters in ready.values() for letter in letters], now=now)
        for why, stopped in _grouped(over, over.__getitem__).items():
            stop(these(stopped), why, now=now)
        paid = {name: [one for one in ready[name] if one not in over] for name in ready}
        for letters in paid.values():
            _claim(letters, until=now + lease, now=now)
    for channel, letters in paid.items():
        hand_over(open_[channel].gateways, letters, guards=guards, now=now, later=later)
    return len(taken) - len(free) + sum(map(len, ready.values()))


def _due(*, shut: Collection[str], now: datetime) -> QuerySet[Letter]:
    """Lock due letters, the first first; one that no call can take stays, until it expires."""
    due = Letter.objects.filter(state=State.CREATED, due_at__lte=now).order_by("due_at", "id")
    is_stopped = switch.stopped(switch.standing())
    for stays in (is_stopped, Q(channel__in=shut) if shut else None):
        due = due if stays is None else due.exclude(stays, expires_at__gt=now)
    return due.select_for_update(skip_locked=True)


def _claim(letters: Sequence[Letter], *, until: datetime, now: datetime) -> None:
    """Claim letters that were counted in one month; texts of one day cost the same."""
    for letter in letters:
        letter.claimed_at = now
    for letter in letters[:1]:
        these(letters).update(
            state=State.CLAIMED,
            claimed_at=now,
            due_at=until,
            reason="",
            pence_per_fragment=letter.pence_per_fragment,
            counted_in=letter.counted_in,
        )


@transaction.atomic
def set_aside(*, now: datetime, fault: str, channels: Mapping[str, Sequence[Gateway]]) -> bool:
    """Set the letter that `deliver` would take first aside; say whether there was one.

    Its claim failed, and nobody has called a gateway with it. After the third time it has failed
    for good.
    """
    open_ = routes(channels, limit=1, now=now)
    due = _due(shut=channels.keys() - open_.keys(), now=now)
    first = due.values_list("pk", "reference").first()  # what is sealed may be what failed
    if first is None:
        return False
    number, reference = first
    until = aside.note(f"letter:{reference}", fault=fault, now=now)
    if until is None:
        advance([reference], to=State.TECHNICAL_FAILURE, now=now, reason="unreadable")
    else:
        Letter.objects.filter(pk=number).update(due_at=until)
    return True


@transaction.atomic
def expire_leases(*, now: datetime) -> int:
    """Give up waiting for outcomes: claimed letters whose lease is over become unknown."""
    late = Letter.objects.filter(state=State.CLAIMED, due_at__lte=now)
    # Whoever holds one at this moment knows more of it: nobody waits for the other here.
    count = these(late.select_for_update(skip_locked=True)).update(state=State.UNKNOWN, due_at=None)
    if count:
        _log.error("letters that may have left or not", count=count)
    return count


def _without_receipt(letters: Sequence[Letter], *, now: datetime) -> list[Letter]:
    """Leave out, as sent, what a gateway already knows: a restored backup forgets what it sent."""
    known = apply_receipts(letters, now=now)
    if known:
        _log.error("receipts for unsent letters", count=len(known))
    return [letter for letter in letters if letter.reference not in known]


def _stops(
    letters: Sequence[Letter],
    *,
    guards: Mapping[str, Guard],
    channels: Mapping[str, Sequence[Gateway]],
    now: datetime,
) -> dict[Letter, Stop]:
    """Say which of these letters must not leave now, and why."""
    stops = {letter: Stop(reason="expired") for letter in letters if letter.expires_at <= now}
    for kind, group in _grouped(letters, lambda letter: letter.kind).items():
        denials = Denial.objects.filter(kind=kind, subject__in=[one.subject for one in group])
        no = {denial.subject: Stop(reason=denial.reason) for denial in denials}
        stops |= {letter: no[letter.subject] for letter in group if letter.subject in no}
    open_ = [letter for letter in letters if letter not in stops]
    for channel, group in _grouped(open_, lambda letter: letter.channel).items():
        if channel not in channels:
            _log.error("no gateway for channel", channel=channel, count=len(group))
            stops |= dict.fromkeys(group, Stop(reason="no-gateway", until=now + UNDECIDED))
    open_ = [letter for letter in open_ if letter not in stops]
    for kind, group in _grouped(open_, lambda letter: letter.kind).items():
        said = _ask(kind, [letter.subject for letter in group], guards=guards, now=now)
        stops |= {letter: said[letter.subject] for letter in group if letter.subject in said}
    return stops


def _ask(
    kind: str, subjects: Sequence[str], *, guards: Mapping[str, Guard], now: datetime
) -> Mapping[str, Stop]:
    """Ask the guard of a kind; one that is missing or fails lets nothing through."""
    if kind not in guards:
        _log.error("no guard for kind", kind=kind, count=len(subjects))
        return dict.fromkeys(subjects, Stop(reason="no-guard", until=now + UNDECIDED))
    try:
        with transaction.atomic():
            return guards[kind].recheck(subjects, now=now)
    except Exception as error:  # noqa: BLE001 - one kind in trouble must not hold up the others
        name = type(error).__name__
        _log.error("guard failed", kind=kind, error=name, count=len(subjects))
        return dict.fromkeys(subjects, Stop(reason="guard-failed", until=now + UNDECIDED))


def _grouped(letters: Iterable[Letter], of: Callable[[Letter], _Name]) -> dict[_Name, list[Letter]]:
    groups = defaultdict(list)
    for letter in letters:
        groups[of(letter)].append(letter)
    return groups
