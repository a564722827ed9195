"""What may be asked on Explore, as it stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from heard.accounts.scope import Scope
from heard.core.statistics.whole_weeks import Unit
from heard.eligibility.models import Programme
from heard.insight.cuts import PROTECTED, TIMES
from heard.insight.explored import Against, Asked
from heard.insight.queries import Item
from heard.web.staff.filters import OPEN_CUTS, Filters, choice_field

AGAINST = {
    Against.REST: "The rest",
    Against.BEFORE: "The weeks before",
    Against.YEAR: "The year before",
}
MONTHS = "months"
BY_TIME = (
    "Compare with: a cut by time, or by who answered, is held against the rest only: choose "
    "another cut, or the rest"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """What somebody may see apart: their scope, and the teams of it; None for no teams at all."""

    scope: Scope
    teams: Sequence[str] | None


def one_of(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    """Ask for one of a list; the first stands for none."""
    return forms.ChoiceField(
        required=False,
        label=label,
        choices=[*choices],
        error_messages={"invalid_choice": f"{label}: choose one of the list"},
    )


class ExploreForm(Filters):
    """A survey, a question, cuts, a mix, filters, days, what to compare with, weeks or months."""

    field_order = (
        "survey",
        *(one for one in Filters.field_order if one != "target"),
        "against",
        "over",
        "target",
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        surveys: Sequence[Programme],
        survey: Programme,
        asked: Mapping[Item, str],
        mine: Mine,
    ) -> None:
        """Offer the questions of one of these surveys; without a choice the first of each."""
        self.closed = frozenset() if survey.route == Programme.Route.OPEN else OPEN_CUTS
        newest = {item.question: (item, words) for item, words in asked.items()}
        super().__init__(
            data,
            questions=[],
            versions=sorted({item.version for item in asked}),
            teams=mine.teams,
            scope=mine.scope,
        )
        self.items = {question: item for question, (item, _) in newest.items()}
        self.fields["survey"] = one_of("Survey", [(one.slug, one.name) for one in surveys])
        self.fields["question"] = one_of(
            "Question", [(question, words) for question, (_, words) in newest.items()]
        )
        self.fields["against"] = one_of(
            "Compare with", [(one.value, words) for one, words in AGAINST.items()]
        )
        self.fields["over"] = choice_field("Over time", [(MONTHS, "By month")], none="By week")
        self.order_fields(self.field_order)

    def clean(self) -> None:
        super().clean()
        if self.errors:
            return
        is_before = self.asked.against is not Against.REST
        if is_before and (TIMES | PROTECTED) & {*self.asked.view.by}:
            self.add_error("against", BY_TIME)

    @property
    def asked(self) -> Asked:
        """What a valid form asks for."""
        given = self.cleaned_data
        return Asked(
            item=self.items[given["question"] or next(iter(self.items))],
            view=self.view,
            against=Against(given["against"] or Against.REST),
            unit=Unit.MONTH if given["over"] else Unit.WEEK,
        )

    @property
    def title(self) -> str:
        """The words of the question that is asked for."""
        return dict(self._choices("question"))[self.asked.item.question]

    def narrowed(self) -> str:
        """Say what the filters leave in, for a caption: 'Area: Dudley; Hour: 17:00 to 17:59'."""
        outside = {"survey", "question", "by", "and", "then", "against", "over", "hours"}
        outside |= {"target", "adjust"}
        return "; ".join(
            f"{self.fields[name].label}: {dict(self._choices(name)).get(value, value)}"
            for name, value in self.cleaned_data.items()
            if value and name not in outside and name in self.fields
        )

    def _choices(self, name: str) -> list[tuple[str, str]]:
        field = self.fields[name]
        return [*field.choices] if isinstance(field, forms.ChoiceField) else []  # type: ignore[misc]
