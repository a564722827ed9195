"""Shapes of areas that a force loaded, set by set. Never changed, only followed."""

from django.db import models


class Loaded(models.Model):
    """The shapes of all areas of one kind, as they are from a day on."""

    class Kind(models.TextChoices):
        NPU = "npu"
        IMPACT_AREA = "impact_area"

    kind = models.TextField(choices=Kind)
    valid_from = models.DateField()
    loaded_at = models.DateTimeField()
    source = models.TextField(help_text="the name of the file")
    credit = models.TextField(blank=True, help_text="with whose leave they are drawn")
    shapes = models.JSONField(help_text="by code: polygons of rings of longitude and latitude")

    class Meta:
        indexes = [models.Index(fields=["kind", "-valid_from"], name="places_loaded_newest")]
