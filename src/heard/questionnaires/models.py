"""Questionnaires, frozen a version at a time."""

from django.db import models

from heard.core.questionnaire.compared import Why
from heard.core.questionnaire.form import Kind


class Questionnaire(models.Model):
    """What we ask, under one name through all its versions."""

    slug = models.SlugField(unique=True)


class Version(models.Model):
    """A published version: the XLSForm as it came and what it compiled to. Never changed."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateTimeField(help_text="invitations from here on carry this version")
    source = models.TextField(help_text="the XLSForm as it was handed in, as Markdown tables")
    xform = models.TextField(help_text="the ODK XForm that pyxform made of it")
    source_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="questionnaires_version_number"
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "valid_from"], name="questionnaires_version_date"
            ),
        ]


class Question(models.Model):
    """One question of a version, in the order in which it is asked."""

    Kind = Kind

    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    question_id = models.TextField(help_text="the same through all versions")
    kind = models.TextField(choices=[(kind.value, kind.value.capitalize()) for kind in Kind])
    label = models.TextField()
    hint = models.TextField(blank=True)
    scale_id = models.TextField(blank=True, help_text="N10, TEXT: see scales.csv")
    dimension = models.TextField(blank=True)
    required = models.BooleanField()
    question_version = models.PositiveSmallIntegerField(
        default=1,
        db_default=1,
        help_text="counted up by publishing where it is asked otherwise: a series ends there",
    )
    bank = models.TextField(
        blank=True, default="", db_default="", help_text="what it quotes of bank.csv: Q-VSS-01:1"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question_id"], name="questionnaires_question_once"
            ),
            models.UniqueConstraint(
                fields=["version", "position"], name="questionnaires_question_position"
            ),
        ]


class Break(models.Model):
    """Where answers to a question before and after are not the same measurement. Never changed.

    With a language it is about that language alone, and the question keeps its version.
    """

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="+", help_text="the first that asks otherwise"
    )
    question_id = models.TextField()
    language = models.TextField(blank=True, help_text="the code of the only one; empty for all")
    from_version = models.PositiveSmallIntegerField(help_text="of the question")
    to_version = models.PositiveSmallIntegerField(help_text="of the question")
    why = models.TextField(choices=[(why.value, why.value) for why in Why])
    at = models.DateTimeField(help_text="from when the version is asked")
    words = models.TextField(help_text="what changed, in sentences")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "question_id", "language", "why"],
                name="questionnaires_break_once",
            )
        ]
