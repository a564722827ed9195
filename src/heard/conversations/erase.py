"""Erases what was said in conversations, some time after their end; that they were stays."""

from datetime import datetime, timedelta

from django.db import transaction

from heard.conversations.models import Conversation, Message, Note


@transaction.atomic
def erase_words(*, now: datetime, kept: timedelta, limit: int) -> int:
    """Erase messages, notes and what was gathered of the oldest; say of how many conversations."""
    old = Conversation.objects.filter(erased_at=None, ended_at__lte=now - kept)
    locked = old.select_for_update(skip_locked=True, of=("self",)).order_by("ended_at")[:limit]
    found = [talk.pk for talk in locked]
    Message.objects.filter(conversation__in=found).delete()
    Note.objects.filter(conversation__in=found).delete()
    Conversation.objects.filter(pk__in=found).update(gathered="", erased_at=now)
    return len(found)
