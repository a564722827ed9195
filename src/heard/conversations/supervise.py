"""What who supervises the desk may do with a conversation that is not theirs, each journalled."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heard.accounts.models import User
from heard.conversations import desk
from heard.conversations.converse import locked
from heard.conversations.desk import NotTaken, note_act
from heard.conversations.models import Adviser, Conversation

State, Ending = Conversation.State, Conversation.Ending


@transaction.atomic
def take_over(number: int, *, by: User, now: datetime) -> Conversation:
    """Take a conversation from the queue or from whoever has it. NotTaken once it has ended."""
    talk = _open(number)
    if talk.state == State.ADVISER and talk.adviser_id == by.pk:
        return talk
    desk.give(talk, to=by, now=now)
    note_act("conversations.take_over", talk, by=by, now=now)
    return talk


@transaction.atomic
def move(number: int, *, to: User, by: User, now: datetime) -> None:
    """Give a conversation to an adviser who is there, however many they have. NotTaken."""
    talk = _open(number)
    if not Adviser.objects.filter(user=to, is_there=True).exists():
        raise NotTaken("They are not at the desk.")
    if talk.adviser_id == to.pk and talk.state == State.ADVISER:
        return
    desk.give(talk, to=to, now=now)
    note_act("conversations.move", talk, by=by, now=now, reason=f"to person:{to.pk}")


def held() -> QuerySet[Conversation]:
    """Give what is with an adviser, those that escalated first, then the longest."""
    talks = Conversation.objects.filter(state=State.ADVISER).select_related("adviser")
    return talks.order_by("urgency", "begun_at", "pk")


def abandoned(*, since: datetime, until: datetime) -> int:
    """Count who left the queue in this time."""
    gone = Conversation.objects.filter(ending=Ending.ABANDONED)
    return gone.filter(ended_at__gte=since, ended_at__lt=until).count()


def _open(number: int) -> Conversation:
    talk = locked(number)
    if talk.state not in {State.WAITING, State.ADVISER}:
        raise NotTaken("It is not with the desk: it has ended, or the assistant has it.")
    return talk
