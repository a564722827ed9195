"""What members write about a message, and what the team answers.

A message is passed on, and its link with it: whoever has the link may write, and reads nothing of
what was written before. An answer goes to the member's own address. Whatever a member writes is
looked at for danger where all words of citizens are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext, override

from heard.accounts.wall import whole
from heard.consent import people
from heard.consent.models import Person, Scope
from heard.core.screening import Stop
from heard.core.timing import is_open, next_open
from heard.delivery.models import InboundText, Letter
from heard.delivery.post import Draft, post
from heard.invitations.invite import hash_token
from heard.journal.write import Actor, write
from heard.membership import broadcast, change
from heard.membership.broadcast import QUIET, Sending
from heard.membership.marked import REASON, marked
from heard.membership.models import Channel, Copy, Member, Message, Reply, Stage, State

KIND = "message-answer"  # the kind of the letters with an answer
LONGEST, LONGEST_TEXT = 2_000, 600  # characters of a reply, and of an answer that goes by text
A_DAY, EVER = 5, 20  # replies that come by one link
DAY, LIFE = timedelta(days=1), timedelta(days=3)
LATELY = timedelta(days=7)  # after a text of ours: what comes back by then is about it


class NoReply(ValueError):
    """What cannot be written; says why as a sentence."""


class TooMany(NoReply):
    """As much was written by one link as may be."""


def find(token: str) -> Copy | None:
    """Give whose copy a link belongs to; None where it is unknown, or the message is cancelled."""
    return (
        Copy.objects.select_related("message")
        .filter(token_hash=hash_token(token), message__stage__in=(Stage.READY, Stage.SENT))
        .first()
    )


def texted(text: InboundText) -> Copy | None:
    """Give the copy that a text of a member is about: the last that had left for their number.

    It left a week before at most, and they are still a member with that number: whoever has a
    number that was another's writes into no thread of theirs.
    """
    found = Copy.objects.select_related("message").filter(
        member__state=State.MEMBER,
        member__phone_print=text.print,
        address_print=text.print,
        channel=Channel.SMS,
        message__stage__in=(Stage.READY, Stage.SENT),
        at__gt=text.received_at - LATELY,
        at__lte=text.received_at,
    )
    for copy in found.order_by("-at", "-id") if text.print else ():
        about = f"message:{copy.message_id}:{copy.member_id}"
        letter = Letter.objects.filter(kind=broadcast.KIND, subject=about)
        if letter.filter(claimed_at__lt=text.received_at).exists():
            return copy
    return None


@transaction.atomic
def reply(
    copy: Copy, words: str, *, now: datetime, text: InboundText | None = None, waits: bool = True
) -> Reply:
    """Keep what came by the link of a copy, or by a `text` that was looked at for danger.

    Without `waits` it asks for no answer. NoReply, TooMany.
    """
    said = words.strip()
    if not said or len(said) > LONGEST:
        raise NoReply(f"Write a message of at most {LONGEST} characters.")
    held = Copy.objects.select_for_update().get(pk=copy.pk)
    theirs = Reply.objects.filter(copy=held, by_team="")
    if theirs.count() >= EVER or theirs.filter(at__gt=now - DAY).count() >= A_DAY:
        raise TooMany("That is as much as can be written here.")
    due = now if text is None else None
    made = Reply.objects.create(
        copy=held, area=held.area, words=said, at=now, due_at=due, text=text
    )
    if held.waits_since is None and waits:
        Copy.objects.filter(pk=held.pk).update(waits_since=now)
    if held.member.state == State.MEMBER:
        change.seen(held.member, now=now)
    return made


def rate(copy: Copy, *, useful: bool) -> None:
    """Keep what somebody thinks of a message; the last word counts."""
    Copy.objects.filter(pk=copy.pk).update(useful=useful)


@transaction.atomic
def answer(copy: Copy, words: str, *, by: Actor, sending: Sending, now: datetime) -> None:
    """Answer a member at the address to which the message went. NoReply."""
    held = _held(copy)
    said = words.strip()
    longest = LONGEST_TEXT if held.channel == Channel.SMS else LONGEST
    if not said or len(said) > longest:
        raise NoReply(f"Write an answer of at most {longest} characters.")
    if _is_over(held, people.standing([held.address_print])):
        raise NoReply("They have left or changed their address, and are not written to there.")
    made = Reply.objects.create(copy=held, area=held.area, by_team=by.label, words=said, at=now)
    post(KIND, [_letter(made, held, said, sending, now=now)], now=now)
    Copy.objects.filter(pk=held.pk).update(waits_since=None)
    write("membership.answer", subject=f"copy:{held.pk}", actor=by, now=now)


@transaction.atomic
def settle(copy: Copy, *, by: Actor, now: datetime) -> None:
    """Note that what a member wrote needs no answer."""
    held = _held(copy)
    if Copy.objects.filter(pk=held.pk, waits_since__isnull=False).update(waits_since=None):
        write("membership.settle", subject=f"copy:{held.pk}", actor=by, now=now)


def claim_due(*, now: datetime, limit: int) -> list[Reply]:
    """Lock replies that nobody has looked at for danger, inside the caller's transaction."""
    due = Reply.objects.filter(due_at__lte=now).select_for_update(skip_locked=True)
    return list(due.order_by("due_at", "id")[:limit])


