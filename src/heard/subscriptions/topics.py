"""The series that staff can be told of, who may be, and what has changed in each of them.

A finding is a code and has no figure: figures stay behind the pages, where the rights of whoever
looks are those of that moment.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings

from heard.accounts.models import Grant, PartRole, User
from heard.accounts.scope import scope_of
from heard.core.statistics.control_charts import Variation, variation
from heard.core.statistics.verdicts import Finding, Verdict, together, verdict
from heard.core.statistics.whole_weeks import monday_of
from heard.core.timing import london_date
from heard.events.models import Touchpoint
from heard.insight.compared import changes, periods
from heard.insight.cuts import Cut, Slice
from heard.insight.facts.read import Facts
from heard.insight.measure import Figure, cut
from heard.insight.measures import HEADLINE, MEASURES
from heard.insight.queries import running_at
from heard.insight.series_breaks import series_breaks
from heard.insight.trend import trend
from heard.insight.victim_months import MEASURE, Month, day_of, months_of, stage_of
from heard.insight.victims import surveyed
from heard.places.areas import names

Role = User.Role
CHART, CHANGE, REPLIES = "chart", "change", "replies"
ROLES = frozenset(  # who may open the pages of these series
    (
        *(Role.ADMINISTRATOR, Role.ANALYST, Role.VIEWER, Role.POLICY_MANAGER),
        *(Role.COMMUNICATIONS, Role.COMMANDER, Role.TEAM_SUPERVISOR, Role.CONTACT_HANDLER),
        *(
            Role.OFFICER,
            Role.ADVISER,
            Role.CODE_LEAD,
            Role.TRAINING_LEAD,
            Role.CHAT_MANAGER,
            PartRole.ANALYST,
        ),
    )
)
OWN = "own"  # what was said about somebody's own work, which is told to nobody else


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One series: its name, the page that has its figures, and whether it has areas."""

    name: str
    page: str
    stage: str = ""

    @property
    def has_areas(self) -> bool:
        """The survey of victims is told of as a whole: months of an area are few answers."""
        return bool(self.stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A series that somebody is told of: of the whole force, of an area or of a team."""

    topic: str
    area: str = ""
    team: str = ""

    @property
    def key(self) -> str:
        return f"{self.topic}:{self.area}:{self.team}"


TOPICS: Mapping[str, Topic] = {
    "contact": Topic(name="Force Contact", page="contact", stage=Touchpoint.Kind.CONTACT),
    "response": Topic(name="Force Response", page="response", stage=Touchpoint.Kind.ATTENDANCE),
    "victims": Topic(name="Victims", page="victims"),
}
MINE = Topic(name="Your own work", page="me")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changed: in which series and question, by which rule, and in which direction.

    `kind` is CHART, CHANGE or REPLIES, `says` what the rule says of it.
    """

    topic: str
    area: str
    question: str
    kind: str
    says: str
    team: str = ""

    @property
    def followed(self) -> Followed:
        """Give the series that it is of."""
        return Followed(topic=self.topic, area=self.area, team=self.team)

    @property
    def code(self) -> str:
        """Name it, so that nobody is told the same twice."""
        part = f"{self.area}@{self.team}" if self.team else self.area
        return f"{self.topic}:{part}:{self.question}:{self.kind}:{self.says}"


def may(user: User, of: Followed, *, now: datetime) -> bool:
    """Tell whether somebody may be told of a series: whoever may open its page, for that part."""
    known = TOPICS.get(of.topic)
    if not user.is_active or not user.roles(now=now) & ROLES:
        return False
    mine = scope_of(user, now=now)
    if of.topic == OWN:
        return bool(mine.people)
    if known is None:
        return False
    if of.team:
        return known.has_areas and mine.sees(Grant.Level.TEAM, of.team)
    if of.area:
        is_theirs = mine.sees(Grant.Level.AREA, of.area)
        return known.has_areas and of.area in names() and is_theirs
    return True


def changed(facts: Facts, of: Followed, *, now: datetime) -> list[Change]:
    """Give what the rules of control charts and the verdicts say of the weeks that have ended.

    It is worked out once for all who may be told of it. OutOfScope, where `facts` are for others.
    """
    where = Slice(area=of.area or None, team=of.team or None)
    facts.require(where)
    ended = monday_of(london_date(now))
    key = ("changed", of, ended, settings.MINIMUM_BASE)
    if key not in facts.kept:
        known, least = TOPICS[of.topic], settings.MINIMUM_BASE
        found = (
            _of_text(facts, known.stage, where, ended=ended, minimum_base=least)
            if known.stage
            else _of_victims(facts, ended=ended, minimum_base=least)
        )
        facts.kept[key] = [*found]
    return [
        Change(topic=of.topic, area=of.area, team=of.team, question=question, kind=kind, says=says)
        for question, kind, says in facts.kept[key]
    ]


def _of_text(
    facts: Facts, stage: str, where: Slice, *, ended: date, minimum_base: int
) -> Iterator[tuple[str, str, str]]:
    pool = running_at(stage)
    if not pool:
        return
    weeks: dict[str, list[Figure]] = {}
    for one in cut(facts, pool, minimum_base=minimum_base, by=[Cut.WEEK], where=where):
        if isinstance(one.segment[0], date) and one.segment[0] < ended:
            weeks.setdefault(one.question, []).append(one)
    broken = series_breaks({one.slug for one in pool})
    for question, figures in weeks.items():
        found = trend(figures, broken, better=MEASURES[HEADLINE].better)
        if found.variation not in {None, Variation.COMMON_CAUSE}:
            yield question, CHART, str(found.variation)
    last = ended - timedelta(days=1)
    compared = [
        one
        for change in changes(
            facts, pool, periods(Slice(to=last), last), minimum_base=minimum_base, where=where
        )
        for one in change.figures
    ]
    judged = together([one.verdict for one in compared])
    for held, said in zip(compared, judged, strict=True):
        if way := _way(said):
            yield held.figure.question, CHANGE, way


def _of_victims(facts: Facts, *, ended: date, minimum_base: int) -> Iterator[tuple[str, str, str]]:
    programme = surveyed()
    if programme is None:
        return
    months = [
        one
        for one in months_of(facts, programme, minimum_base=minimum_base)
        if day_of(one.weeks.to) < ended
    ]
    if not months:
        return
    newest = months[-1]
    if says := _says(months):
        yield newest.figure.question, CHART, f"{says} {newest.first:%Y-%m}"
    before = months[-2].figure.estimate if len(months) > 1 else None
    if before is None:
        return
    if way := _way(verdict(newest.figure.estimate, before, minimum_base=minimum_base)):
        yield newest.figure.question, CHANGE, f"{way} {newest.first:%Y-%m}"


def _says(months: Sequence[Month]) -> str:
    """Say what the newest month is by the chart of all; '' where chance makes it."""
    stage = stage_of(months)
    if stage is None or months[-1].point is None:
        return ""
    found = variation(stage, MEASURES[MEASURE].better)
    return "" if found is Variation.COMMON_CAUSE else str(found)


def _way(found: Verdict | None) -> str:
    if found is None or found.finding is not Finding.REAL or not found.difference:
        return ""
    return "up" if found.difference > 0 else "down"
