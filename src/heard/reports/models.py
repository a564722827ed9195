"""Views of figures that were saved: what was asked, and never what was found."""

from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from heard.accounts.models import User
from heard.core.timing import LONDON


class Report(models.Model):
    """One view under a name. Whoever opens it sees what they themselves may see."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.TextField()
    query = models.TextField(help_text="what stands after the question mark of its address")
    roles = ArrayField(models.TextField(choices=User.Role), default=list, help_text="who else")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="reports_report_own_names")
        ]


class Picture(models.Model):
    """One drawing of a view, open to whoever holds its address until it ends or is revoked.

    Of the address its print alone is kept. What is shown is counted anew each time.
    """

    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.TextField(help_text="what it is for, for the list")
    drawing = models.TextField()
    query = models.TextField(help_text="what stands after the question mark of its view")
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("made_at")), name="reports_picture_ends_after_it_began"
            )
        ]

    @property
    def ends_on(self) -> date:
        """The last day on which it is shown."""
        return (self.ends_at - timedelta(minutes=1)).astimezone(LONDON).date()
