"""What people in the impact areas wrote in their own words about what concerns them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heard.eligibility.models import Programme
from heard.insight.cuts import ANSWERED
from heard.questionnaires.models import Question
from heard.responses.models import Comment

CONCERN = "concern"  # the dimension of a question about wider concerns
MOST = 50  # of the newest words


@dataclass(frozen=True, slots=True, kw_only=True)
class Concerns:
    """How many wrote something, in each impact area too, and the newest words as they stand.

    There are no words where fewer than the minimum base wrote any, or where none were asked for.
    """

    written: int
    by_impact_area: Mapping[str, int]
    words: Sequence[str]


def concerns(
    pool: Sequence[Programme], area: str, *, with_words: bool, minimum_base: int
) -> Concerns:
    """Count what was written in one area of the force, and read it `with_words`."""
    asked = Question.objects.filter(
        version__questionnaire=pool[0].questionnaire_id,
        kind=Question.Kind.TEXT,
        dimension=CONCERN,
    )
    written = Comment.objects.filter(
        response__programme__in=pool,
        response__area=area,
        response__disposition__in=ANSWERED,
        question_id__in=set(asked.values_list("question_id", flat=True)),
    )
    places = Counter(written.values_list("response__impact_area", flat=True))
    enough = with_words and places.total() >= minimum_base
    newest = written.order_by("-response__submitted_at", "-id")[:MOST] if enough else ()
    return Concerns(
        written=places.total(), by_impact_area=dict(places), words=[one.text for one in newest]
    )
