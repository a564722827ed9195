"""Tells the flow of each conversation that ended: one event, once, and never its words."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from heard.accounts.models import Grant
from heard.conversations.models import CallBack, Conversation, Stint
from heard.core.addresses import read_phone
from heard.core.chat.topics import NOT_UNDERSTOOD
from heard.events import chats
from heard.organisation.chart import team_of
from heard.vault.ring import fingerprint_phone

ABOUT_US = "complaint or distress about police"  # a category of triggers
COMPLAINT = "CT-31"
SECOND = timedelta(seconds=1)
DAY = 86_400  # seconds: nobody waits longer
_LEVELS = {"L0": "CL-0", "L1": "CL-1", "L2": "CL-2"}

Ending = Conversation.Ending


@transaction.atomic
def tell(*, now: datetime, limit: int) -> int:
    """Tell of at most `limit` conversations that ended, and say of how many.

    That it was told stands in the same transaction as the event, so that a kill leaves neither or
    both.
    """
    ended = Conversation.objects.filter(told_at=None, ended_at__isnull=False)
    locked = ended.order_by("ended_at", "pk").select_for_update(skip_locked=True, of=("self",))
    talks = list(locked[:limit])
    if not talks:
        return 0
    _sum_up(talks, now=now)
    handlers = _handlers(talks)
    told = [_told(talk, handlers.get(talk.pk, "")) for talk in talks]
    chats.take(told, now=now, quiet=settings.ATTENDANCE_QUIET)
    Conversation.objects.bulk_update(talks, ["told_at", "waited", "person_print"])
    return len(talks)


def handler_type(talk: Conversation) -> str | None:
    """Say who dealt with it; None where nobody did: it was abandoned, silent, or put off."""
    if talk.taken_at is None and talk.ending != Ending.ANSWERED:
        return None
    return talk.handler or None


def codes(talk: Conversation) -> list[str]:
    """Give its topic, the gravest level that was met, and what else the gate has to know."""
    level = _LEVELS.get(talk.level)
    also = [COMPLAINT] if talk.category == ABOUT_US else []
    return list(dict.fromkeys([talk.topic or NOT_UNDERSTOOD, *([level] if level else []), *also]))


def _sum_up(talks: Sequence[Conversation], *, now: datetime) -> None:
    """Note on each how long the citizen waited for an adviser, and the print of their number."""
    stints = Stint.objects.filter(conversation__in=talks).order_by("taken_at", "pk")
    first: dict[int, Stint] = {}
    for stint in stints:
        first.setdefault(stint.conversation_id, stint)
    numbers = dict(
        CallBack.objects.filter(conversation__in=talks).values_list("conversation", "number")
    )
    for talk in talks:
        talk.told_at = now
        if (stint_ := first.get(talk.pk)) is not None:
            talk.waited = min((stint_.taken_at - stint_.waited_since) // SECOND, DAY)
        if e164 := read_phone(numbers.get(talk.pk)).e164:
            talk.person_print = fingerprint_phone(e164)


def _told(talk: Conversation, handler: str) -> chats.Ended:
    if talk.ended_at is None:
        raise ValueError("A conversation that has not ended is not told of.")
    return chats.Ended(
        number=talk.pk,
        ended_at=talk.ended_at,
        codes=codes(talk),
        language=talk.language,
        handler_type=handler_type(talk),
        waited=0 if talk.met_bot else talk.waited,
        handler=handler,
        team=team_of(handler, on=talk.ended_at.date()) if handler else "",
        print_=talk.person_print,
    )


def _handlers(talks: Collection[Conversation]) -> Mapping[int, str]:
    """Give by conversation the code of the last adviser's own results, where they hold one."""
    last = dict(
        Stint.objects.filter(conversation__in=talks)
        .order_by("taken_at", "pk")
        .values_list("conversation", "adviser")
    )
    ended = {talk.pk: talk.ended_at for talk in talks}
    grants = list(
        Grant.objects.filter(level=Grant.Level.PERSON, user__in=set(last.values())).order_by("pk")
    )
    return {
        talk: grant.unit
        for talk, adviser in last.items()
        for grant in grants
        if grant.user_id == adviser and _holds(grant, ended[talk])
    }


def _holds(grant: Grant, at: datetime | None) -> bool:
    return (
        at is not None and grant.begins_at <= at and (grant.ends_at is None or at < grant.ends_at)
    )