def words(replies: Sequence[Reply]) -> Iterator[tuple[Mapping[str, Reply], str, str]]:
    """Give by what reply, to what question (none) and in what words."""
    for one in replies:
        if one.words:
            yield {"reply": one}, "", one.words


def settle_words(replies: Sequence[Reply]) -> None:
    """End the claim: they have been looked at."""
    Reply.objects.filter(pk__in=[one.pk for one in replies]).update(due_at=None)


def ratings(message: Message) -> tuple[int, int]:
    """Give how many found a message useful, and how many did not."""
    rated = Copy.objects.filter(message=message)
    with whole():
        return rated.filter(useful=True).count(), rated.filter(useful=False).count()


def recheck(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Stop an answer to whoever left, changed their address or wants nothing; by night it waits."""
    return _stops(subjects, now=now)


def denied(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    """Ask the same right before the call."""
    return _stops(subjects, now=now)


def _held(copy: Copy) -> Copy:
    return Copy.objects.select_for_update(of=("self",)).select_related("member").get(pk=copy.pk)


def _letter(made: Reply, copy: Copy, said: str, sending: Sending, *, now: datetime) -> Draft:
    member, is_email = copy.member, copy.channel == Channel.EMAIL
    with override(member.language):
        title = gettext("An answer from %(force)s") % {"force": sending.force}
        stop = gettext("Leave")
    leaves = next_open(now)
    address = (member.email if is_email else member.phone) or ""
    link = f"{sending.site}/community/stop/{member.stop_token}"
    return Draft(
        subject=f"answer:{made.pk}",
        channel=copy.channel,
        address=address,
        title=title if is_email else "",
        body=f"{title}:\n\n{said}\n\n{stop}: {link}" if is_email else f"{title}: {said}",
        unsubscribe=link if is_email else "",
        not_before=leaves,
        expires_at=leaves + LIFE,
    )


def _stops(subjects: Sequence[str], *, now: datetime) -> Mapping[str, Stop]:
    numbers = {name: int(name.partition(":")[2]) for name in subjects}
    found = Reply.objects.select_related("copy__member").in_bulk([*numbers.values()])
    prints = [one.copy.address_print for one in found.values()]
    persons, at_risk = people.standing(prints), marked(prints)
    night = None if is_open(now) else Stop(reason=QUIET, until=next_open(now))
    stops: dict[str, Stop] = {}
    for name, number in numbers.items():
        said = found.get(number)
        if said is None or _is_over(said.copy, persons):
            stops[name] = Stop(reason="message-over")
        elif said.copy.channel == Channel.SMS and said.copy.address_print in at_risk:
            stops[name] = Stop(reason=REASON)
        elif night:
            stops[name] = night
    return stops


def _is_over(copy: Copy, persons: Mapping[str, Person]) -> bool:
    member: Member = copy.member
    now_at = member.email_print if copy.channel == Channel.EMAIL else member.phone_print
    person = persons.get(copy.address_print)
    silent = person is not None and (
        person.opted_out_of == Scope.EVERYTHING or person.wrong_number_at is not None
    )
    return member.state != State.MEMBER or not now_at or now_at != copy.address_print or silent
