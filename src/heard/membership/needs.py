"""What of the community waits for somebody's own hand, each counted."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Min, Q

from heard.accounts.wall import of_areas
from heard.core.needs import Need, Urgency, What
from heard.membership.models import Copy, Message, PartnerList, Priority, Stage, Wave
from heard.membership.write import Who

SEEN = 500  # messages that wait, of which those of somebody are looked for


def may_approve(message: Message, by: Who) -> bool:
    """Tell whether a message waits for their approval: of their areas, and none of their own."""
    allowed = by.leads or message.priority != Priority.URGENT
    theirs = message.author == by.actor.id or not by.may_act(message)
    return message.stage == Stage.ASKED and allowed and not theirs


def messages(by: Who) -> Need | None:
    """Give the messages that wait for their approval, since the first was asked for."""
    waiting = Message.objects.filter(stage=Stage.ASKED).order_by("asked_at", "id")[:SEEN]
    found = [one for one in waiting if may_approve(one, by)]
    return _need(What.MESSAGES, len(found), found[0].asked_at if found else None)


def replies(areas: Collection[str] | None) -> Need | None:
    """Give the members of these areas who wait for an answer; None is the whole force."""
    theirs = Q() if areas is None else Q(area__in=areas)
    with of_areas(areas):
        waiting = Copy.objects.filter(theirs, waits_since__isnull=False)
        found = waiting.aggregate(n=Count("pk"), since=Min("waits_since"))
    return _need(What.REPLIES, found["n"], found["since"])


def waves(*, asker: str, now: datetime) -> Need | None:
    """Give the surveys of members that somebody else set up and that can still be approved."""
    asked = Wave.objects.filter(stage=Wave.Stage.ASKED, opens_at__gte=now).exclude(author=asker)
    found = asked.aggregate(n=Count("pk"), since=Min("set_up_at"))
    return _need(What.WAVES, found["n"], found["since"])


def lists(*, asker: str) -> Need | None:
    """Give the partners' lists that somebody else sent in and that nobody has decided about."""
    asked = PartnerList.objects.filter(approved_at=None, ended_at=None).exclude(kept_by=asker)
    found = asked.aggregate(n=Count("pk"), since=Min("kept_at"))
    return _need(What.LISTS, found["n"], found["since"])


def _need(what: What, n: int, since: datetime | None) -> Need | None:
    return Need(what=what, urgency=Urgency.WAITING, n=n, since=since) if n else None
