"""One row a person: may they be written to, and when were they last asked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Scope(models.TextChoices):
    """What somebody does not want any more: to be surveyed, or any text of ours."""

    SURVEYS = "surveys"
    EVERYTHING = "everything"


class Person(models.Model):
    """A person is a print here: of a telephone number, an e-mail address, or the force's record.

    Neither number nor address is kept, and whoever has several prints has several rows.

    The row is the cap (`free_from`) and the opt-out in one, so that whoever holds it
    locked knows both. An opt-out outlives the number, hence the key that never rotates.
    """

    print = models.CharField(max_length=64, primary_key=True)
    free_from = models.DateTimeField(null=True, help_text="not asked again before this")
    incident_ids = ArrayField(models.TextField(), default=list, help_text="last asked about these")
    stages = ArrayField(models.TextField(), default=list, help_text="the stages asked about")
    bad_until = models.DateTimeField(null=True, help_text="what was sent there failed for good")
    opted_out_at = models.DateTimeField(null=True)
    opted_out_by = models.TextField(blank=True, help_text="link, text, staff, wrong number")
    opted_out_of = models.TextField(blank=True, db_default="", help_text="see Scope")
    wrong_number_at = models.DateTimeField(null=True, help_text="somebody else answers there")


class Asking(models.Model):
    """That somebody at an address was asked: so many a month, whoever they are."""

    address = models.CharField(max_length=64, help_text="a print")
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address", "asked_at"], name="consent_asking_address")]
