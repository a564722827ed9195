"""Surveys by text and their turns, alerts for the duty desk, and questions whether we wrote."""

from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from heard.conversations.models import Conversation
from heard.delivery.models import InboundText, Letter
from heard.fieldwork.models import Rejected
from heard.invitations.models import Collector, Guest, Invitation
from heard.membership.models import Reply
from heard.responses.models import Response
from heard.vault.fields import SealedTextField


def _one_of(*names: str) -> Q:
    """Say that exactly one of these columns is filled."""
    each = (Q(**{f"{other}__isnull": other != name for other in names}) for name in names)
    return reduce(or_, each)


class Dialogue(models.Model):
    """A survey that is answered by text. Its version and its expiry are the invitation's.

    It begins with the first answer. What was said stands in the draft of `responses`, which closes
    it as partial when the invitation expires.
    """

    class State(models.TextChoices):
        OPEN = "open", "a question waits for its answer"
        DONE = "done", "all of it was answered"
        ENDED = "ended", "they stopped it, could not be read, or may be in danger"

    invitation = models.OneToOneField(Invitation, models.PROTECT, related_name="+")
    state = models.TextField(choices=State, default=State.OPEN)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class Turn(models.Model):
    """One question put by text. A text answers the last one that had left by then."""

    dialogue = models.ForeignKey(Dialogue, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(help_text="from 1, the invitation itself")
    position = models.PositiveSmallIntegerField(help_text="of the question in its version")
    is_repeat = models.BooleanField(default=False, help_text="the answer before was not readable")
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, help_text="when the answer that stands came")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dialogue", "number"], name="dialogues_turn_number")
        ]


class Alert(models.Model):
    """Words in which somebody may be in danger, or that nothing could read, for a person to read.

    They came in as a `text`, or on a page as the answer of an `invitation` or a `guest` to a
    question, sent in or not yet, from the field in a `response` or in a form that was `rejected`,
    or as the `reply` of a member to a message; or they stand in a `conversation` of the live chat
    that nobody takes. Without a question it is the invitation itself that
    may do harm: it had left before a risk was known, and `triggers` are the reasons. `due_at` is
    when somebody should have seen it at the latest.
    """

    class Level(models.TextChoices):
        """As the trigger phrases have them, and one for what is no danger that we know of."""

        L0 = "L0", "danger"
        L1 = "L1", "harm"
        L2 = "L2", "to be read"
        L3 = "L3", "thanks"

    class Outcome(models.TextChoices):
        """Why nothing more is to be done about it."""

        CALLED = "called", "called back"
        RECORDED = "recorded", "passed on as a report, with its number"
        PASSED = "passed", "passed on to whom it is for"
        KNOWN = "known", "already known"
        NOTHING = "nothing", "nothing to do"
        OTHER = "other", "another reason"
        BEFORE = "before", "seen before alerts were closed with a reason"

    text = models.OneToOneField(InboundText, models.PROTECT, related_name="+", null=True)
    invitation = models.ForeignKey(Invitation, models.PROTECT, related_name="+", null=True)
    guest = models.ForeignKey(Guest, models.PROTECT, related_name="+", null=True)
    response = models.ForeignKey(Response, models.PROTECT, related_name="+", null=True)
    rejected = models.ForeignKey(Rejected, models.PROTECT, related_name="+", null=True)
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="+", null=True)
    conversation = models.OneToOneField(
        Conversation, models.PROTECT, related_name="+", null=True, help_text="without its words"
    )
    question_id = models.TextField(blank=True, help_text="of what was written on a page")
    level = models.TextField(choices=Level)
    category = models.TextField()
    triggers = ArrayField(models.TextField(), default=list, help_text="ids of trigger phrases")
    body = SealedTextField(null=True)
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.TextField(blank=True, help_text="the label of the day; the journal has the id")
    families = ArrayField(
        models.TextField(), default=list, db_default=[], help_text="what it may be about, by desk"
    )
    escalate_at = models.DateTimeField(null=True, help_text="when the next level is told")
    escalated = models.PositiveSmallIntegerField(default=0, db_default=0, help_text="levels told")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.TextField(blank=True, db_default="")
    outcome = models.TextField(choices=Outcome, blank=True, db_default="")
    report_number = models.TextField(blank=True, db_default="")
    remark = SealedTextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="")
                | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="dialogues_alert_closed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="recorded") | ~Q(report_number=""),
                name="dialogues_alert_report_has_number",
            ),
            models.CheckConstraint(
                condition=_one_of(
                    *("text", "invitation", "guest", "response", "rejected", "reply"),
                    "conversation",
                ),
                name="dialogues_alert_from_one_door",
            ),
            models.UniqueConstraint(
                fields=["invitation", "question_id"], name="dialogues_alert_once_a_question"
            ),
            models.UniqueConstraint(fields=["guest", "question_id"], name="dialogues_alert_guest"),
            models.UniqueConstraint(
                fields=["response", "question_id"], name="dialogues_alert_response"
            ),
            models.UniqueConstraint(
                fields=["rejected", "question_id"], name="dialogues_alert_rejected"
            ),
            models.UniqueConstraint(fields=["reply"], name="dialogues_alert_reply"),
        ]
        indexes = [
            models.Index(
                fields=["level", "raised_at"],
                name="dialogues_alert_open",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["closed_at"],
                name="dialogues_alert_closed",
                condition=Q(body__isnull=False) | Q(remark__isnull=False),
            ),
        ]

    @property
    def collector(self) -> Collector | None:
        """Give the open way in by which the words came, where it was one."""
        came_by = self.guest or self.response or self.rejected
        return came_by.collector if came_by else None

    @property
    def is_overdue(self) -> bool:
        """Say whether a next level was told, since nobody did in time what was due."""
        return self.closed_at is None and self.escalated > 0

    @property
    def is_near_miss(self) -> bool:
        """Say whether it is our own letter that may do harm."""
        return self.invitation_id is not None and not self.question_id


class Enquiry(models.Model):
    """Somebody typed a number to learn whether we wrote to it. The answer goes to that number."""

    number = SealedTextField(null=True)
    print = models.CharField(max_length=64)
    asker = models.CharField(max_length=64, help_text="print of the address it was asked from")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"],
                name="dialogues_enquiry_due",
                condition=Q(due_at__isnull=False),
            ),
            models.Index(fields=["print", "asked_at"], name="dialogues_enquiry_print"),
            models.Index(fields=["asker", "asked_at"], name="dialogues_enquiry_asker"),
            models.Index(fields=["asked_at"], name="dialogues_enquiry_asked"),
        ]
