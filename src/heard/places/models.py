"""Shapes of areas, and directories of postcodes. Never changed, only followed by newer ones."""

from django.db import models


class Loaded(models.Model):
    """The shapes of all areas of one kind, as they are from a day on.

    Of wards, whose codes and names change with them, the names are kept, too.
    """

    class Kind(models.TextChoices):
        NPU = "npu"
        IMPACT_AREA = "impact_area"
        WARD = "ward"

    kind = models.TextField(choices=Kind)
    valid_from = models.DateField()
    loaded_at = models.DateTimeField()
    source = models.TextField(help_text="the name of the file")
    credit = models.TextField(blank=True, help_text="with whose leave they are drawn")
    shapes = models.JSONField(help_text="by code: polygons of rings of longitude and latitude")
    names = models.JSONField(default=dict, help_text="by code, of wards alone")

    class Meta:
        indexes = [models.Index(fields=["kind", "-valid_from"], name="places_loaded_newest")]


class Directory(models.Model):
    """An edition of a directory of postcodes, in force from a day on."""

    name = models.TextField(unique=True, help_text="of the edition, as its publisher has it")
    valid_from = models.DateField()
    loaded_at = models.DateTimeField()
    source = models.TextField(help_text="the name of the file")
    credit = models.TextField(blank=True, help_text="with whose leave it is used")

    class Meta:
        indexes = [models.Index(fields=["-valid_from"], name="places_directory_newest")]


class Postcode(models.Model):
    """Where one postcode lies by one edition; a code is empty where the edition has none.

    What lies outside of the force's districts is kept by its sector, such as "M1 1", where the
    whole sector does. Of a sector that lies in one area whole, a row has that area and no ward.
    """

    directory = models.ForeignKey(Directory, models.CASCADE, related_name="+")
    code = models.CharField(max_length=8)
    area = models.TextField(blank=True)
    ward = models.TextField(blank=True)
    impact_area = models.TextField(blank=True)
    outside = models.BooleanField(default=False, help_text="of the force's districts")
    ended_on = models.DateField(null=True, help_text="since when no letters go there")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directory", "code"], name="places_postcode_once")
        ]
