"""Units, under what each of them stands from which day on, and who is in which team from when.

A move is a row with the day from which it holds; it holds until the next one of the same unit or
person, and of several from one day the last that came holds. So two never hold at once, and none
is overwritten.
"""

from django.db import models


class Unit(models.Model):
    """A part of the force: an area by its code, a team by the name that events have for it."""

    class Kind(models.TextChoices):
        FORCE = "force"
        DEPARTMENT = "department"
        AREA = "area"
        TEAM = "team"

    kind = models.TextField(choices=Kind)
    code = models.TextField(unique=True)
    name = models.TextField()


class Line(models.Model):
    """Under which unit another one stands from a day on; under none it is not there any more."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    under = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    from_day = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(under=None) | ~models.Q(under=models.F("unit")),
                name="organisation_line_upwards",
            ),
        ]


class Post(models.Model):
    """In which team somebody is from a day on; in none they have left."""

    person = models.TextField(help_text="the pseudonym that events and answers have for them")
    team = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True)
    from_day = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["person", "from_day"], name="organisation_post_person")]
