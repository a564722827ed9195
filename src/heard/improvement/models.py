"""What the force does about what people said: answers, thanks, lessons, targets."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from heard.accounts.models import User
from heard.eligibility.models import Programme
from heard.responses.models import Comment
from heard.vault.fields import SealedTextField


class Reply(models.Model):
    """What a commander says about one priority of their area; the newest one stands.

    Never changed, only followed.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    area = models.TextField(help_text="the area of the force, of `areas.csv`")
    question_id = models.TextField()
    value = models.TextField(help_text="the choice that was named as a priority")
    words = models.TextField()
    said_by = models.TextField(help_text="rank and name, as the pack prints it")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["programme", "area"], name="improvement_reply_area")]


class StaffPhone(models.Model):
    """The print of a telephone number of a member of staff, and not whose it is."""

    print = models.CharField(max_length=64, unique=True)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PrivateNote(models.Model):
    """What somebody writes for themselves about what people said, sealed; no other page has it."""

    user = models.OneToOneField(User, models.PROTECT, related_name="+")
    words = SealedTextField()
    at = models.DateTimeField()


class CommentReview(models.Model):
    """Whether what somebody wrote may be shown to whom it is about; the newest one stands."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="+")
    shows = models.BooleanField()
    print = models.TextField(help_text="of the redacted words that were looked at")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["comment"], name="improvement_review_comment")]


class Commendation(models.Model):
    """A good thing that somebody did: nominated, approved by another, thanked, perhaps published.

    It is published only with the consent of whom it is about. The database itself tells apart who
    nominates, who approves, and who is commended.
    """

    person = models.TextField(help_text="as `responses_response.person` has it")
    team = models.TextField(blank=True, help_text="of the day of what they did")
    commended = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    comment = models.ForeignKey(Comment, models.PROTECT, null=True, related_name="+")
    words = SealedTextField(help_text="why: what a colleague wrote, or the redacted comment")
    nominated_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approves = models.BooleanField(null=True)
    why = models.TextField(blank=True, help_text="why it was refused")
    thanked_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    shown_as = models.TextField(blank=True, help_text="by what name they want to be published")
    citation = models.TextField(blank=True, help_text="what is published, in the force's words")
    published_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment"], name="improvement_commendation_once"),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | ~models.Q(decided_by=models.F("nominated_by")),
                name="improvement_commendation_by_another",
            ),
            models.CheckConstraint(
                condition=models.Q(commended=None)
                | (
                    ~models.Q(commended=models.F("nominated_by"))
                    & (models.Q(decided_by=None) | ~models.Q(commended=models.F("decided_by")))
                ),
                name="improvement_commendation_not_of_self",
            ),
            models.CheckConstraint(
                condition=models.Q(thanked_at=None, consented_at=None) | models.Q(approves=True),
                name="improvement_commendation_approved",
            ),
            models.CheckConstraint(
                condition=models.Q(published_at=None)
                | (
                    models.Q(consented_at__isnull=False, published_by__isnull=False)
                    & ~models.Q(citation="")
                    & ~models.Q(shown_as="")
                ),
                name="improvement_commendation_by_consent",
            ),
        ]
        indexes = [
            models.Index(fields=["person"], name="improvement_commended"),
            models.Index(
                fields=["published_at"],
                name="improvement_published",
                condition=models.Q(published_at__isnull=False),
            ),
        ]


class Module(models.Model):
    """A training module, and the questions whose answers it is meant to better."""

    class For(models.TextChoices):
        RECRUITS = "recruits", "Recruits"
        REFRESHER = "refresher", "Refresher"

    title = models.TextField()
    link = models.URLField(max_length=500, help_text="where it is held or found")
    kind = models.TextField(choices=For)
    drivers = ArrayField(models.TextField(), help_text="ids of questions")
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Completion(models.Model):
    """How many of a team had done a module by a day. Counts, never names. Never changed.

    Of a team and a module the newest day stands, and of a day what was entered last.
    """

    module = models.ForeignKey(Module, models.PROTECT, related_name="+")
    team = models.TextField()
    on = models.DateField()
    done = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("of")), name="improvement_done_of_all"
            )
        ]
        indexes = [models.Index(fields=["module", "team"], name="improvement_completion_of")]


class Target(models.Model):
    """What share of a measure is wanted of a question of a survey, for a team or for the force."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    question_id = models.TextField()
    measure = models.TextField()
    team = models.TextField(blank=True)
    share = models.FloatField(help_text="from 0 to 1")
    review_on = models.DateField(help_text="the day of the next review meeting")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "question_id", "measure", "team"],
                name="improvement_target_once",
            ),
            models.CheckConstraint(
                condition=models.Q(share__gte=0, share__lte=1), name="improvement_target_share"
            ),
        ]


class Meeting(models.Model):
    """What a review meeting of a target said and decided. Never changed."""

    class Decision(models.TextChoices):
        KEEP = "keep", "Go on as it is"
        CHANGE = "change", "Change what is done"
        TRAIN = "train", "Train the team"
        MET = "met", "It is met: keep it up"

    target = models.ForeignKey(Target, models.PROTECT, related_name="+")
    on = models.DateField()
    minutes = models.TextField()
    decision = models.TextField(choices=Decision)
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
