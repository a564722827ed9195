"""Which conversations somebody at the desk reads: their own, and all if they supervise it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heard.accounts.models import User
from heard.conversations.models import Conversation, Message, Note, Report, Stint

State, Author = Conversation.State, Message.Author
AFTER = timedelta(days=1)  # in which an adviser may still read what was theirs at its end


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One conversation with all that its adviser needs; `passed` is why it was passed on last."""

    talk: Conversation
    said: Sequence[Message]
    notes: Sequence[Note]
    passed: Stint | None
    reports: Sequence[Report]


def own(by: User) -> QuerySet[Conversation]:
    """Give what somebody has now; `new` is how many messages of the citizen are not answered."""
    theirs = Message.objects.filter(conversation=OuterRef("pk"))
    last = theirs.filter(author=Author.ADVISER).order_by("-position").values("position")[:1]
    new = (
        theirs.filter(author=Author.CITIZEN, position__gt=OuterRef("last"))
        .order_by()
        .values("conversation")
        .annotate(n=Count("pk"))
        .values("n")
    )
    talks = Conversation.objects.filter(adviser=by, state=State.ADVISER)
    marked = talks.annotate(last=Coalesce(Subquery(last), 0))
    return marked.annotate(new=Coalesce(Subquery(new), 0)).order_by("urgency", "taken_at", "pk")


def find(number: int, *, by: User, supervises: bool, now: datetime) -> Conversation | None:
    """Give a conversation that they may read; None where there is none, or none of theirs."""
    talks = Conversation.objects.select_related("adviser").filter(pk=number)
    if not supervises:
        lately = Q(state=State.ADVISER) | Q(state=State.ENDED, ended_at__gt=now - AFTER)
        talks = talks.filter(lately, adviser=by)
    return talks.first()


def whole(talk: Conversation) -> Whole:
    """Give all of a conversation, in the order in which it was said and done."""
    stints = Stint.objects.filter(conversation=talk, why__isnull=False).select_related("adviser")
    notes = Note.objects.filter(conversation=talk).select_related("author")
    said = Message.objects.filter(conversation=talk).select_related("adviser")
    return Whole(
        talk=talk,
        said=list(said.order_by("position")),
        notes=list(notes.order_by("written_at", "pk")),
        passed=stints.order_by("-let_go_at", "-pk").first(),
        reports=list(Report.objects.filter(conversation=talk).order_by("made_at", "pk")),
    )
