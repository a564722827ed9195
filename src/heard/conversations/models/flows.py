"""Flows of the assistant as data, an edition after the other, and the hours of live chat."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from heard.questionnaires.models import Version


class Flow(models.Model):
    """What the assistant knows of one topic, under one code through all its editions."""

    code = models.SlugField(unique=True, help_text="of `chat_topics.csv`, or a force's own")


class Edition(models.Model):
    """A flow as it was written at one time: how people ask it, and what it does then.

    Its words may change until somebody asks to publish it, and never after; a second person
    publishes it, at once and in every process. The newest edition in force is the one that counts.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "being written"
        TESTED = "tested", "tested on past questions"
        ASKED = "asked", "waits for a second person"
        LIVE = "live", "published"
        WITHDRAWN = "withdrawn"

    class Route(models.TextChoices):
        SELF_SERVE = "self_serve", "An answer or a form, after what it gathers"
        REDIRECT = "redirect", "To another organisation"
        HUMAN_NOW = "human_now", "To a person at once, without gathering"
        HUMAN_OR_FORM = "human_or_form", "Gathers, then to a person or a form"

    class Priority(models.TextChoices):
        LOW = "low"
        NORMAL = "normal"
        URGENT = "urgent"
        EMERGENCY = "emergency"

    flow = models.ForeignKey(Flow, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.TextField(choices=State, default=State.DRAFT)
    name = models.TextField(help_text="the topic, as staff and citizens read it")
    examples = ArrayField(models.TextField(), help_text="how people ask it")
    key_words = ArrayField(models.TextField(), default=list, help_text="patterns that name it")
    route = models.TextField(choices=Route)
    answers = models.JSONField(help_text="what is said, by the code of a language; en always")
    links = models.JSONField(default=list, help_text="words and address of each")
    destination = models.TextField(blank=True, help_text="where it goes, as staff read it")
    by_council = models.BooleanField(default=False, help_text="to the council of a postcode")
    gathers = models.ForeignKey(
        Version, models.PROTECT, null=True, related_name="+", help_text="what is asked first"
    )
    priority = models.TextField(choices=Priority, default=Priority.NORMAL)
    helplines = ArrayField(models.TextField(), default=list, help_text="keys of `helplines.csv`")
    needs_exit = models.BooleanField(default=False, help_text="the page offers to be left at once")
    valid_from = models.DateTimeField(null=True, help_text="empty: once it is published")
    valid_until = models.DateTimeField(null=True, help_text="empty: until it is withdrawn")
    written_by = models.TextField()
    written_by_label = models.TextField(help_text="as it was, as all labels")
    written_at = models.DateTimeField()
    tested = models.JSONField(default=dict, help_text="counts: better, worse, moved, questions")
    asked_by = models.TextField(blank=True)
    asked_by_label = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True)
    approved_by = models.TextField(blank=True)
    approved_by_label = models.TextField(blank=True)
    approved_at = models.DateTimeField(null=True)
    withdrawn_by_label = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    why = models.TextField(blank=True, help_text="why it was sent back, or withdrawn")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["flow", "number"], name="edition_once"),
            models.UniqueConstraint(
                fields=["flow"],
                condition=Q(state__in=["draft", "tested", "asked"]),
                name="edition_written_one_at_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["live", "withdrawn"])
                | Q(approved_by="heard", written_by="heard")
                | (
                    Q(approved_at__isnull=False)
                    & ~Q(approved_by="")
                    & ~Q(approved_by=F("written_by"))
                    & ~Q(approved_by=F("asked_by"))
                ),
                name="edition_by_two",
            ),
        )
        indexes = (
            models.Index(fields=["flow", "number"], name="edition_live", condition=Q(state="live")),
        )


class OpeningHours(models.Model):
    """The hours of live chat from a day on. Never changed, only followed by newer ones."""

    valid_from = models.DateField()
    days = models.JSONField(help_text="from Monday: minutes from and until, or null")
    on_bank_holidays = models.BooleanField(default=True)
    set_by_label = models.TextField()
    set_at = models.DateTimeField()


class Closure(models.Model):
    """A day on which live chat is closed."""

    day = models.DateField(unique=True)
    why = models.TextField(help_text="as citizens read it")
    set_by_label = models.TextField()
    set_at = models.DateTimeField()
