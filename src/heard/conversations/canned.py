"""Words that advisers may put into an answer, written by managers of the chat."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.conversations.converse import LONGEST, NotSaid
from heard.conversations.models import Canned, Conversation
from heard.journal.write import write

LONGEST_TITLE = 80


@transaction.atomic
def write_canned(title: str, text: str, *, of: tuple[str, str], by: User, now: datetime) -> Canned:
    """Add one `of` a topic, or of any, and a language. NotSaid."""
    name, words, (topic, language) = title.strip(), text.strip(), of
    if not name or len(name) > LONGEST_TITLE:
        raise NotSaid(f"Give it a name of at most {LONGEST_TITLE} characters.")
    if not words or len(words) > LONGEST:
        raise NotSaid(f"Write the words, in at most {LONGEST:,} characters.")
    made = Canned.objects.create(
        title=name, text=words, topic=topic, language=language, written_by=by, written_at=now
    )
    subject = f"canned:{made.pk}"
    write("conversations.write_canned", subject=subject, actor=actor(by), now=now)
    return made


@transaction.atomic
def end_canned(number: int, *, by: User, now: datetime) -> None:
    """Take one away, if it is there; what was said with it stays said."""
    if Canned.objects.filter(pk=number, ended_at=None).update(ended_at=now):
        subject = f"canned:{number}"
        write("conversations.end_canned", subject=subject, actor=actor(by), now=now)


def all_canned() -> QuerySet[Canned]:
    """Give all that there are, by language and topic."""
    return Canned.objects.filter(ended_at=None).order_by("language", "topic", "title", "pk")


def canned_for(talk: Conversation) -> Sequence[Canned]:
    """Give what fits a conversation: its language, and its topic before those of any.

    Where it has no topic yet, those of all.
    """
    found = all_canned().filter(language=talk.language)
    if talk.topic:
        found = found.filter(topic__in=(talk.topic, ""))
    return sorted(found, key=lambda one: (one.topic != talk.topic, one.topic, one.title))
