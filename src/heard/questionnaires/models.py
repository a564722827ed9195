"""Questionnaires, frozen a version at a time, and the drafts that become versions."""

from django.contrib.postgres.fields import ArrayField
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


class Manuscript(models.Model):
    """One saving of a draft: the XLSForm as somebody wrote it, faults and all. Never changed.

    Whoever saves it again adds a row that `follows` this one. Only one row can, so nobody saves
    over what somebody else wrote meanwhile.
    """

    slug = models.TextField(blank=True, help_text="as its settings say it, right or wrong")
    number = models.PositiveIntegerField(null=True, help_text="empty: they say no number")
    source = models.TextField(help_text="as Markdown tables")
    languages = ArrayField(models.TextField(), help_text="as the form names them, the first first")
    first = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="+", help_text="with which the draft began"
    )
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="+")
    saved_by = models.TextField()
    saved_by_label = models.TextField(help_text="as it was")
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "saved_by"], name="questionnaires_manuscript_by_its_writer"
            )
        ]
        indexes = [models.Index(fields=["slug"], name="questionnaires_manuscript_slug")]


class Discard(models.Model):
    """Somebody threw a draft away by its newest saving: nothing follows it. Never changed."""

    manuscript = models.OneToOneField(Manuscript, models.PROTECT, related_name="+")
    reason = models.TextField()
    discarded_by = models.TextField()
    discarded_by_label = models.TextField(help_text="as it was")
    discarded_at = models.DateTimeField()


class Reading(models.Model):
    """A second person read the words of every answer scale in one language, and they are right.

    It holds for these very words, told by their digest, and for no others.
    """

    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="+")
    slug = models.TextField()
    language = models.TextField(help_text="as the form names it")
    words_hash = models.CharField(max_length=64)
    saved_by = models.TextField(help_text="that of the manuscript (migration 0005)")
    read_by = models.TextField()
    read_by_label = models.TextField(help_text="as it was")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "language", "words_hash"], name="questionnaires_reading_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(read_by=models.F("saved_by")),
                name="questionnaires_reading_by_another",
            ),
        ]


class Release(models.Model):
    """What one person asks to publish: the form in the languages that are ready, from when on."""

    manuscript = models.ForeignKey(Manuscript, models.PROTECT, related_name="+")
    source = models.TextField(help_text="what would be published, word for word")
    languages = ArrayField(models.TextField())
    left_out = ArrayField(models.TextField(), help_text="the languages that are not ready")
    valid_from = models.DateTimeField()
    reason = models.TextField()
    asked_by = models.TextField()
    asked_by_label = models.TextField(help_text="as it was")
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["id", "asked_by"], name="questionnaires_release_by_its_asker"
            )
        ]


class Decision(models.Model):
    """What another person decided on a release. The database itself tells the two apart."""

    release = models.OneToOneField(Release, models.PROTECT, related_name="+")
    approves = models.BooleanField()
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")
    why = models.TextField(blank=True)
    asked_by = models.TextField(help_text="that of the release (migration 0005)")
    decided_by = models.TextField()
    decided_by_label = models.TextField(help_text="as it was")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(decided_by=models.F("asked_by")),
                name="questionnaires_decision_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(approves=True, version__isnull=False)
                | models.Q(approves=False, version__isnull=True),
                name="questionnaires_decision_has_version",
            ),
        ]
