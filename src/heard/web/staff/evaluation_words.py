"""Says in words what the pilot showed under its headings, and what bears on scaling it up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import widest
from heard.evaluation.found import Pilot
from heard.insight.quoted import quoted
from heard.web.staff.words import interval, long_day, value

NOT_MEASURED = "Not measured"
SUPPORTS, AGAINST, UNDECIDED = "For it", "Against it", "Not decided by the data"
WIDE = 0.05  # half the width of an interval, up to which shares of the whole pilot are told well
GOOD_DELIVERY = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One measure in words: its figure, its range, of how many it is; or why there is none."""

    about: str
    figure: str
    interval: str = ""
    base: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One of the five things that the pilot was judged by, with its measures."""

    id: str
    title: str
    lines: Sequence[Line]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One thing that bears on whether to go on, and in which direction."""

    about: str
    bears: str
    because: str


def headings(found: Pilot) -> list[Heading]:
    """Give the five headings in the order of the report."""
    return [
        Heading(
            id="experience",
            title="Citizen experience",
            lines=list(_experience(found)),
            note=_days(found),
        ),
        Heading(id="ease", title="Ease of managing surveys", lines=list(_ease(found))),
        Heading(id="data", title="Data robustness", lines=list(_robustness(found))),
        Heading(id="costs", title="Costs", lines=list(_costs(found))),
        Heading(id="insight", title="Analysis and insight", lines=list(_learnt(found))),
    ]


def _line(about: str, one: Estimate, of: str, note: str = "") -> Line:
    base = "" if one.is_held else f"{one.n:,} {of}"
    return Line(about=about, figure=value(one), interval=interval(one), base=base, note=note)


def _missing(about: str, why: str) -> Line:
    return Line(about=about, figure=NOT_MEASURED, note=why)


def _days(found: Pilot) -> str:
    """Say of which days the shares are, where they are not of all days of the pilot."""
    days = [(one.from_, one.to) for one in found.experience.questions if one.from_ and one.to]
    if not days:
        return ""
    first, last = min(one for one, _ in days), max(one for _, one in days)
    if (first, last) == (found.begins, found.ends):
        return ""
    return (
        f"What people scored is about calls and visits of {long_day(first)} to {long_day(last)}: "
        "days are taken as whole weeks, so that what a few people said cannot be worked out."
    )


def _experience(found: Pilot) -> Iterator[Line]:
    part = found.experience
    for figure in part.questions:
        about = f"Scored 8 or above: {figure.question.replace('_', ' ')}"
        yield _line(about, figure.estimate, "answers")
    yield _line("Began and finished", part.finished, "who began")
    if part.minutes is None:
        yield Line(about="Minutes to finish, median", figure="Too few")
    elif not part.minutes.value:
        yield _missing(
            "Minutes to finish, median",
            "By Heard's clock most began and finished in one instant, as where a simulated clock "
            "stands still.",
        )
    else:
        took = part.minutes
        yield Line(
            about="Minutes to finish, median",
            figure=f"{took.value:.1f}",
            interval=f"{took.low:.1f} to {took.high:.1f}",
            base=f"{took.n:,} who finished on the pages",
        )
    yield _line("Asked not to be written to again", part.opted_out, "messages delivered")
    yield _missing(
        "Complaints about being asked",
        "Heard takes in no complaints; the force's professional standards department would know.",
    )


def _ease(found: Pilot) -> Iterator[Line]:
    part = found.ease
    yield Line(
        about="Minutes of staff at work in Heard, about",
        figure=f"{part.minutes:,.0f}" if part.minutes else NOT_MEASURED,
        base=f"{part.acts:,} acts of {part.people:,} people in the journal",
        note=(
            "Time between two acts of one person that are at most ten minutes apart. Work outside "
            "of Heard is not in it."
        ),
    )
    yield Line(about="Held for a person to decide on", figure=f"{part.held:,}", base="touchpoints")
    yield _line(
        "Decided by a person in time",
        part.decided,
        "that were held",
        note="What nobody decides on is not asked about.",
    )


def _robustness(found: Pilot) -> Iterator[Line]:
    part = found.robustness
    yield _line("Asked about", part.asked, "touchpoints, each survey for itself")
    yield _line("Kept back by a code that nobody has mapped", part.unmapped, "touchpoints")
    yield _line("Messages delivered", part.delivered, "that left, or may have")
    yield _line("Response rate 2 (AAPOR)", part.rate, "people who may have been eligible")
    for name, one in part.alike.items():
        yield Line(
            about=f"R-indicator: {name.lower()}",
            figure="Not shown" if one.value is None else f"{one.value:.2f}",
            interval=""
            if one.low is None or one.high is None
            else f"{one.low:.2f} to {one.high:.2f}",
            base=f"{one.n:,} people who could have answered",
            note=one.hidden
            or "1 where all who were asked were equally likely to answer, by what was known.",
        )
    yield Line(about="Answers, complete or partial", figure=f"{part.replies:,}")


