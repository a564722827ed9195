"""The mark that makes a database a simulation, and the time it is there."""

from django.db import models


class Simulation(models.Model):
    """At most one row. A database that has it holds simulated people only."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    now = models.DateTimeField()
    seed = models.BigIntegerField()
    finished = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="clock_simulation_one_row")
        ]
