"""What people said about one's own work: for oneself alone, to learn from and to be glad about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.accounts.models import User
from heard.clock.read import now
from heard.core.statistics.pooling import MINIMUM_REPLIES
from heard.improvement import commend, note
from heard.improvement.models import Module
from heard.improvement.told import told
from heard.improvement.training import matching
from heard.improvement.who import person_of
from heard.insight.own import Own, Place, Survey, own
from heard.insight.queries import programmes
from heard.web.staff.access import Shown, page
from heard.web.staff.learning.roles import MINE, user_of
from heard.web.staff.seen import facts_for
from heard.web.staff.teams import POSITIONS
from heard.web.staff.times import moment
from heard.web.staff.words import Row, percent, row

PLACES: Mapping[Place, str] = {
    Place.STRENGTH: "A strength: better than expected",
    Place.AS_EXPECTED: "As expected: chance may make the difference",
    Place.TO_LEARN: "Something to learn: below what is expected",
}
QUARTERS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question: one's own share, adjusted and as it is, what is expected, and the verdict."""

    words: str
    measure: str
    own: Row
    adjusted: Row
    expected: str
    everybody: Row
    funnel: str
    place: str
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One survey: its lines, its strengths, and the modules for what is furthest below."""

    name: str
    lines: Sequence[Line]
    strengths: Sequence[str]
    lowest: str
    modules: Sequence[Module]


@page(*MINE, acts=True)
def show_me(request: HttpRequest) -> Shown:
    """Show one's own results; a form keeps a note, or says whether thanks may be published."""
    user, problem = user_of(request), ""
    if request.method == "POST":
        problem = _done(request, user)
        if not problem:
            return Shown(leads_to=reverse("staff:me"))
    known, person = facts_for(request), person_of(user, now=now())
    surveys = [own(known, one, person) for one in programmes()] if person else []
    shown = [one for one in surveys if any(figure.pooled for figure in one.found)]
    context = {
        "problem": problem,
        "person": person,
        "sections": [_section(one) for one in shown],
        "none_yet": [one.programme.name for one in surveys if one not in shown],
        "needed": MINIMUM_REPLIES,
        "comments": told(person) if person else [],
        "quarters": QUARTERS,
        "commendations": commend.of(user),
        "note": note.read(user),
        "written": request.POST.get("words") if problem else None,
        "longest": note.LONGEST,
        "as_of": moment(known.as_of),
        "moment": moment,
    }
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    return Shown(template="staff/learning/me.html", context=context, status=status)


def _done(request: HttpRequest, user: User) -> str:
    """Do what a form of the page asks; give what is wrong with it, if anything is."""
    sent, at = request.POST, now()
    number = int(sent["number"]) if sent.get("number", "").isdecimal() else 0
    try:
        if sent.get("does") == "note":
            note.keep(sent.get("words", ""), of=user, now=at)
        elif sent.get("does") == "consent":
            commend.consent(number, shown_as=sent.get("shown_as", ""), by=user, now=at)
        elif sent.get("does") == "withdraw":
            commend.withdraw(number, by=user, now=at)
        else:
            return "Choose what to do."
    except (commend.NotCommended, note.NoNote) as refused:
        return str(refused)
    return ""


def _section(survey: Survey) -> Section:
    lowest = survey.lowest
    return Section(
        name=survey.programme.name,
        lines=[_line(one) for one in survey.found],
        strengths=[one.words for one in survey.found if one.place is Place.STRENGTH],
        lowest=lowest.words if lowest else "",
        modules=matching(lowest.question) if lowest else [],
    )


def _line(one: Own) -> Line:
    pooled = one.pooled
    base = pooled.own.n if pooled else 0
    return Line(
        words=one.words,
        measure=one.measure,
        own=row("", pooled.own if pooled else None),
        adjusted=row("", pooled.adjusted if pooled else None),
        expected=percent(pooled.expected, base=base) if pooled else "",
        everybody=row("", one.everybody),
        funnel=POSITIONS[pooled.position] if pooled else "",
        place=PLACES[one.place] if one.place else "",
        is_told=one.place in {Place.STRENGTH, Place.TO_LEARN},
    )