def _costs(found: Pilot) -> Iterator[Line]:
    part = found.cost
    yield Line(about="Texts", figure=f"{part.texts:,}", base=f"{part.fragments:,} fragments")
    yield Line(
        about="List price without VAT",
        figure=f"£{part.pence / 100:,.2f}",
        note="What a provider charges in fact is in its invoices.",
    )
    yield Line(
        about="Pence a completed survey",
        figure="None completed" if part.each is None else f"{part.each:,.1f}",
        base=f"{part.completed:,} completed",
    )
    yield _missing("Machines, licences and staff", "They are no part of Heard's records.")


def _learnt(found: Pilot) -> Iterator[Line]:
    part = found.learnt
    yield _line("Wrote something in their own words", part.commented, "who answered")
    yield Line(
        about="Comments coded by theme",
        figure=f"{part.coded:,}",
        base=f"{part.comments:,} comments",
    )
    yield Line(about="Alerts about danger or a crime", figure=f"{part.alerts:,}")
    yield _missing(
        "Actions taken because of it",
        "Heard kept no list of actions during the pilot, so nothing says what changed.",
    )


def board(found: Pilot) -> list[Ground]:
    """Give what bears on scaling up, each with its figure; what is not known says so."""
    return [
        _answers(found),
        _rate(found),
        _delivery(found),
        _likeness(found),
        Ground(
            about="Work for staff",
            bears=UNDECIDED,
            because=(
                f"About {found.ease.minutes:,.0f} minutes in Heard, for "
                f"{found.robustness.replies:,} answers. Work outside of Heard is not in it, and "
                "nothing says how much would be too much."
                if found.ease.minutes
                else "The journal has no time of staff at work in the pilot, so nobody knows what "
                "it takes."
            ),
        ),
        Ground(
            about="Better service",
            bears=UNDECIDED,
            because="That asking leads to better service was not measured: there is no before.",
        ),
    ]


def _answers(found: Pilot) -> Ground:
    n = found.robustness.replies
    is_enough = n > 0 and widest(n) <= WIDE
    by = f"up to {100 * widest(n):.1f} points" if n else "more than can be said"
    return Ground(
        about="Enough answers to act on",
        bears=SUPPORTS if is_enough else AGAINST,
        because=f"{n:,} answered: chance moves a share of the whole pilot by {by} either way.",
    )


def _rate(found: Pilot) -> Ground:
    one, printed = found.robustness.rate, quoted()["response_rate", ""]
    highest = float(printed.value.rpartition(" ")[2]) / 100
    said = (
        f"Response rate 2 is {value(one)} ({interval(one)}, {one.n:,} people). The report prints "
        f"{printed.value}% for the survey of victims by e-mail, of other people and without a base."
    )
    if one.low is None or one.high is None:
        return Ground(about="More answer than by e-mail", bears=UNDECIDED, because="Too few asked.")
    above, below = one.low > highest, one.high < highest
    bears = SUPPORTS if above else AGAINST if below else UNDECIDED
    return Ground(about="More answer than by e-mail", bears=bears, because=said)


def _delivery(found: Pilot) -> Ground:
    one = found.robustness.delivered
    about = "Messages arrive"
    if one.low is None or one.high is None:
        return Ground(about=about, bears=UNDECIDED, because="Too few left.")
    above, below = one.low > GOOD_DELIVERY, one.high < GOOD_DELIVERY
    return Ground(
        about=about,
        bears=SUPPORTS if above else AGAINST if below else UNDECIDED,
        because=f"{value(one)} of {one.n:,} were delivered ({interval(one)}); wanted are "
        f"{100 * GOOD_DELIVERY:.0f}%, which is ours.",
    )


def _likeness(found: Pilot) -> Ground:
    shown = [one for one in found.robustness.alike.values() if one.value is not None]
    said = "; ".join(
        f"{name.lower()} {one.value:.2f} ({one.low:.2f} to {one.high:.2f})"
        for name, one in found.robustness.alike.items()
        if one.value is not None and one.low is not None and one.high is not None
    )
    return Ground(
        about="Who answered stands for who was asked",
        bears=UNDECIDED,
        because=f"R-indicators: {said}. There is no agreed limit, and none says anything of people "
        "who were never asked."
        if shown
        else "Too few were asked to say.",
    )
