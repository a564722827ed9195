"""Keeps what a commander answers to a priority, and all that was answered before."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.eligibility.models import Programme
from heard.improvement.models import Reply
from heard.journal.write import write
from heard.places.areas import names

LONGEST = 2_000  # characters of an answer
LONGEST_NAME = 100


class NoReply(Exception):
    """An answer cannot be kept as it is; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class To:
    """The priority that is answered: a choice of a question, in an area of the force."""

    programme: Programme
    area: str
    question: str
    value: str


@transaction.atomic
def reply(to: To, words: str, *, said_by: str, by: User, now: datetime) -> Reply:
    """Keep an answer; what was answered before stays. NoReply."""
    words, said_by = words.strip(), said_by.strip()
    if to.area not in names():
        raise NoReply(f"{to.area} is no area of the force.")
    if not 1 <= len(words) <= LONGEST:
        raise NoReply(f"Write an answer of at most {LONGEST:,} characters.")
    if not 1 <= len(said_by) <= LONGEST_NAME:
        raise NoReply(f"Say whose answer it is, in at most {LONGEST_NAME} characters.")
    made = Reply.objects.create(
        programme=to.programme,
        area=to.area,
        question_id=to.question,
        value=to.value,
        words=words,
        said_by=said_by,
        written_by=by,
        at=now,
    )
    subject = f"reply:{to.programme.slug} {to.area} {to.question}={to.value}"
    write("improvement.reply", subject=subject, actor=actor(by), now=now)
    return made


def replies(programme: Programme, area: str) -> dict[tuple[str, str], list[Reply]]:
    """Give all answers of an area by question and choice, the newest first."""
    found: dict[tuple[str, str], list[Reply]] = defaultdict(list)
    for one in Reply.objects.filter(programme=programme, area=area).order_by("-at", "-id"):
        found[one.question_id, one.value].append(one)
    return dict(found)
