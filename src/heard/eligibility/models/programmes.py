"""Programmes, when they run, and the times in which they ask in two ways side by side."""

from datetime import date, time, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import cached_property

from heard.events.models import Touchpoint
from heard.questionnaires.models import Questionnaire


class Programme(models.Model):
    """A survey that runs: whom it asks about what, how soon, how often, and by what route.

    These columns are its policy. They are changed by `change.py` alone, with a second person's
    approval, and what was decided before stays decided.
    """

    class Route(models.TextChoices):
        AUTOMATIC = "automatic", "by itself"
        POPUP = "popup", "in the window of the chat, as it ends"
        MEMBERS = "members", "by a letter to those who registered as members"
        OPEN = "open", "by a link or a code that anybody may open"
        SPECIALIST = "specialist", "by a trained caller only"
        CUSTODY = "custody", "by staff with access to custody only"

    slug = models.SlugField(unique=True)
    name = models.TextField()
    route = models.TextField(choices=Route, default=Route.AUTOMATIC)
    stage = models.TextField(
        choices=Touchpoint.Kind, blank=True, help_text="empty: no event of the force starts it"
    )
    segment = models.TextField(blank=True, help_text="of `segments.csv`: whose views it asks for")
    journey = ArrayField(
        models.TextField(),
        default=list,
        blank=True,
        help_text="the stages of `journey.csv` that it asks about",
    )
    asked = models.TextField(blank=True, help_text="how and when it is asked, in words")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="+")
    contact_channels = ArrayField(
        models.TextField(),
        default=list,
        blank=True,
        help_text="how the person must have reached us; any if empty",
    )
    offences = ArrayField(
        models.TextField(),
        default=list,
        blank=True,
        help_text="the categories asked about; any if empty",
    )
    victims = models.BooleanField(default=False, help_text="the survey of victims, weeks later")
    minimum_age = models.PositiveSmallIntegerField(default=16, help_text="16 at least")
    age_required = models.BooleanField(default=False, help_text="an unknown age is held")
    channel = models.TextField(help_text="how they are asked")
    fallback_channel = models.TextField(blank=True, help_text="for whom the other does not reach")
    fallback_title = models.TextField(blank=True)
    fallback_wording = models.TextField(blank=True)
    call_back = models.BooleanField(default=False, help_text="the letter gives a number to call")
    title = models.TextField(blank=True, help_text="the subject line, for e-mail")
    by_turns = models.BooleanField(default=False, help_text="by text, a question each, no link")
    wording = models.TextField(
        blank=True,
        help_text="the first text, with {link} or {question}; none if nobody is written to",
    )
    delay = models.DurationField(help_text="at least this long after the touchpoint")
    review_delay = models.DurationField(default=timedelta(hours=2), help_text="for REVIEW codes")
    fresh_for = models.DurationField(help_text="after this it is too late to ask")
    hold_for = models.DurationField(
        default=timedelta(hours=48), help_text="what nobody looked at by then is not asked"
    )
    weekday_opens = models.TimeField(default=time(9))
    weekday_closes = models.TimeField(default=time(20))
    rest_opens = models.TimeField(default=time(10), help_text="Sundays and bank holidays")
    rest_closes = models.TimeField(default=time(18))
    link_life = models.DurationField()
    cap = models.DurationField(help_text="nobody is asked twice within this")
    cap_spares_stages = models.BooleanField(help_text="the stages of one incident count as one")
    sample = models.FloatField(default=1.0, help_text="this share is drawn")
    daily_most = models.PositiveIntegerField(null=True, blank=True)
    premises_most = models.PositiveSmallIntegerField(null=True, blank=True, default=3)
    reminders = models.PositiveSmallIntegerField(default=0)
    remind_after = models.DurationField(default=timedelta(days=3))
    equality = models.BooleanField(default=True, db_default=True, help_text="asked at its end")
    quick_exit = models.BooleanField(default=False, db_default=False, help_text="by a button")
    review_on = models.DateField(
        null=True, blank=True, help_text="when somebody decides whether it goes on"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_age__gte=16), name="eligibility_programme_age_floor"
            ),
            models.CheckConstraint(
                condition=models.Q(reminders__lte=1), name="eligibility_programme_one_reminder"
            ),
            models.CheckConstraint(
                condition=models.Q(sample__gt=0, sample__lte=1),
                name="eligibility_programme_sample",
            ),
        ]

    @property
    def channels(self) -> tuple[str, ...]:
        """The ways by which a person may be asked, the preferred one first."""
        return tuple(name for name in (self.channel, self.fallback_channel) if name)

    @cached_property
    def periods(self) -> list["Period"]:
        """The times in which it runs, the first one first, as they were when they were read."""
        return list(Period.objects.filter(programme=self).order_by("opens_on", "id"))

    @cached_property
    def parallel_runs(self) -> list["ParallelRun"]:
        """The times in which it asks in two ways side by side, the first one first, as read."""
        return list(ParallelRun.objects.filter(programme=self).order_by("opens_on", "id"))


class Period(models.Model):
    """A time in which a programme runs, and why it opened and closed."""

    class Mode(models.TextChoices):
        SHADOW = "shadow", "everything but the sending"
        PILOT = "pilot", "pilot"
        USUAL = "usual", "business as usual"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    opens_on = models.DateField()
    closes_on = models.DateField(null=True)
    mode = models.TextField(choices=Mode, default=Mode.PILOT)
    stage_share = models.FloatField(
        default=1.0, help_text="of this share of incidents this stage is asked; 1: of all"
    )
    opened_because = models.TextField()
    closes_because = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closes_on=None) | models.Q(closes_on__gte=models.F("opens_on")),
                name="eligibility_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(stage_share__gt=0, stage_share__lte=1),
                name="eligibility_period_stage_share",
            ),
        ]

    def holds(self, day: date) -> bool:
        """Tell whether a day lies within it, its first and last included."""
        return self.opens_on <= day <= (self.closes_on or date.max)


class ParallelRun(models.Model):
    """A time in which lots decide by which of two ways whoever both reach is asked. Never changed.

    `channel` is that of the series, `other` the one that is tried beside it.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    channel = models.TextField()
    other = models.TextField()
    share = models.FloatField(help_text="of whom both reach, this share is asked by the other")
    opens_on = models.DateField()
    closes_on = models.DateField()
    why = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(share__gt=0, share__lt=1),
                name="eligibility_parallelrun_share",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                name="eligibility_parallelrun_in_order",
            ),
            models.CheckConstraint(
                condition=~models.Q(channel=models.F("other")),
                name="eligibility_parallelrun_two_ways",
            ),
        ]

    def holds(self, day: date) -> bool:
        """Tell whether a day lies within it, its first and last included."""
        return self.opens_on <= day <= self.closes_on
