"""Views of figures that were saved: what was asked, and never what was found."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from heard.accounts.models import User


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
