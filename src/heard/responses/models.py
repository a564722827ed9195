"""What people said: drafts that may change, responses that may not."""

from django.db import models

from heard.eligibility.models import Programme
from heard.events.models import Contact, Incident
from heard.invitations.models import Collector, Guest, Invitation
from heard.questionnaires.models import Version
from heard.vault.fields import SealedTextField


class Draft(models.Model):
    """Answers so far, sealed as one text, until they are submitted or the link expires.

    They are an invitation's or a guest's.
    """

    invitation = models.OneToOneField(Invitation, models.PROTECT, null=True, related_name="+")
    guest = models.OneToOneField(Guest, models.PROTECT, null=True, related_name="+")
    answers = SealedTextField(help_text="JSON: key of a step to what was chosen or written")
    language = models.TextField(default="en", help_text="in which the last answer was given")
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="when the link expires: the queue of closing")
    words_due_at = models.DateTimeField(
        null=True, help_text="the queue of being looked at for danger"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=False, guest=None)
                | models.Q(invitation=None, guest__isnull=False),
                name="responses_draft_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], name="responses_draft_due"),
            models.Index(
                fields=["words_due_at"],
                name="responses_draft_words_due",
                condition=models.Q(words_due_at__isnull=False),
            ),
        ]


class Response(models.Model):
    """What one person said, with the facts by which it may be cut. Never changed.

    `contact` and `incident` are those that it is about, or that led there: what the force did is
    read from them when figures are counted, so that a correction reaches those.

    Whoever had no invitation, since they were asked by a caller or came by a collector: then it
    names its programme and version itself.
    """

    class Disposition(models.TextChoices):
        """AAPOR: sent is complete; of the rest, half the required items is partial."""

        COMPLETE = "complete"
        PARTIAL = "partial"
        BREAK_OFF = "break_off"

    invitation = models.OneToOneField(Invitation, models.PROTECT, null=True, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    guest = models.OneToOneField(Guest, models.PROTECT, null=True, related_name="+")
    collector = models.ForeignKey(Collector, models.PROTECT, null=True, related_name="+")
    doubt = models.TextField(choices=Guest.Doubt, blank=True, db_default="")
    disposition = models.TextField(choices=Disposition)
    language = models.TextField()
    apart = models.UUIDField(
        null=True,
        unique=True,
        help_text="under which the equality answers are kept; it stands nowhere else",
    )
    mode = models.TextField(help_text="how it was answered: web, sms, telephone, field")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    stage = models.TextField()
    happened_at = models.DateTimeField()
    area = models.TextField(blank=True)
    ward = models.TextField(blank=True, db_default="", help_text="by the code of the ONS")
    impact_area = models.TextField(blank=True, db_default="")
    incident_code = models.TextField(blank=True)
    contact_channel = models.TextField(blank=True)
    team = models.TextField(blank=True)
    person = models.TextField(blank=True, help_text="the handler or unit, by pseudonym")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(invitation__isnull=False, programme=None, version=None)
                | models.Q(invitation=None, programme__isnull=False, version__isnull=False),
                name="responses_response_by_link_or_caller",
            ),
            models.CheckConstraint(
                condition=models.Q(guest=None) | models.Q(collector__isnull=False),
                name="responses_response_guest_by_collector",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person"],
                name="responses_response_person",
                condition=~models.Q(person=""),
            ),
            models.Index(fields=["submitted_at"], name="responses_response_newest"),
        ]


class Answer(models.Model):
    """One number chosen, with the question, version and scale that it belongs to."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    question_id = models.TextField()
    version = models.PositiveSmallIntegerField()
    scale_id = models.TextField()
    value = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question_id"], name="responses_answer_once"
            )
        ]
        indexes = [models.Index(fields=["question_id"], name="responses_answer_question")]


class Comment(models.Model):
    """What somebody wrote in their own words, sealed."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    question_id = models.TextField()
    version = models.PositiveSmallIntegerField()
    nth = models.PositiveSmallIntegerField(default=0, help_text="in a repeat from 1, else 0")
    text = SealedTextField()
    due_at = models.DateTimeField(null=True, help_text="the queue of being looked at for danger")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question_id", "nth"], name="responses_comment_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="responses_comment_due",
                condition=models.Q(due_at__isnull=False),
            )
        ]


class Detail(models.Model):
    """One thing chosen, ranked or entered in answer to a question that is on no scale.

    Of a choice of many there is a row for each, and of a ranking one for each in its order.
    """

    response = models.ForeignKey(Response, models.PROTECT, related_name="+")
    question_id = models.TextField()
    version = models.PositiveSmallIntegerField()
    kind = models.TextField(help_text="the question's kind, or calculated")
    nth = models.PositiveSmallIntegerField(default=0, help_text="in a repeat from 1, else 0")
    position = models.PositiveSmallIntegerField(help_text="from 1: the rank, where it is one")
    value = models.TextField(help_text="a choice's name, a number, a date, a time or a ward")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "question_id", "nth", "position"],
                name="responses_detail_once",
            )
        ]
        indexes = [models.Index(fields=["question_id", "value"], name="responses_detail_question")]


class FormerCount(models.Model):
    """How many the tool that asked before Heard had written to, about some whole weeks.

    In all where `by` is empty, else of one group by what the force had on record.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    begins = models.DateField(help_text="a Monday: the first day on which it happened")
    ends = models.DateField(help_text="a Sunday: the last")
    by = models.TextField(blank=True, help_text="age, ethnic_group; empty is all of them")
    code = models.TextField(blank=True)
    invited = models.PositiveIntegerField()
    undelivered = models.PositiveIntegerField(help_text="of them: what came back")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "begins", "by", "code"], name="responses_former_once"
            ),
            models.CheckConstraint(
                condition=models.Q(undelivered__lte=models.F("invited"))
                & models.Q(begins__lt=models.F("ends")),
                name="responses_former_in_order",
            ),
        ]
