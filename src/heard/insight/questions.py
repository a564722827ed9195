"""The question bank beside what is asked: where, since when, and with which breaks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from heard.core.questionnaire.compared import Why
from heard.core.timing import london_date
from heard.questionnaires.bank import Wording, alike, bank
from heard.questionnaires.models import Break, Question

UNSEEN = Question.Kind.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A break in a series, or a language that begins or changes: the codes, none for all."""

    at: date
    version: int
    why: str
    languages: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a questionnaire, in the versions of it that ask it in these words."""

    questionnaire: str
    question: str
    versions: tuple[int, ...]
    since: date
    breaks: Sequence[Marked]

    @property
    def is_broken(self) -> bool:
        return any(not one.languages for one in self.breaks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One version of a question of the bank, and where it is asked."""

    wording: Wording
    asked: Sequence[Asked]


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A question that some questionnaire asks and the bank does not have."""

    label: str
    scale_id: str
    dimension: str
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """The whole bank in its order, and what is asked beside it."""

    listed: Sequence[Listed]
    own: Sequence[Own]


def dimensions() -> tuple[str, ...]:
    """Give every dimension that a question of the bank has, or one that is asked."""
    asked = Question.objects.exclude(dimension="").values_list("dimension", flat=True).distinct()
    return tuple(sorted({*(wording.dimension for wording in bank().values()), *asked} - {""}))


def questions() -> Questions:
    """Give every version of every question of the bank, and what else is asked."""
    rows = Question.objects.exclude(kind=UNSEEN).select_related("version__questionnaire")
    marked = _breaks()
    by_quote: dict[str, dict[tuple[str, str], list[Question]]] = defaultdict(
        lambda: defaultdict(list)
    )
    own: dict[tuple[str, str, str, str], list[Question]] = defaultdict(list)
    for row in rows.order_by("version__questionnaire__slug", "version__number", "position"):
        series = row.version.questionnaire.slug, row.question_id
        quotes = [row.bank] if row.bank else [w.quote for w in alike(row.label, row.scale_id)]
        for quote in quotes:
            by_quote[quote][series].append(row)
        if not quotes:
            own[*series, row.label, row.scale_id].append(row)
    return Questions(
        listed=[
            Listed(
                wording=wording,
                asked=[_asked(series, found, marked) for series, found in by_quote[quote].items()],
            )
            for quote, wording in bank().items()
        ],
        own=[
            Own(
                label=label,
                scale_id=scale,
                dimension=found[-1].dimension,
                asked=_asked((slug, question), found, marked),
            )
            for (slug, question, label, scale), found in own.items()
        ],
    )


Key = tuple[str, str, int]  # questionnaire, question, the number of the version that breaks it


def _asked(
    series: tuple[str, str], rows: Sequence[Question], marked: Mapping[Key, Sequence[Marked]]
) -> Asked:
    numbers = tuple(row.version.number for row in rows)
    return Asked(
        questionnaire=series[0],
        question=series[1],
        versions=numbers,
        since=london_date(min(row.version.valid_from for row in rows)),
        breaks=[one for number in numbers for one in marked.get((*series, number), ())],
    )


def _breaks() -> Mapping[Key, Sequence[Marked]]:
    """Give all breaks; of several languages in which the same happened there is one."""
    found: dict[Key, list[Break]] = defaultdict(list)
    for one in Break.objects.select_related("version__questionnaire").order_by("at", "id"):
        found[one.version.questionnaire.slug, one.question_id, one.version.number].append(one)
    return {key: _merged(rows) for key, rows in found.items()}


def _merged(rows: Sequence[Break]) -> list[Marked]:
    alike: dict[tuple[str, str], list[Break]] = defaultdict(list)
    for row in rows:
        apart = row.words if row.why == Why.LANGUAGE else f"{row.words}{row.language}"
        alike[row.why, apart].append(row)
    return [
        Marked(
            at=london_date(same[0].at),
            version=same[0].to_version,
            why=same[0].why,
            languages=tuple(row.language for row in same if row.language),
            words=same[0].words,
        )
        for same in alike.values()
    ]
