"""Messages are written by one person, approved by another, and cancelled at any time.

What a stolen account of a team could do is small: so many a day, nothing without a second person,
and communications is told of whatever is urgent and of each limit that was reached.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from heard.journal.write import Actor, write
from heard.membership import told
from heard.membership.broadcast import subject
from heard.membership.dress import REPLY, STOP, Words
from heard.membership.models import Interest, Message, Priority, Stage, Translation

ASKED_A_DAY, URGENT_A_DAY, APPROVED_A_DAY = 6, 2, 20
DAY = timedelta(days=1)
LIVES = {  # for how long after its time a message is worth sending
    Priority.ROUTINE: timedelta(days=3),
    Priority.IMPORTANT: timedelta(days=2),
    Priority.URGENT: timedelta(hours=6),
}
LONGEST_TITLE, LONGEST_BODY = 78, 5_000  # of a title: RFC 5322, 2.1.1
AHEAD = timedelta(days=60)  # for which a message may be scheduled


class NoMessage(ValueError):
    """What cannot be done with a message; says why as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a message says, and to whom: see `Message`."""

    title: str
    body: str
    priority: Priority = Priority.ROUTINE
    areas: Sequence[str] = ()
    wards: Sequence[str] = ()
    impact_area: str = ""
    interests: Sequence[Interest] = ()
    is_public: bool = True
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who does something with messages.

    `areas` are those that they may write to; None is the whole force. `leads` are they of
    communications, who alone approve what is urgent. `pilots` are those of the areas that are
    theirs by a pilot alone, with its number: there they do nothing with messages of others.
    """

    actor: Actor
    areas: Collection[str] | None = None
    leads: bool = False
    pilots: Mapping[str, int] = field(default_factory=dict)

    def may(self, areas: Sequence[str]) -> bool:
        """Tell whether all of these areas are theirs; none named is the whole force."""
        return self.areas is None or (bool(areas) and set(areas) <= set(self.areas))

    def may_act(self, message: Message) -> bool:
        """Tell whether a message is one that they may do something with."""
        own = message.author == self.actor.id or self.pilots.keys().isdisjoint(message.areas)
        return own and self.may(message.areas)

    def pilot_of(self, areas: Sequence[str]) -> int | None:
        """Give the number of the pilot by which they write to these areas, if it is by one."""
        return next((self.pilots[area] for area in areas if area in self.pilots), None)


@transaction.atomic
def draft(content: Content, *, who: Who, now: datetime) -> Message:
    """Begin a message. NoMessage."""
    message = Message(author=who.actor.id, author_label=who.actor.label, written_at=now)
    _fill(message, content, who)
    message.pilot_id = who.pilot_of(content.areas)
    message.save()
    write("membership.write", subject=subject(message), actor=who.actor, now=now)
    return message


@transaction.atomic
def edit(message: Message, content: Content, *, who: Who, now: datetime) -> None:
    """Change a message that is being written; its translations are to be checked again."""
    held = hold(message, who, Stage.DRAFT)
    if (held.title, held.body) != (content.title, content.body):
        Translation.objects.filter(message=held).update(checked_by="")
    _fill(held, content, who)
    held.pilot_id = who.pilot_of(content.areas) or held.pilot_id
    held.save()
    write("membership.write", subject=subject(held), actor=who.actor, now=now)


@transaction.atomic
def translate(message: Message, words: Words, *, by: str, who: Who, now: datetime) -> None:
    """Keep the words in another language, and who translated them; somebody else checks them."""
    held = hold(message, who, Stage.DRAFT)
    _require_words(words.title, words.body)
    if not by.strip():
        raise NoMessage("Say who translated it, or by which machine.")
    said = {"title": words.title, "body": words.body}
    facts = said | {"by": by.strip(), "kept_by": who.actor.id, "checked_by": "", "at": now}
    Translation.objects.update_or_create(message=held, language=words.language, defaults=facts)
    about = f"{subject(held)} {words.language}"
    write("membership.translate", subject=about, actor=who.actor, now=now)


@transaction.atomic
def check(message: Message, language: str, *, who: Who, now: datetime) -> None:
    """Note that somebody else than put it in has read a translation against the English."""
    held = hold(message, who, Stage.DRAFT, Stage.ASKED)
    found = Translation.objects.filter(message=held, language=language).first()
    if found is None:
        raise NoMessage("There is no translation into that language.")
    if found.kept_by == who.actor.id:
        raise NoMessage("Somebody else than put it in has to read it.")
    found.checked_by = who.actor.label
    found.save(update_fields=["checked_by"])
    write("membership.check", subject=f"{subject(held)} {language}", actor=who.actor, now=now)


@transaction.atomic
def ask(message: Message, *, who: Who, now: datetime) -> None:
    """Ask a second person to approve it: from now on it is not changed. NoMessage."""
    held = hold(message, who, Stage.DRAFT)
    if held.author != who.actor.id:
        raise NoMessage("Only who wrote it asks for its approval.")
    _require_few(held, now=now)
    held.stage, held.asked_at, held.why = Stage.ASKED, now, ""
    held.save(update_fields=["stage", "asked_at", "why"])
    write("membership.ask", subject=subject(held), actor=who.actor, now=now)


