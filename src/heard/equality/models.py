"""What people said of themselves, under a random id and with no time finer than a month.

No column leads to a person, a link or a response: only a response knows its random id (`apart`).
The id is the key of a row, since a number that counts up would give the order away.
"""

from django.db import models

from heard.vault.fields import SealedTextField


class Draft(models.Model):
    """Answers so far, sealed as one text, for two days at most."""

    apart = models.UUIDField(primary_key=True)
    answers = SealedTextField(help_text="JSON: name of a question to what was chosen or written")
    closes_on = models.DateField(help_text="when no link to it works any more: the queue")

    class Meta:
        indexes = [models.Index(fields=["closes_on"], name="equality_draft_due")]


class Profile(models.Model):
    """What one person said of themselves. Never changed.

    Empty is not answered; `skip` is that they prefer not to say.
    """

    apart = models.UUIDField(primary_key=True)
    month = models.DateField(help_text="the first day of the month in which it was said")
    version = models.PositiveSmallIntegerField(help_text="of the questions")
    birth_year = models.PositiveSmallIntegerField(null=True, help_text="and no more of the date")
    condition = models.TextField(blank=True, help_text="lasts 12 months: yes, no, skip")
    reduces = models.TextField(blank=True, help_text="what they can do: lot, little, no, skip")
    ethnic_group = models.TextField(blank=True, help_text="of 5, or skip")
    ethnic_code = models.TextField(blank=True, help_text="of the 18, or NS: not stated")
    religion = models.TextField(blank=True)
    sex = models.TextField(blank=True)
    gender = models.TextField(blank=True, help_text="as registered at birth: yes, no, skip")
    orientation = models.TextField(blank=True)
    gender_group = models.TextField(
        blank=True,
        default="",
        help_text="as members describe it: female, male, non_binary, intersex, trans_man, "
        "trans_woman, skip",
    )
    words = SealedTextField(null=True, help_text="JSON: what they wrote to 'any other', by name")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="equality_profile_no_finer_than_a_month"
            )
        ]
