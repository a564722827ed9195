"""What was said in a conversation, sent to the citizen by e-mail where that is safe.

Never after a danger or where abuse was spoken of, and only where an adviser took part: otherwise
anybody could have us send words of theirs to an address of somebody else.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext, override

from heard.consent import people
from heard.consent.models import Scope
from heard.conversations.converse import PRIVATE, Author, Kind, State
from heard.conversations.models import Conversation, Message
from heard.core.reasons import Reason
from heard.core.screening import Stop
from heard.core.timing import LONDON
from heard.delivery.models import Letter
from heard.delivery.post import Draft, post
from heard.events.models import Marking
from heard.vault.ring import fingerprint_email

KIND = "chat-transcript"  # the kind of these letters, and so the name of their guard
UNSAFE = "chat-private"
WORTH = timedelta(days=1)  # for which it is worth sending

_SAFE = Q(state=State.ENDED, taken_at__isnull=False, quick_exit=False) & ~(
    Q(level__in=("L0", "L1")) | Q(topic__in=PRIVATE)
)


class NotSafe(Exception):
    """What was said is not sent to anybody."""


def may_send(talk: Conversation) -> bool:
    """Tell whether it may be sent at all, and was not yet."""
    was_sent = Letter.objects.filter(kind=KIND, subject=_subject(talk.pk)).exists()
    return not was_sent and Conversation.objects.filter(_SAFE, pk=talk.pk).exists()


def send(talk: Conversation, *, email: str, now: datetime) -> None:
    """Post it to an address in its final spelling, which nobody else reads, once. NotSafe."""
    if not may_send(talk):
        raise NotSafe
    with override(talk.language):
        title = gettext("Your chat with %(force)s") % {"force": settings.FORCE_NAME}
        body = "\n\n".join([title, *_lines(talk)])
    draft = Draft(
        subject=_subject(talk.pk),
        channel="email",
        address=email,
        title=title,
        body=body,
        not_before=now,
        expires_at=now + WORTH,
    )
    post(KIND, [draft], now=now)


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Stop what is not safe any more, and what goes to whoever wants nothing from us."""
    return _stops(subjects, now=now)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the same right before the call."""
    return _stops(subjects, now=now)


def _stops(
    subjects: Sequence[str],
    *,
    now: datetime,  # noqa: ARG001
) -> Mapping[str, Stop]:
    numbers = {subject: int(subject.partition(":")[2]) for subject in subjects}
    safe = set(
        Conversation.objects.filter(_SAFE, pk__in=numbers.values()).values_list("pk", flat=True)
    )
    letters = Letter.objects.filter(kind=KIND, subject__in=subjects)
    prints = {one.subject: fingerprint_email(one.address or "") for one in letters}
    persons, marked = people.standing(prints.values()), _marked(prints.values())
    stops = {subject: Stop(reason=UNSAFE) for subject in subjects if numbers[subject] not in safe}
    for subject, print_ in prints.items():
        person = persons.get(print_)
        if print_ in marked:
            stops[subject] = Stop(reason=UNSAFE)
        elif person and (person.opted_out_of == Scope.EVERYTHING or person.wrong_number_at):
            stops[subject] = Stop(reason=Reason.OPTED_OUT)
    return stops


def _marked(prints: Collection[str]) -> frozenset[str]:
    """Give those on which any marker of the force stands: their post may not be theirs alone."""
    stands = Q(lifted_at=None) | Q(lifted_at__lte=F("marked_at"))
    found = Marking.objects.filter(stands, print__in=prints, marked_at__isnull=False)
    return frozenset(found.values_list("print", flat=True))


def _lines(talk: Conversation) -> Sequence[str]:
    names = {
        Author.CITIZEN: gettext("You"),
        Author.ASSISTANT: gettext("Automated assistant"),
        Author.ADVISER: gettext("Adviser"),
    }
    words = Message.objects.filter(conversation=talk, kind=Kind.WORDS).order_by("position")
    return [
        f"{_clock(one.said_at)} {names[Author(one.author)]}: {one.text}"
        for one in words
        if one.author in names
    ]


def _clock(moment: datetime) -> str:
    return date_format(moment.astimezone(LONDON), "H:i")


def _subject(number: int) -> str:
    return f"talk:{number}"
