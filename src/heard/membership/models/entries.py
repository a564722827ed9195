"""What was asked for and waits to be gone through, and what phones must not bring twice."""

from django.db import models

from heard.vault.fields import SealedTextField


class Request(models.Model):
    """What somebody asked for, until the worker has gone through it: a second, mostly."""

    told = SealedTextField(help_text="JSON: the wish, by whose hand, and from where")
    due_at = models.DateTimeField(help_text="the queue")


class Entry(models.Model):
    """An entry of an officer's phone that was brought in, by its random id alone. Never changed."""

    instance = models.UUIDField(primary_key=True, help_text="the id that the phone gave it")
    taken_at = models.DateTimeField()
