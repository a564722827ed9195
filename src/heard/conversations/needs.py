"""What of live chat waits for somebody: citizens in the queue, call-backs, a flow to approve."""

from django.db.models import Count, Min

from heard.accounts.wall import of_areas
from heard.conversations.models import CallBack, Conversation, Edition
from heard.core.needs import Need, Urgency, What


def queue() -> Need | None:
    """Give who waits for an adviser, as danger where one of them may be in it."""
    with of_areas(None):
        waiting = Conversation.objects.filter(state=Conversation.State.WAITING)
        found = waiting.aggregate(n=Count("pk"), since=Min("waits_since"), gravest=Min("urgency"))
    if not found["n"]:
        return None
    urgency = Urgency.DANGER if found["gravest"] == 0 else Urgency.CLOCK
    return Need(what=What.CHATS, urgency=urgency, n=found["n"], since=found["since"])


def call_backs() -> Need | None:
    """Give who asked to be called back and was not."""
    with of_areas(None):
        asked = CallBack.objects.filter(done_at=None)
        found = asked.aggregate(n=Count("pk"), since=Min("asked_at"))
    if not found["n"]:
        return None
    return Need(what=What.CALL_BACKS, urgency=Urgency.WAITING, n=found["n"], since=found["since"])


def flows(*, asker: str) -> Need | None:
    """Give the flows of the assistant that somebody else wants to publish."""
    asked = Edition.objects.filter(state=Edition.State.ASKED).exclude(asked_by=asker)
    found = asked.exclude(written_by=asker).aggregate(n=Count("pk"), since=Min("asked_at"))
    if not found["n"]:
        return None
    return Need(what=What.FLOWS, urgency=Urgency.WAITING, n=found["n"], since=found["since"])