@transaction.atomic
def send_back(message: Message, why: str, *, who: Who, now: datetime) -> None:
    """Give it back to be changed, with the reason. NoMessage."""
    held = hold(message, who, Stage.ASKED)
    if not why.strip():
        raise NoMessage("Say why.")
    held.stage, held.why = Stage.DRAFT, why.strip()
    held.save(update_fields=["stage", "why"])
    write("membership.send_back", subject=subject(held), actor=who.actor, now=now)


@transaction.atomic
def approve(message: Message, *, who: Who, now: datetime) -> None:
    """Let it be sent, at once or when its time comes: never by its author. NoMessage."""
    held = hold(message, who, Stage.ASKED)
    if held.author == who.actor.id:
        raise NoMessage("Somebody else has to approve it.")
    if held.priority == Priority.URGENT and not who.leads:
        raise NoMessage("What is urgent is approved by communications.")
    approved = Message.objects.filter(approved_by=who.actor.id, approved_at__gt=now - DAY)
    if approved.count() >= APPROVED_A_DAY:
        raise NoMessage(f"You have approved {APPROVED_A_DAY} within a day: somebody else has to.")
    starts = max(now, held.send_at or now)
    held.stage, held.approved_by = Stage.READY, who.actor.id
    held.approved_label, held.approved_at = who.actor.label, now
    held.due_at, held.ends_at = starts, starts + LIVES[Priority(held.priority)]
    held.save()
    write("membership.approve", subject=subject(held), actor=who.actor, now=now)
    if held.priority == Priority.URGENT:
        told.of_urgent(held, now=now)


@transaction.atomic
def cancel(message: Message, why: str, *, who: Who, now: datetime) -> None:
    """Stop whatever of it has not left, for good; its page is gone too. NoMessage."""
    held = hold(message, who, *(stage for stage in Stage if stage is not Stage.CANCELLED))
    if not why.strip():
        raise NoMessage("Say why.")
    held.stage, held.due_at, held.why = Stage.CANCELLED, None, why.strip()
    held.save(update_fields=["stage", "due_at", "why"])
    write("membership.cancel", subject=subject(held), actor=who.actor, now=now)


@transaction.atomic
def note_refused(who: Who, priority: Priority, *, now: datetime) -> None:
    """Tell communications if somebody was refused since they had asked for as many as one may."""
    if over_limit(who.actor, priority, now=now):
        write("membership.limit", subject=who.actor.id, actor=who.actor, now=now)
        told.of_limit(who.actor, now=now)


def over_limit(who: Actor, priority: Priority, *, now: datetime) -> bool:
    """Tell whether somebody has asked for as many within a day as one person may."""
    theirs = Message.objects.filter(author=who.id, asked_at__gt=now - DAY)
    urgent = theirs.filter(priority=Priority.URGENT).count()
    return theirs.count() >= ASKED_A_DAY or (priority == Priority.URGENT and urgent >= URGENT_A_DAY)


def _require_few(message: Message, *, now: datetime) -> None:
    author = Actor(id=message.author, label=message.author_label)
    # Whoever asks for two at once asks for one after the other.
    Message.objects.filter(author=author.id).order_by("id").select_for_update().first()
    if over_limit(author, Priority(message.priority), now=now):
        raise NoMessage(
            f"One person asks for {ASKED_A_DAY} a day at most, {URGENT_A_DAY} of them urgent."
            " Let somebody else write this one."
        )


def _fill(message: Message, content: Content, who: Who) -> None:
    """Put what was written into a message that is being written. NoMessage."""
    _require_words(content.title, content.body)
    if not who.may(content.areas):
        raise NoMessage("You write to your own areas.")
    message.title, message.body = content.title, content.body
    message.priority, message.is_public = content.priority, content.is_public
    message.areas, message.wards = sorted(content.areas), sorted(content.wards)
    message.impact_area = content.impact_area
    message.interests, message.send_at = list(content.interests), content.send_at


def _require_words(title: str, body: str) -> None:
    if not title.strip() or not body.strip():
        raise NoMessage("Write a title and a message.")
    if len(title) > LONGEST_TITLE or len(body) > LONGEST_BODY:
        raise NoMessage(f"Write {LONGEST_TITLE} characters of title at most, {LONGEST_BODY} below.")
    if not title.isprintable() or REPLY in body or STOP in body:
        raise NoMessage("There is a sign in it that cannot be written.")


def hold(message: Message, who: Who, *stages: Stage) -> Message:
    """Hold a message in one of these stages, of which the areas are theirs. NoMessage."""
    held = Message.objects.select_for_update().get(pk=message.pk)
    if held.stage not in stages:
        raise NoMessage("Somebody has done something with it meanwhile. Look at it again.")
    if not who.may_act(held):
        raise NoMessage("This is not a message of yours.")
    return held
