"""The results pack of each area: what its people said, and what its commander answers."""

from collections.abc import Sequence
from http import HTTPStatus

from django import forms
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from heard.accounts.models import User
from heard.clock.read import now
from heard.eligibility.models import Programme
from heard.improvement.reply import LONGEST, LONGEST_NAME, NoReply, To, replies, reply
from heard.insight.apart import apart, nobody
from heard.insight.concerns import concerns
from heard.insight.facts.read import Facts
from heard.insight.impact import reached
from heard.insight.measures import MEASURES
from heard.insight.priorities import Priority, ranked
from heard.insight.queries import of_impact_areas
from heard.places.areas import names
from heard.places.impact_areas import of_area
from heard.web.staff.access import COMMANDER, FIGURES, REFUSED, Shown, holds, page
from heard.web.staff.impact import CODES, NO_SURVEY, measured, words
from heard.web.staff.seen import facts_for, scope
from heard.web.staff.survey_words import impact_area
from heard.web.staff.times import moment
from heard.web.staff.ways import may_write
from heard.web.staff.words import LOW_BASE, Row, period, row

NOT_THERE = Shown(template="staff/no_pack.html", status=HTTPStatus.NOT_FOUND)


class ReplyForm(forms.Form):
    """What a commander answers to one of the priorities that were shown."""

    said_by = forms.CharField(
        label="Whose answer it is: rank and name",
        max_length=LONGEST_NAME,
        error_messages={
            "required": "Say whose answer it is",
            "max_length": f"Say whose it is in {LONGEST_NAME} characters",
        },
    )
    words = forms.CharField(
        label="The answer",
        max_length=LONGEST,
        widget=forms.Textarea,
        error_messages={
            "required": "Write the answer",
            "max_length": f"Write an answer of at most {LONGEST:,} characters",
        },
    )

    def __init__(self, shown: Sequence[Priority], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.fields["priority"] = forms.ChoiceField(
            label="Priority",
            choices=[(f"{one.question}={one.value}", one.label) for one in shown],
            error_messages={
                "required": "Choose a priority from the list",
                "invalid_choice": "Choose a priority from the list",
            },
        )
        self.order_fields(["priority", "words", "said_by"])

    def to(self, programme: Programme, area: str) -> To:
        """Give what a valid form answers to."""
        question, _, value = self.cleaned_data["priority"].partition("=")
        return To(programme=programme, area=area, question=question, value=value)


def may_reply(request: HttpRequest) -> bool:
    """Tell whether somebody may answer and read what was written: commanders in their area, too."""
    return may_write(request) or holds(request, COMMANDER)


@page(*FIGURES)
def show_packs(request: HttpRequest) -> Shown:
    mine = scope(request)
    areas = [(code, name) for code, name in names().items() if mine.sees("area", code)]
    context = {"areas": [(code, name, of_area(code)) for code, name in areas]}
    return Shown(template="staff/results_packs.html", context=context)


@page(*FIGURES, acts=True)
def show_pack(request: HttpRequest, *, area: str) -> Shown:
    """Show the pack of one area; a form that is sent keeps a commander's answer."""
    pool = of_impact_areas()
    if area not in names():
        return NOT_THERE
    if not pool:
        return NO_SURVEY
    known, minimum_base = facts_for(request), settings.MINIMUM_BASE
    priorities = ranked(known, pool, area, minimum_base=minimum_base)
    shown = [one for found in priorities for one in found.area]
    form = ReplyForm(shown, request.POST if request.method == "POST" else None)
    if form.is_bound and not may_reply(request):
        return REFUSED
    if form.is_valid() and _kept(request, form, form.to(pool[-1], area)):
        return Shown(leads_to=reverse("staff:results-pack", args=[area]))
    context = {
        "area": area,
        "name": names()[area],
        "survey": pool[-1],
        "form": form,
        "may_write": may_reply(request),
        "may_reveal": may_write(request),
        "ranked": priorities,
        "priorities": shown,
        "replies": replies(pool[-1], area),
        "perceptions": _perceptions(known, pool, area),
        "period": period((one.opens_on, one.closes_on) for one in pool[-1].periods),
        "concerns": concerns(pool, area, with_words=may_reply(request), minimum_base=minimum_base),
        "reached": reached(known, pool, CODES).of(area),
        "impact_area": impact_area,
        "row": row,
        "as_of": moment(known.as_of),
        "moment": moment,
        "minimum_base": minimum_base,
        "low_base": LOW_BASE,
        **words(),
    }
    status = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return Shown(template="staff/results_pack.html", context=context, about=area, status=status)


def _perceptions(
    known: Facts, pool: Sequence[Programme], area: str
) -> list[tuple[str, str, list[Row]]]:
    """Give each question with its measure in words, and rows of the area and its impact areas."""
    least = settings.MINIMUM_BASE
    return [
        (
            found.force.asked,
            MEASURES[name].words,
            [
                row(names()[area], found.areas.get(area, nobody(minimum_base=least))),
                *(
                    row(one.name, found.impact_areas.get(one.slug, nobody(minimum_base=least)))
                    for one in of_area(area)
                ),
            ],
        )
        for question, _, name in measured(pool)
        for found in apart(known, pool, minimum_base=least, measure=name, question=question)
    ]


def _kept(request: HttpRequest, form: ReplyForm, to: To) -> bool:
    if not isinstance(request.user, User):
        raise TypeError("a page for staff was reached by nobody")
    said = form.cleaned_data
    try:
        reply(to, said["words"], said_by=said["said_by"], by=request.user, now=now())
    except NoReply as refused:
        form.add_error("words", str(refused))
        return False
    return True
