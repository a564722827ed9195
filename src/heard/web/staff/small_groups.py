"""What small groups said: of the whole force and all times together, and cut by nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django import forms
from django.http import HttpRequest

from heard.clock.read import now
from heard.core.questionnaire.form import code_of
from heard.core.questionnaire.listed import choices, plain
from heard.equality.form import version
from heard.insight.measure import Figure
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.small_groups import MINIMUM_BASE, Group, small_groups
from heard.questionnaires.models import Questionnaire
from heard.questionnaires.publish import asked
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.filters import choice_field, chosen
from heard.web.staff.seen import facts_for
from heard.web.staff.survey_words import NOT_SAID
from heard.web.staff.times import moment
from heard.web.staff.words import Row, row

READERS = (ADMINISTRATOR, ANALYST)
FIRST = Group.ORIENTATION
GROUPS = {
    FIRST: "Sexual orientation",
    Group.GENDER: "Gender the same as the sex registered at birth",
    Group.RELIGION: "Religion",
}


class GroupsForm(forms.Form):
    """Which groups are looked at, and which share of their answers."""

    group = choice_field(
        "Groups by", [(g.value, GROUPS[g]) for g in Group if g is not FIRST], none=GROUPS[FIRST]
    )
    measure = choice_field(
        "Share of answers",
        [(name, f"{m.words} ({m.scale})") for name, m in MEASURES.items() if name != HEADLINE],
        none=f"{MEASURES[HEADLINE].words} ({MEASURES[HEADLINE].scale})",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One version of a question with a line for each group; `slug` is its questionnaire."""

    label: str
    slug: str
    rows: list[Row]


@page(*READERS)
def show_small_groups(request: HttpRequest) -> Shown:
    """Show a measure of every question for each group, with a reason for what is hidden."""
    filters = GroupsForm(request.GET.dict())
    context: dict[str, object] = {"filters": filters, "minimum_base": MINIMUM_BASE}
    if filters.is_valid():
        group = Group(filters.cleaned_data["group"] or FIRST)
        measure = filters.cleaned_data["measure"] or HEADLINE
        known = facts_for(request)
        context |= {
            "title": GROUPS[group],
            "share": MEASURES[measure].words,
            "tables": _tables(small_groups(known, group, measure=measure), _names(group)),
            "as_of": moment(known.as_of),
        }
    return Shown(template="staff/small_groups.html", context=context, about=chosen(filters))


def _tables(figures: Iterable[Figure], names: Mapping[str, str]) -> list[Table]:
    slugs = dict(Questionnaire.objects.values_list("pk", "slug"))
    found: dict[tuple[int, str, int], Table] = {}
    for figure in figures:
        key = figure.questionnaire, figure.question, figure.version
        table = Table(label=figure.asked, slug=slugs[figure.questionnaire], rows=[])
        found.setdefault(key, table).rows.append(_row(figure, names))
    return [*found.values()]


def _row(figure: Figure, names: Mapping[str, str]) -> Row:
    """Give the line of one group; where there is no share, the reason stands in its place."""
    (place,) = map(str, figure.segment)
    found = row(names.get(place, place.capitalize()), figure.estimate)
    hidden = figure.estimate.hidden
    return replace(found, value=hidden[0].upper() + hidden[1:]) if hidden else found


def _names(group: Group) -> dict[str, str]:
    """Give the answers to the equality question that tells these groups apart, as it asks now."""
    form = asked(version(now=now()))
    question = next(q for q in form.questions() if q.name == group.value)
    first = code_of(form.languages[0])
    offered = choices(form, question).items()
    return {**{name: plain(words, form, first) for name, words in offered}, **NOT_SAID}
