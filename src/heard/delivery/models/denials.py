"""What says no to letters: facts, and people who stop the sending."""

from django.db import models
from django.db.models import Q

from heard.delivery.models.letters import Letter


class Denial(models.Model):
    """A fact that says no to every letter about a subject: those that wait and those to come.

    It is open while a letter that was claimed before may still leave in spite of it.
    """

    kind = models.TextField()
    subject = models.TextField()
    reason = models.TextField(help_text="a code")
    denied_at = models.DateTimeField()
    is_open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="delivery_denial_once"),
        ]
        indexes = [
            models.Index(fields=["id"], name="delivery_denial_open", condition=Q(is_open=True))
        ]


class Overtaken(models.Model):
    """A letter that was claimed before a fact said no to it: it was stopped, or it had left."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+")
    reason = models.TextField(help_text="a code")
    claimed_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    had_left = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "reason", "claimed_at", "had_left"],
                name="delivery_overtaken_once",
            )
        ]
        indexes = [models.Index(fields=["seen_at"], name="delivery_overtaken_seen")]


class Halt(models.Model):
    """A use of the kill switch. While it stands, nothing within its scope leaves.

    One person sets it; one asks to lift it, and another one confirms that.
    """

    scope = models.TextField(help_text="everything, channel:<name> or account:<slug>")
    reason = models.TextField()
    stopped_at = models.DateTimeField()
    stopped_by = models.TextField(help_text="the actor's label as it was")
    asked_at = models.DateTimeField(null=True, help_text="when somebody asked to lift it")
    asked_by = models.TextField(blank=True)
    asked_by_id = models.TextField(blank=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.TextField(blank=True)
    lifted_by_id = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scope"],
                condition=Q(lifted_at__isnull=True),
                name="delivery_halt_one_a_scope",
            ),
            models.CheckConstraint(
                condition=Q(scope__regex=r"^(everything|channel:.+|account:.+)$"),
                name="delivery_halt_scope",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True)
                | (
                    ~Q(asked_by_id="")
                    & ~Q(lifted_by_id="")
                    & ~Q(lifted_by_id=models.F("asked_by_id"))
                ),
                name="delivery_halt_lifted_by_two",
            ),
        ]
