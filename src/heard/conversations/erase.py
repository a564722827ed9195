"""Erases what was said in conversations, some time after their end; that they were stays."""

from datetime import datetime, timedelta

from django.db import transaction

from heard.conversations.models import Conversation, Message, Note, Report, Stint


@transaction.atomic
def erase_words(*, now: datetime, kept: timedelta, limit: int) -> int:
    """Erase what was said, noted, gathered, reported and passed on of the oldest; say of how many.

    A report that is still to arrive keeps its words: nothing is lost of it.
    """
    old = Conversation.objects.filter(erased_at=None, ended_at__lte=now - kept)
    locked = old.select_for_update(skip_locked=True, of=("self",)).order_by("ended_at")[:limit]
    found = [talk.pk for talk in locked]
    Message.objects.filter(conversation__in=found).delete()
    Note.objects.filter(conversation__in=found).delete()
    Stint.objects.filter(conversation__in=found).update(why=None)
    Report.objects.filter(conversation__in=found, due_at=None).update(event="")
    Conversation.objects.filter(pk__in=found).update(gathered="", erased_at=now)
    return len(found)
