"""Messages to members of Birmingham East as the demo has them, and what members replied.

One was sent before the demo begins, so no letter of it leaves: what is kept of it is what the lane
would have left. One waits for a second person, one is being written. All of their words, and those
of the replies, are ours.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.membership import audience, threads, write
from heard.membership.audience import LEFT_OUT
from heard.membership.models import Channel, Copy, Interest, Member, Message, Reply, Stage
from heard.membership.write import Content, Who

AREA, WARD = "BE", "E05001182"
BEFORE = timedelta(days=5)  # the demo began the message that was sent
RATED, USEFUL = 0.11, 0.8  # of those who got it, and of those who rated it
SENT = Content(
    title="Sheds broken into: how to keep yours",
    body=(
        "Nine sheds were broken into in your ward this month, most of them by night. Tools and "
        "bicycles were taken.\n\nA closed shackle padlock and a light that comes on by itself keep "
        "most thieves away. We mark bicycles on Saturday from 10 to 12 outside of the library."
    ),
    areas=(AREA,),
    wards=(WARD,),
    interests=(Interest.PREVENTION,),
)
WAITS = Content(
    title="Come and tell us what should come first",
    body=(
        "We meet on the first Tuesday of each month, by video for now. The link is on our page. "
        "Tell us what should come first in your streets, or write back to this message."
    ),
    areas=(AREA,),
)
BEGUN = Content(
    title="Speeding on the ring road", body="What we did there in January:", areas=(AREA,)
)
REPLIES: Sequence[tuple[timedelta, str, str]] = (  # after it was sent, in words, and our answer
    (
        timedelta(hours=3),
        "Do you mark scooters as well?",
        "Yes, and wheelchairs. Bring them on Saturday.",
    ),
    (timedelta(hours=9), "Mine was broken into on Sunday and nobody has come.", ""),
    (timedelta(days=2), "Can you send somebody to our residents' meeting?", ""),
)


@transaction.atomic
def write_messages(*, team: User, lead: User, seed: int, now: datetime) -> None:
    """Let a team write to its members, and them reply, once."""
    if Message.objects.exists():
        return
    by = Who(actor=actor(team), areas=(AREA,))
    at = now - BEFORE
    _reply(_sent(by, Who(actor=actor(lead), leads=True), seed=seed, at=at), team, at=at)
    write.ask(write.draft(WAITS, who=by, now=now), who=by, now=now)
    write.draft(BEGUN, who=by, now=now)


def _sent(by: Who, lead: Who, *, seed: int, at: datetime) -> list[Copy]:
    """Send the first one, and give its copies."""
    message = write.draft(SENT, who=by, now=at)
    write.ask(message, who=by, now=at)
    write.approve(message, who=lead, now=at)
    message.refresh_from_db()
    every = Member.objects.count()
    fates = dict(audience.following(message, after=0, limit=every, leaves=at, now=at))
    draw = Random(f"messages {seed}")  # noqa: S311 - a play
    members = Member.objects.filter(pk__in=[who for who in fates if fates[who] not in LEFT_OUT])
    copies = [
        Copy(
            message=message,
            member=one,
            area=one.area,
            channel=fates[one.pk],
            address_print=one.email_print if fates[one.pk] == Channel.EMAIL else one.phone_print,
            at=at,
            useful=draw.random() < USEFUL if draw.random() < RATED else None,
        )
        for one in members.order_by("pk")
    ]
    for fate in fates.values():
        if fate in LEFT_OUT:
            message.left_out[fate] = message.left_out.get(fate, 0) + 1
    message.stage, message.due_at, message.finished_at = Stage.SENT, None, at
    message.save()
    return Copy.objects.bulk_create(copies)


def _reply(copies: Sequence[Copy], team: User, *, at: datetime) -> None:
    """Let some of them write back; one was answered. Nothing in their words sounds of danger."""
    for copy, (after, words, answer) in zip(copies, REPLIES, strict=False):
        said = threads.reply(copy, words, now=at + after)
        threads.settle_words([said])
        if answer:
            at_last = {"area": copy.area, "by_team": actor(team).label, "at": at + 2 * after}
            Reply.objects.create(copy=copy, words=answer, **at_last)
            threads.settle(copy, by=actor(team), now=at + 2 * after)
