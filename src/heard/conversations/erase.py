"""Erases what was said in conversations once its time is over; what is counted stays."""

from datetime import datetime, timedelta

from django.db import transaction

from heard.conversations.models import CallBack, Conversation, Message, Note

NUMBERS_KEPT = timedelta(days=30)  # after somebody called back


@transaction.atomic
def erase(*, now: datetime, kept: timedelta, limit: int) -> int:
    """Erase the words of at most `limit` conversations that ended so long ago; say of how many.

    A call-back that nobody made yet keeps its conversation; one that was made goes after 30 days.
    """
    CallBack.objects.filter(done_at__lte=now - NUMBERS_KEPT).delete()
    old = Conversation.objects.filter(ended_at__lte=now - kept, told_at__isnull=False)
    owed = CallBack.objects.filter(done_at=None).values("conversation")
    ended = old.filter(erased_at=None).exclude(pk__in=owed).order_by("ended_at")
    found = [one.pk for one in ended.select_for_update(skip_locked=True, of=("self",))[:limit]]
    for table in (Message, Note):
        table.objects.filter(conversation__in=found).delete()
    Conversation.objects.filter(pk__in=found).update(gathered="", erased_at=now)
    return len(found)
