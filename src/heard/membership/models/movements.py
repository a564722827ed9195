"""The ledger of the membership: who came, went and moved. Never changed, only added to."""

from django.db import models
from django.db.models import F, Q


class Movement(models.Model):
    """One thing that became of one member. An area is empty where theirs is not known.

    Each takes a member out of `from_area` and puts them into `to_area`, null being outside of the
    membership. So what an area gained is what came in less what went out, whatever the rows are.
    """

    class Kind(models.TextChoices):
        JOIN = "join", "joined"
        LEAVE = "leave", "left"
        MOVE = "move", "moved to another area"
        PAUSE = "pause", "paused"
        RESUME = "resume", "goes on"
        BOUNCE = "bounce", "cannot be reached"
        DORMANT = "dormant", "was not heard of for long"
        AWAKE = "awake", "was heard of again"

    person = models.UUIDField(help_text="the random key of a member")
    kind = models.TextField(choices=Kind)
    from_area = models.TextField(null=True)  # noqa: DJ001 - null is outside, empty is unknown
    to_area = models.TextField(null=True)  # noqa: DJ001
    at = models.DateTimeField(help_text="when it was so")
    recorded_at = models.DateTimeField(help_text="since when it is known here")
    source = models.TextField(blank=True, help_text="the code of what brought them here")
    reason = models.TextField(blank=True, help_text="a code")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="join", from_area=None, to_area__isnull=False)
                | Q(kind="leave", from_area__isnull=False, to_area=None)
                | (
                    Q(kind="move", from_area__isnull=False, to_area__isnull=False)
                    & ~Q(from_area=F("to_area"))
                )
                | (
                    ~Q(kind__in=("join", "leave", "move"))
                    & Q(from_area__isnull=False, to_area=F("from_area"))
                ),
                name="membership_movement_between",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], name="membership_movement_at"),
            models.Index(fields=["person", "at"], name="membership_movement_person"),
            models.Index(
                fields=["source", "at"],
                condition=Q(kind="join"),
                name="membership_movement_source",
            ),
        ]
