"""One row a person: may they be written to, and when were they last asked."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Scope(models.TextChoices):
    """What somebody does not want any more: to be surveyed, or any text of ours."""

    SURVEYS = "surveys"
    EVERYTHING = "everything"


class Person(models.Model):
    """A person is a telephone number's print here: the number itself is not kept.

    The row is the cap (`free_from`) and the opt-out in one, so that whoever holds it
    locked knows both. An opt-out outlives the number, hence the key that never rotates.
    """

    print = models.CharField(max_length=64, primary_key=True)
    free_from = models.DateTimeField(null=True, help_text="not asked again before this")
    incident_ids = ArrayField(models.TextField(), default=list, help_text="last asked about these")
    stages = ArrayField(models.TextField(), default=list, help_text="the stages asked about")
    opted_out_at = models.DateTimeField(null=True)
    opted_out_by = models.TextField(blank=True, help_text="link, text, staff, wrong number")
    opted_out_of = models.TextField(blank=True, db_default="", help_text="see Scope")
    wrong_number_at = models.DateTimeField(null=True, help_text="somebody else answers there")
