"""What is proposed and decided about programmes: kept for good."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from heard.eligibility.models.programmes import Programme


class Change(models.Model):
    """What one person proposes for a programme, or for a code of the force. Never changed.

    `values` are the new ones by name, and `before` those that they take the place of.
    """

    class What(models.TextChoices):
        VALUES = "values", "other values"
        OPEN = "open", "a new period"
        CLOSE = "close", "the end of a period"
        CODE = "code", "a code of the force"
        PARALLEL = "parallel", "two ways side by side"

    programme = models.ForeignKey(Programme, models.PROTECT, null=True, related_name="+")
    what = models.TextField(choices=What)
    values = models.JSONField(encoder=DjangoJSONEncoder)
    before = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.TextField()
    override = models.TextField(blank=True, help_text="why it may go live all the same")
    proposed_by = models.TextField()
    proposed_by_label = models.TextField(help_text="as it was")
    proposed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "proposed_by"], name="eligibility_change_by_its_proposer"
            )
        ]


class Ruling(models.Model):
    """What another person decided on a change. The database itself tells the two apart."""

    change = models.OneToOneField(Change, models.PROTECT, related_name="+")
    approves = models.BooleanField()
    why = models.TextField(blank=True)
    proposed_by = models.TextField(help_text="that of the change (migration 0006)")
    decided_by = models.TextField()
    decided_by_label = models.TextField(help_text="as it was")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("proposed_by")),
                name="eligibility_ruling_by_another",
            )
        ]


class Appraisal(models.Model):
    """What was decided when a programme was reviewed, and when that is due again."""

    class Verdict(models.TextChoices):
        GOES_ON = "goes_on", "It goes on as it is"
        CHANGES = "changes", "It goes on, changed"
        ENDS = "ends", "It ends"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    verdict = models.TextField(choices=Verdict)
    why = models.TextField()
    next_on = models.DateField(null=True)
    decided_by = models.TextField()
    decided_by_label = models.TextField()
    decided_at = models.DateTimeField()
