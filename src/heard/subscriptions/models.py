"""What staff want to be told of, and a row for each week and person in which they may be told."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from heard.accounts.models import User


class Subscription(models.Model):
    """One series that somebody wants to be told of, for the whole force or for an area."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    topic = models.TextField(help_text="of `topics`")
    area = models.TextField(blank=True, help_text="by its code; empty is the whole force")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic", "area"],
                condition=models.Q(ended_at=None),
                name="subscriptions_once",
            )
        ]


class Pace(models.Model):
    """How often somebody gets the weekly letter of their role; without a row, where there is news.

    `never` ends it, and `always` says in a week without news that there is none.
    """

    class Often(models.TextChoices):
        NEWS = "news", "In a week in which something changed"
        ALWAYS = "always", "Every week, if only to say that nothing did"
        NEVER = "never", "Never"

    user = models.OneToOneField(User, models.CASCADE, related_name="+")
    often = models.TextField(choices=Often)
    at = models.DateTimeField()


class Edition(models.Model):
    """One week of one person: what had changed by then, and whether they were told.

    `due_at` is the queue of working it out. `findings` are codes alone, which hold no figure.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    week = models.DateField(help_text="the Monday on which it is worked out")
    due_at = models.DateTimeField(null=True)
    findings = ArrayField(models.TextField(), default=list)
    told_of = ArrayField(
        models.TextField(),
        default=list,
        db_default=[],
        help_text="the series that the letter is about",
    )
    is_told = models.BooleanField(default=False, help_text="a letter was posted")
    token_hash = models.BinaryField(
        max_length=32, null=True, unique=True, help_text="of the link that ends them all"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "week"], name="subscriptions_edition_once")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="subscriptions_edition_due",
                condition=models.Q(due_at__isnull=False),
            )
        ]
