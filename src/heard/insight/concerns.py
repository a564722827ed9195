"""What people in the impact areas wrote about what concerns them, in their own words, redacted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from heard.accounts.wall import whole
from heard.core.text.redact import redact
from heard.eligibility.models import Programme
from heard.insight.measures import ANSWERED
from heard.questionnaires.models import Question
from heard.responses.models import Comment

CONCERN = "concern"  # the dimension of a question about wider concerns
MOST = 50  # of the newest words


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One comment: its number, and its words without what leads to somebody."""

    number: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerns:
    """How many wrote something, in each impact area too, and the newest words, redacted.

    There are no words where fewer than the minimum base wrote any, or where none were asked for.
    """

    written: int
    by_impact_area: Mapping[str, int]
    words: Sequence[Said]


def concerns(
    pool: Sequence[Programme], area: str, *, with_words: bool, minimum_base: int
) -> Concerns:
    """Count what was written in one area of the force, and read it `with_words`."""
    written = _written(pool, area)
    with whole():
        places = Counter(written.values_list("response__impact_area", flat=True))
    enough = with_words and places.total() >= minimum_base
    newest = written.order_by("-response__submitted_at", "-id")[:MOST] if enough else ()
    words = [Said(number=one.pk, words=redact(one.text)) for one in newest]
    return Concerns(written=places.total(), by_impact_area=dict(places), words=words)


def find(pool: Sequence[Programme], number: int, *, minimum_base: int) -> Comment | None:
    """Give one of these comments, if so many wrote any in its area that words are shown."""
    found = Comment.objects.filter(pk=number).select_related("response").first()
    if found is None or not pool:
        return None
    written = _written(pool, found.response.area)
    enough = written.count() >= minimum_base
    return found if enough and written.filter(pk=number).exists() else None


def _written(pool: Sequence[Programme], area: str) -> QuerySet[Comment]:
    asked = Question.objects.filter(
        version__questionnaire=pool[0].questionnaire_id,
        kind=Question.Kind.TEXT,
        dimension=CONCERN,
    )
    return Comment.objects.filter(
        response__programme__in=pool,
        response__area=area,
        response__disposition__in=ANSWERED,
        question_id__in=set(asked.values_list("question_id", flat=True)),
    )
