"""What small groups said: of the whole force and all times together, and cut by nothing else."""

from collections.abc import Sequence
from enum import StrEnum
from operator import itemgetter
from typing import TYPE_CHECKING

from heard.core.statistics.bases import SMALL_GROUPS
from heard.core.statistics.cells import Cell
from heard.core.statistics.proportions import share
from heard.core.statistics.suppression import held_back
from heard.insight.facts.read import Facts
from heard.insight.measure import Counts, Figure, protect
from heard.insight.measures import ANSWERED, HEADLINE, MEASURES, alike
from heard.insight.queries import Item, labels
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.scales import scales

if TYPE_CHECKING:
    from ibis.expr.types import Table

MINIMUM_BASE = SMALL_GROUPS.answers


class Group(StrEnum):
    """What a person said of themselves that is looked at for the whole force only."""

    ORIENTATION = "orientation"
    GENDER = "gender"
    RELIGION = "religion"


def small_groups(facts: Facts, group: Group, *, measure: str = HEADLINE) -> list[Figure]:
    """Give a measure of each question on its scale, for each group, over all programmes.

    Cells on fewer than 30 answers are held back, and others with them that would give them away.
    """
    slugs = dict(Questionnaire.objects.values_list("slug", "pk"))
    rows = facts.ask(counted, group=group, measure=measure)
    found = {(slugs[r["questionnaire"]], *_asked(r), r[group.value]): r for r in rows}
    held = {
        questionnaire: held_back(
            (
                _cells(table, group)
                for name in alike(measure)
                for table in _tables(facts.ask(counted, group=group, measure=name), slug)
            ),
            base=SMALL_GROUPS,
        )
        for slug, questionnaire in slugs.items()
    }
    return [
        protect(_figure(item, label, place, row, measure=measure), held[item.questionnaire])
        for item, label in labels().items()
        if item.scale == MEASURES[measure].scale
        for (*asked, place), row in sorted(found.items(), key=itemgetter(0))
        if asked == [item.questionnaire, item.question, item.version]
    ]


def _figure(item: Item, label: str, place: str, row: Counts, *, measure: str) -> Figure:
    return Figure(
        programme="",
        name="All together",
        questionnaire=item.questionnaire,
        question=item.question,
        label=label,
        measure=measure,
        segment=(place,),
        estimate=share(row["counted"], row["n"], minimum_base=MINIMUM_BASE),
        from_=None,
        to=None,
        version=item.version,
    )


def _tables(rows: Sequence[Counts], questionnaire: str) -> list[list[Counts]]:
    """Give the rows of each version of each question of a questionnaire."""
    found: dict[tuple[str, int], list[Counts]] = {}
    for row in rows:
        if row["questionnaire"] == questionnaire:
            found.setdefault(_asked(row), []).append(row)
    return [*found.values()]


def _asked(row: Counts) -> tuple[str, int]:
    return row["question"], row["question_version"]


def _cells(rows: Sequence[Counts], group: Group) -> dict[tuple[str], Cell]:
    return {(row[group.value],): Cell(n=row["n"], counted=row["counted"]) for row in rows}


def counted(facts: Facts, *, group: Group, measure: str) -> "Table":
    """Count answers in the base, and those of a measure, by version of a question and group."""
    chosen = MEASURES[measure]
    scale = scales()[chosen.scale]
    said = facts.groups.filter(
        facts.groups.disposition.isin([d.value for d in ANSWERED]),
        facts.groups.scale == chosen.scale,
        facts.groups.value.isin(sorted(scale.base)),
    )
    asked = ("questionnaire", "question", "question_version")
    return said.group_by(*asked, group.value).aggregate(
        n=said.count(), counted=said.value.isin(sorted(chosen.codes(scale))).ifelse(1, 0).sum()
    )
