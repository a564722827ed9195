"""What the database remembers of the keys, so that it refuses to run with others."""

from django.db import models
from django.db.models.functions import Now


class KeyPrint(models.Model):
    """One key that was in use: its id in the ring, or 'lookup', and what tells it from others."""

    key_id = models.CharField(max_length=16, unique=True)
    fingerprint = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(db_default=Now())
