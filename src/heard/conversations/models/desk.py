"""Who works at the desk, who had which conversation when, and what advisers note."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from heard.accounts.models import User
from heard.conversations.models.talks import Conversation
from heard.vault.fields import SealedTextField


class Adviser(models.Model):
    """A contact handler at the desk: whether they are there, and what they can take."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    skills = ArrayField(models.TextField(), default=list, help_text="and languages: ur, pa")
    most = models.PositiveSmallIntegerField(default=3, help_text="conversations at once")
    is_there = models.BooleanField(default=False)
    seen_at = models.DateTimeField(help_text="when their desk was last open")


class Stint(models.Model):
    """The time that one conversation was with one adviser, and why it went on from them."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    adviser = models.ForeignKey(User, models.PROTECT, related_name="+")
    waited_since = models.DateTimeField()
    taken_at = models.DateTimeField()
    let_go_at = models.DateTimeField(null=True)
    why = SealedTextField(null=True, help_text="why it went on, in the adviser's words")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["conversation"],
                condition=models.Q(let_go_at=None),
                name="with_one_adviser_at_once",
            ),
        )


class Note(models.Model):
    """What an adviser writes for colleagues; the citizen never sees it."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    text = SealedTextField()
    written_at = models.DateTimeField()


class CallBack(models.Model):
    """A citizen asks to be called instead of waiting: where, when it is safe, about what."""

    conversation = models.OneToOneField(Conversation, models.PROTECT, related_name="+")
    number = SealedTextField()
    safe_times = SealedTextField(help_text="when it is safe to call, in the citizen's words")
    ask_for = SealedTextField(default="", help_text="whom to ask for, and who may pick up")
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0, help_text="calls that nobody took")
    tried_at = models.DateTimeField(null=True, help_text="the last of them")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    result = models.TextField(blank=True, help_text="what came of it, a code of `RESULTS`")


class Canned(models.Model):
    """Words that advisers may put into an answer and change; never sent by themselves.

    What was written stands: a change ends this one and adds another.
    """

    title = models.TextField()
    text = models.TextField()
    topic = models.TextField(blank=True, help_text="of `chat_topics.csv`; nothing is any")
    language = models.TextField(default="en")
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
