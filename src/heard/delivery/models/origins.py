"""Where the database has been, by its own word."""

from django.db import models


class Origin(models.Model):
    """A database in which these rows have been at work: rows are added only.

    A second one says that a backup was restored there, or the server was led back in time.
    """

    number = models.PositiveIntegerField(unique=True, help_text="from 1, in order")
    identity = models.TextField(help_text="cluster, timeline and database")
    noted_at = models.DateTimeField()
