"""What the database knows of the programmes and of what they ask."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from heard.core.timing import london_date
from heard.eligibility.models import Period, Programme
from heard.membership.models import Wave
from heard.questionnaires.models import Break, Question

EVERY_LANGUAGE = ""
Series = tuple[int, str]  # a questionnaire, and the id of a question in it

IMPACT_AREAS = "impact_areas"  # of `segments.csv`


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A version of a question on one scale; what two versions or scales got is never added up."""

    questionnaire: int
    question: str
    scale: str
    version: int = 1

    @property
    def series(self) -> Series:
        return self.questionnaire, self.question


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Where a series ends and another begins: the local day, the new version, and the reason."""

    at: date
    version: int
    why: str
    words: str


def programmes(*also: Programme.Route) -> list[Programme]:
    """Give the programmes that ask by themselves, or did once, in the order of their definition.

    `also` are other routes than that, whose programmes are given, too.
    """
    asking = Programme.objects.filter(
        Exists(Period.objects.filter(programme=OuterRef("id"))),
        route__in=(Programme.Route.AUTOMATIC, *also),
    )
    return list(asking.select_related("questionnaire").order_by("id"))


def surveyed() -> list[Programme]:
    """Give the programmes that ask, or did once, in any way that all of staff may see.

    What is said to a trained caller, or in custody, has pages of its own. Members are asked by
    waves, and without a period.
    """
    apart = (Programme.Route.SPECIALIST, Programme.Route.CUSTODY)
    asking = Programme.objects.filter(
        Exists(Period.objects.filter(programme=OuterRef("id")))
        | Exists(Wave.objects.filter(collector__programme=OuterRef("id"), drawn_at__isnull=False))
    )
    return list(asking.exclude(route__in=apart).select_related("questionnaire").order_by("id"))


def open_programmes() -> list[Programme]:
    """Give the programmes that anybody may answer, or could once, in their order."""
    asking = Exists(Period.objects.filter(programme=OuterRef("id")))
    found = Programme.objects.filter(asking, route=Programme.Route.OPEN)
    return list(found.select_related("questionnaire").order_by("id"))


def of_impact_areas() -> list[Programme]:
    """Give the surveys of impact areas that ask what the newest one asks; they may be pooled."""
    found = [p for p in open_programmes() if p.segment == IMPACT_AREAS]
    return [p for p in found if p.questionnaire_id == found[-1].questionnaire_id]


def running_at(stage: str) -> list[Programme]:
    """Give the text surveys of a stage that ask what its newest one asks; they may be pooled."""
    found = [p for p in programmes() if p.stage == stage and p.channel == "sms"]
    return [p for p in found if p.questionnaire_id == found[-1].questionnaire_id]


def labels() -> dict[Item, str]:
    """Give the newest wording of each version of every question on a scale.

    Questions come in the order in which they were first asked, the versions of each in theirs.
    """
    asked = Question.objects.filter(kind=Question.Kind.SCALE)
    rows = asked.order_by("version__questionnaire", "version__number", "position").values_list(
        "version__questionnaire", "question_id", "scale_id", "question_version", "label"
    )
    by_series: dict[Series, dict[Item, str]] = defaultdict(dict)
    for questionnaire, question, scale, version, label in rows:
        item = Item(questionnaire=questionnaire, question=question, scale=scale, version=version)
        by_series[item.series][item] = label
    return {item: label for alike in by_series.values() for item, label in alike.items()}


def breaks(items: Collection[Item]) -> Mapping[Series, list[Broken]]:
    """Give the breaks in the series of these questions; where none has a second version, none."""
    found: dict[Series, list[Broken]] = defaultdict(list)
    broken = {item.series for item in items if item.version > 1}
    if not broken:
        return found
    rows = Break.objects.filter(
        language=EVERY_LANGUAGE,
        version__questionnaire__in={questionnaire for questionnaire, _ in broken},
    )
    named = ("version__questionnaire", "question_id", "at", "to_version", "why", "words")
    for questionnaire, question, at, to, why, words in rows.order_by("at", "id").values_list(
        *named
    ):
        one = Broken(at=london_date(at), version=to, why=why, words=words)
        found[questionnaire, question].append(one)
    return found


def wanted(items: Collection[Item], version: int | None) -> list[Item]:
    """Give the version that was asked for, of each question that has it; else all of them."""
    having = {item.series for item in items if item.version == version}
    return [item for item in items if item.version == version or item.series not in having]


def pools(alike: Sequence[Programme], *, pooled: bool = True) -> list[Sequence[Programme]]:
    """Give all of them together, where there are several and it is wanted, and then each."""
    apart = [[programme] for programme in alike]
    return [alike, *apart] if pooled and len(alike) > 1 else [*apart]


def begun(item: Item, broken: Mapping[Series, Sequence[Broken]]) -> tuple[Broken, ...]:
    """Give the breaks with which a version of a question begins."""
    return tuple(one for one in broken.get(item.series, ()) if one.version == item.version)
