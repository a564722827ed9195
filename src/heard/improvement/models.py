"""What commanders answer to what people want to come first. Never changed, only followed."""

from django.db import models

from heard.accounts.models import User
from heard.eligibility.models import Programme


class Reply(models.Model):
    """What a commander says about one priority of their area; the newest one stands."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    area = models.TextField(help_text="the area of the force, of `areas.csv`")
    question_id = models.TextField()
    value = models.TextField(help_text="the choice that was named as a priority")
    words = models.TextField()
    said_by = models.TextField(help_text="rank and name, as the pack prints it")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["programme", "area"], name="improvement_reply_area")]
