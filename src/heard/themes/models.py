"""How comments were coded, by machine and by people, and what people made of it. No words of them.

Codings and choices are never changed, only followed by newer ones.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from heard.accounts.models import User
from heard.eligibility.models import Programme
from heard.responses.models import Comment


class Feeling(models.TextChoices):
    """As in `core/text/frame.py`."""

    PLEASED = "+", "pleased"
    NEITHER = "0", "neither, or both"
    DISPLEASED = "-", "displeased"


class Coding(models.Model):
    """What the machine makes of a comment, once by each version of the frame."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+")
    frame = models.TextField(help_text="the version of the frame, with all that was fitted to it")
    themes = models.JSONField(help_text="the code of each theme with its probability")
    feeling = models.TextField(
        choices=Feeling, blank=True, help_text="empty: it cannot be read by machine"
    )
    coded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "frame"], name="themes_coding_once")
        ]


class HumanCoding(models.Model):
    """What a person makes of a comment; of each person the newest stands.

    It is blind where they had not been shown what the machine makes of it.
    """

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+")
    coder = models.ForeignKey(User, models.PROTECT, related_name="+")
    themes = ArrayField(models.TextField(), help_text="the codes of its themes")
    feeling = models.TextField(choices=Feeling)
    is_blind = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["comment"], name="themes_human_comment")]


class OwnTheme(models.Model):
    """A theme that a person of this force made, with sentences of theirs that name it."""

    name = models.TextField(unique=True)
    dimension = models.TextField()
    description = models.TextField()
    sentences = ArrayField(models.TextField())
    weights = ArrayField(models.FloatField(), help_text="as in `core/text/theme_weights.csv`")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    @property
    def code(self) -> str:
        return f"own-{self.pk}"


class Candidate(models.Model):
    """Comments that no theme holds and that are near in meaning: perhaps a theme, or nothing."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    words = ArrayField(models.TextField(), help_text="that several of them have")
    comments = ArrayField(models.BigIntegerField(), help_text="their keys")
    found_at = models.DateTimeField()


class Search(models.Model):
    """When somebody looked for candidates, by which version of the frame."""

    frame = models.TextField()
    at = models.DateTimeField()


class Choice(models.Model):
    """Whether a comment may be shown as what good looks like in a theme; the newest one stands."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+")
    theme = models.TextField()
    may_show = models.BooleanField()
    print = models.TextField(help_text="of the redacted words that were looked at")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["comment", "theme"], name="themes_choice_comment")]
