"""Lists by which partners register people, approved by a second person before anybody is asked."""

from django.db import models
from django.db.models import F, Q

from heard.vault.fields import SealedTextField


class PartnerList(models.Model):
    """A list of a partner's. Its people are forgotten here once they were asked, or too late."""

    partner = models.TextField(help_text="whose list it is")
    proof = models.TextField(help_text="of consent: how people agreed, and where that is kept")
    source = models.TextField(blank=True, help_text="the code of what brought them here")
    people = SealedTextField(null=True, help_text="as JSON, a list for each of them")
    total = models.PositiveIntegerField(help_text="people")
    left_out = models.PositiveIntegerField(help_text="lines that broke a rule")
    faults = models.JSONField(
        help_text="of the first ones: the line and the rule, without what stood there"
    )
    done = models.PositiveIntegerField(default=0, help_text="people who were gone through")
    kept_at = models.DateTimeField()
    kept_by = models.TextField()
    kept_by_label = models.TextField()
    approved_at = models.DateTimeField(null=True)
    approved_by = models.TextField(blank=True)
    approved_by_label = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, help_text="when its people were forgotten")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by="")
                | (
                    Q(approved_at__isnull=False) & ~Q(approved_by="") & ~Q(approved_by=F("kept_by"))
                ),
                name="membership_list_by_two",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, people__isnull=False)
                | Q(ended_at__isnull=False, people__isnull=True),
                name="membership_list_forgotten",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kept_at"], condition=Q(ended_at=None), name="membership_list_open"
            )
        ]
