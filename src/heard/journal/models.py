"""What was done, by whom and why, in rows that nobody can change."""

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """One act. `heard_app` may add rows here and read them, nothing else (migration 0001)."""

    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    actor_id = models.TextField(help_text="plain id, no foreign key: a row outlives its actor")
    actor = models.TextField(help_text="the actor's label as it was")
    act = models.TextField(help_text="the verb, for example consent.opt_out")
    subject = models.TextField(help_text="what it was done to, for example person:3f…")
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "at"], name="journal_entry_subject"),
            models.Index(fields=["at"], name="journal_entry_at"),
            models.Index(fields=["actor_id", "at"], name="journal_entry_by_actor"),
            models.Index(fields=["act", "at"], name="journal_entry_by_act"),
        ]


class Seal(models.Model):
    """The seal of one entry (`core/chain`); seals too are added and read, nothing else."""

    entry = models.BigIntegerField(
        primary_key=True, help_text="no foreign key: a seal outlives an entry that is removed"
    )
    before = models.BinaryField(max_length=32, help_text="the hash of the seal before it")
    hash = models.BinaryField(max_length=32)
    sealed_at = models.DateTimeField(db_default=Now())
