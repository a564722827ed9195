"""The filters of the dashboards, as they stand in the address."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from heard.accounts.scope import EVERYTHING, Scope
from heard.eligibility.categories import groups
from heard.insight.adjusted import require_adjustable
from heard.insight.cuts import COLUMNS, HANDLING, Cut, Slice, TooFine, require_coarse
from heard.insight.handling import bands
from heard.insight.survey import View
from heard.places.areas import names
from heard.places.wards import wards
from heard.web.languages import BY_CODE

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CUTS = {
    Cut.WEEK: "week",
    Cut.AREA: "area",
    Cut.WARD: "ward",
    Cut.TEAM: "team",
    Cut.INCIDENT: "incident group",
    Cut.WEEKDAY: "day of the week",
    Cut.HOUR: "hour",
    Cut.BLOCK: "part of the day",
    Cut.AGE: "age",
    Cut.ETHNIC_GROUP: "ethnic group",
    Cut.DISABILITY: "disability",
    Cut.SEX: "sex",
    Cut.IMPACT_AREA: "impact area",
    Cut.CAME_BY: "way in",
    Cut.CHANNEL: "contact channel",
    Cut.HANDLER_TYPE: "handler type",
    Cut.TIME_TO_ANSWER: "time to answer",
    Cut.GRADE: "grade",
    Cut.RESPONSE_TIME: "response time against target",
    Cut.OUTCOME: "outcome",
    Cut.UPDATES: "updates given",
    Cut.DELAY: "delay of the survey",
    Cut.CRIME: "family of crimes",
    Cut.MODE: "mode",
    Cut.LANGUAGE: "language",
}
MORE = (Cut.WARD, Cut.TEAM, *HANDLING)  # filters that are shown on request
OPEN_CUTS = frozenset((Cut.IMPACT_AREA, Cut.CAME_BY))  # of surveys that anybody may answer alone
# What the cut may be adjusted for: one thing that it was about, or several together.
MIXES: Mapping[str, tuple[Cut, ...]] = {
    "incident": (Cut.INCIDENT,),
    "channel": (Cut.CHANNEL,),
    "grade": (Cut.GRADE,),
    "block": (Cut.BLOCK,),
    "mix": (Cut.INCIDENT, Cut.CHANNEL, Cut.GRADE, Cut.BLOCK),
}
NOT_GIVEN = "none"  # no area has this code: in an address, an empty one stands for all of them
CUT_FIELDS = ("by", "and", "then")
BACKWARDS = "To: the last day must not lie before the first"
TARGET = "Target: enter a whole number of per cent, from 1 to 99"
Choices = list[tuple[str, str]]
ADJUSTMENTS: Choices = [
    (code, " and ".join(CUTS[cut] for cut in cuts)) for code, cuts in MIXES.items()
]


def day_field(label: str) -> forms.DateField:
    """Ask for a day, or for none."""
    return forms.DateField(
        required=False,
        label=label,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": f"{label}: enter a day as year, month and day: 2020-10-09"},
    )


def choice_field(
    label: str, choices: Iterable[tuple[str, str]], *, none: str = "All"
) -> forms.ChoiceField:
    """Ask for one of a list, or for `none` of it."""
    offered: Choices = [("", none), *choices]
    message = f"{label}: choose one of the list"
    return forms.ChoiceField(
        required=False, label=label, choices=offered, error_messages={"invalid_choice": message}
    )


def area_field(scope: Scope = EVERYTHING) -> forms.ChoiceField:
    """Ask for one of the areas that somebody may see, for what has none, or for all."""
    offered = [*names().items(), ("", "Not given")]
    mine = [(code or NOT_GIVEN, name) for code, name in offered if scope.sees("area", code)]
    return choice_field("Area", mine)


def area_of(chosen: str) -> str | None:
    """Give the area as the facts have it; None for all."""
    return "" if chosen == NOT_GIVEN else chosen or None


def more_field(cut: Cut, teams: Sequence[str]) -> forms.ChoiceField:
    """Ask for a ward, one of these teams, what the force did, a language; for unknown, or all."""
    others: Mapping[Cut, Choices] = {
        Cut.WARD: [(ward.code, f"{ward.name}, {ward.district}") for ward in wards().values()],
        Cut.TEAM: [(team, team) for team in teams],
        Cut.LANGUAGE: [(code, one.english) for code, one in BY_CODE.items()],
    }
    bands_of = [(band.code, band.words) for band in bands().get(cut, ())]
    return choice_field(_label(cut), [*others.get(cut, bands_of), (NOT_GIVEN, "Not known")])


def _label(cut: Cut) -> str:
    return CUTS[cut][0].upper() + CUTS[cut][1:]


def chosen(filters: forms.Form) -> str:
    """Say for the journal what was looked at: filters are chosen from lists, or days.

    Of filters with faults nothing was shown, and nothing is said.
    """
    given = filters.cleaned_data.items() if filters.is_valid() else ()
    return " ".join(f"{name}={value}" for name, value in given if value)


def incident_field() -> forms.ChoiceField:
    """Ask for one of the groups that incidents are told apart by, or for all."""
    return choice_field("Incident group", [(group, group) for group in groups()])


class Filters(forms.Form):
    """Whose answers are looked at, to which question, and how they are cut."""

    field_order: tuple[str, ...] = (
        "question",
        "version",
        "from",
        "to",
        "area",
        "incident",
        "weekday",
        "hour",
        "target",
        "by",
        "and",
        "then",
        "adjust",
        *MORE,
    )

    closed: frozenset[Cut] = OPEN_CUTS  # cuts that are not offered

    area = area_field()
    incident = incident_field()
    weekday = choice_field("Day of the week", [(str(n), d) for n, d in enumerate(WEEKDAYS, 1)])
    hour = choice_field(
        "Hour", [(str(hour), f"{hour:02}:00 to {hour:02}:59") for hour in range(24)]
    )

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        questions: Choices,
        versions: Sequence[int] = (1,),
        teams: Sequence[str] | None = None,
        scope: Scope = EVERYTHING,
    ) -> None:
        """Offer versions only where a question was asked otherwise at some time.

        And areas, and teams, only to whoever may look at them: None to others.
        """
        super().__init__(data)
        closed = self.closed if teams is not None else self.closed | {Cut.TEAM}
        if scope.areas is not None:
            closed |= {Cut.WARD} if scope.areas else {Cut.WARD, Cut.AREA}
        self.fields["area"] = area_field(scope)
        self.more = tuple(cut for cut in MORE if cut not in closed)
        if len(versions) > 1:
            numbers = [(str(number), str(number)) for number in versions]
            self.fields["version"] = choice_field(
                "Version of the question", numbers, none="Each apart"
            )
        self.fields["from"] = day_field("From")
        self.fields["to"] = day_field("To")
        cuts = [(cut.value, words) for cut, words in CUTS.items() if cut not in closed]
        self.fields["by"] = choice_field("Cut by", cuts, none="Nothing")
        self.fields["and"] = choice_field("And by", cuts, none="Nothing")
        self.fields["then"] = choice_field("And by as well", cuts, none="Nothing")
        self.fields["adjust"] = choice_field("Adjust for", ADJUSTMENTS, none="Nothing")
        for cut in self.more:
            self.fields[cut.value] = more_field(cut, teams or ())
        by_id = dict(questions)  # of several versions the newest wording
        self.fields["question"] = choice_field("Question", by_id.items(), none="The lowest")
        self.fields["target"] = forms.IntegerField(
            required=False,
            min_value=1,
            max_value=99,
            label="Target, in %",
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), TARGET),
        )
        self.fields["hours"] = forms.ChoiceField(
            required=False,
            widget=forms.HiddenInput,
            choices=[(cut.value, cut.value) for cut in (Cut.HOUR, Cut.BLOCK)],
        )
        self.order_fields(self.field_order)

    def clean(self) -> None:
        from_, to = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if from_ and to and from_ > to:
            self.add_error("to", BACKWARDS)
        self._check_cuts()
        if not self.errors:
            view = self.view
            try:
                require_coarse(view.by, view.where)
            except TooFine as error:
                self.add_error("by", f"Cut by: {error}")
            try:
                if view.adjust:
                    require_adjustable(view.by, view.adjust)
            except TooFine as error:
                self.add_error("adjust", f"Adjust for: {error}")

    def _check_cuts(self) -> None:
        """Refuse a cut that has none before it, and the same one twice."""
        before: list[str] = []
        for name in CUT_FIELDS:
            cut, label = self.cleaned_data.get(name), self.fields[name].label
            if cut and len(before) < CUT_FIELDS.index(name):
                self.add_error(name, f"{label}: choose what to cut by first")
            if cut and cut in before:
                others = "the first" if name == "and" else "those before"
                self.add_error(name, f"{label}: choose another cut than {others}")
            before += [cut] if cut else []

    @property
    def view(self) -> View:
        """What a valid form asks for."""
        given = self.cleaned_data
        more: dict[str, Any] = {COLUMNS[cut]: area_of(given[cut]) for cut in self.more}
        return View(
            where=Slice(
                from_=given["from"],
                to=given["to"],
                area=area_of(given["area"]),
                incident=given["incident"] or None,
                weekday=int(given["weekday"]) if given["weekday"] else None,
                hour=int(given["hour"]) if given["hour"] else None,
                **more,
            ),
            question=given["question"] or None,
            version=int(given["version"]) if given.get("version") else None,
            by=tuple(Cut(given[name]) for name in CUT_FIELDS if given[name]),
            hour=Cut(given["hours"]) if given["hours"] else None,
            adjust=MIXES.get(given.get("adjust", ""), ()),
            target=given["target"] / 100 if given["target"] else None,
        )
