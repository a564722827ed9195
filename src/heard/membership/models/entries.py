"""People whom officers met without a signal, as far as phones must not bring them twice."""

from django.db import models


class Entry(models.Model):
    """An entry of an officer's phone that was brought in, by its random id alone. Never changed."""

    instance = models.UUIDField(primary_key=True, help_text="the id that the phone gave it")
    taken_at = models.DateTimeField()
