"""Conversations, and what was said in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from heard.accounts.models import User
from heard.vault.fields import SealedTextField


class Conversation(models.Model):
    """One chat of a citizen, from their consent to its end.

    Who dealt with it is worked out from `met_bot` and `taken_at`, which are set once and never
    taken back: bot only, bot then human, or human only. `urgency` is the order of the queue, 0
    first; within one of it the longest wait goes first.
    """

    class State(models.TextChoices):
        ASSISTANT = "assistant", "with the assistant"
        WAITING = "waiting", "waits for an adviser"
        ADVISER = "adviser", "with an adviser"
        ENDED = "ended"

    class Ending(models.TextChoices):
        ANSWERED = "answered", "the assistant answered, and the citizen ended it"
        CLOSED = "closed", "an adviser closed it"
        SILENT = "silent", "the citizen said no more to the assistant"
        ABANDONED = "abandoned", "the citizen left the queue"
        LEFT = "left", "the citizen left the adviser"
        CALL_BACK = "call_back", "the citizen asked to be called back"
        FORM = "form", "the citizen went on to a form"

    class Level(models.TextChoices):
        NONE = "", "none"
        NOW = "L0", "danger to life: at once, and nothing more is asked"
        SOON = "L1", "to a person, without gathering"
        FREE = "L2", "to a person when one is free"

    token_hash = models.BinaryField(unique=True, help_text="of what the citizen's browser holds")
    language = models.TextField(default="en")
    state = models.TextField(choices=State)
    ending = models.TextField(choices=Ending, blank=True)
    level = models.TextField(choices=Level, blank=True, help_text="the gravest that was met")
    trigger = models.TextField(blank=True, help_text="the id of the phrase that met it")
    category = models.TextField(blank=True, help_text="of that phrase")
    topic = models.TextField(blank=True, help_text="of `chat_topics.csv`, or a force's own")
    outcome = models.TextField(blank=True, help_text="that the adviser gave it")
    quick_exit = models.BooleanField(
        default=False, help_text="abuse was spoken of: its pages can be left at once"
    )
    network = models.TextField(blank=True, help_text="a print of where it was begun, for a day")
    skills = ArrayField(
        models.TextField(), default=list, help_text="that its adviser must have, languages too"
    )
    urgency = models.PositiveSmallIntegerField(default=2)
    met_bot = models.BooleanField(default=False)
    flow = models.TextField(blank=True, help_text="where the assistant is, in its own words")
    gathered = SealedTextField(default="", help_text="questions and answers, as JSON")
    misses = models.PositiveSmallIntegerField(default=0, help_text="in a row, not understood")
    said = models.PositiveIntegerField(default=0, help_text="how many messages it has")
    adviser = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", help_text="who has it now"
    )
    consented_at = models.DateTimeField(help_text="to the notice, before anything was typed")
    begun_at = models.DateTimeField()
    heard_at = models.DateTimeField(help_text="when the citizen last said or asked anything")
    seen_at = models.DateTimeField(
        null=True, help_text="when the citizen's page last gave a sign of being open"
    )
    asked_at = models.DateTimeField(
        null=True, help_text="when they were asked whether they are still there"
    )
    waits_since = models.DateTimeField(null=True, help_text="for the adviser whom it waits for")
    taken_at = models.DateTimeField(null=True, help_text="first, by an adviser")
    answered_at = models.DateTimeField(null=True, help_text="first, by an adviser in words")
    escalated_at = models.DateTimeField(null=True, help_text="to the supervisors of the desk")
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True, help_text="when its words were")
    told_at = models.DateTimeField(null=True, help_text="when its end became an event of the flow")
    waited = models.PositiveIntegerField(null=True, help_text="seconds, for the first adviser")
    person_print = models.CharField(
        max_length=64, blank=True, help_text="of the number they left; empty: nobody knows who"
    )

    class Meta:
        indexes = (
            models.Index(
                fields=["urgency", "waits_since"],
                name="queue",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["heard_at"], name="open", condition=~Q(state="ended")),
            models.Index(fields=["network", "begun_at"], name="begun", condition=~Q(network="")),
            models.Index(fields=["ended_at"], name="unerased", condition=Q(erased_at=None)),
            models.Index(fields=["ended_at"], name="untold", condition=Q(told_at=None)),
            models.Index(
                fields=["person_print", "begun_at"],
                name="same_person",
                condition=~Q(person_print=""),
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False, ending__gt="")
                | (~Q(state="ended") & Q(ended_at=None, ending="")),
                name="ended_with_its_ending",
            ),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(waits_since__isnull=False),
                name="waits_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="adviser") | Q(adviser__isnull=False, taken_at__isnull=False),
                name="an_adviser_has_it",
            ),
        )

    @property
    def handler(self) -> str:
        """Say who dealt with it: `bot`, `bot_then_human`, `human`; nothing where nobody did."""
        if self.taken_at is None:
            return "bot" if self.met_bot else ""
        return "bot_then_human" if self.met_bot else "human"


class Message(models.Model):
    """What was said, in its order, once each: `key` is the id that a browser gave it.

    `kind` says how it is shown; `options` are the answers that a citizen may choose from.
    """

    class Author(models.TextChoices):
        CITIZEN = "citizen"
        ASSISTANT = "assistant"
        ADVISER = "adviser"
        SYSTEM = "system", "Heard"

    class Kind(models.TextChoices):
        WORDS = "words"
        NOTICE = "notice", "what happened: taken up, transferred, ended"
        DANGER = "danger", "the panel of 999"
        SURVEY = "survey", "a link to the survey"

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    key = models.UUIDField(null=True)
    author = models.TextField(choices=Author)
    adviser = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    kind = models.TextField(choices=Kind, default=Kind.WORDS)
    text = SealedTextField()
    options = models.JSONField(default=list)
    said_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["conversation", "position"], name="message_in_order"),
            models.UniqueConstraint(fields=["conversation", "key"], name="message_once"),
        )
