"""Puts the representation of a survey into the words, digits and tables of its page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from heard.core.statistics.estimate import Estimate
from heard.core.statistics.gaps import Gap, Verdict, widest
from heard.core.statistics.outcome_rates import WORDS, Disposition, Rate
from heard.insight.cuts import Cut
from heard.insight.make_up import Line, MakeUp
from heard.insight.representation import CHANNEL, Representation
from heard.insight.response_rates import Rates
from heard.places.population import parts
from heard.web.staff.survey_words import segment_words
from heard.web.staff.words import FINE_BASE, Row, interval, percent, row, value

MINUS, NONE = "\N{MINUS SIGN}", "\N{EN DASH}"
DISPOSITIONS: Mapping[Disposition, str] = {
    Disposition.COMPLETE: "Complete",
    Disposition.PARTIAL: "Partial: at least half of it",
    Disposition.BREAK_OFF: "Broken off, or begun and not finished so far",
    Disposition.NON_CONTACT: "Delivered, and not begun",
    Disposition.UNKNOWN: "Not known whether it was delivered",
    Disposition.INELIGIBLE: "Not eligible: no such number or address",
    Disposition.SCREENED_OUT: "Not eligible: stopped before it was sent",
    Disposition.NEVER_SENT: "Never sent: no case",
}
TITLES: Mapping[str, str] = {
    Cut.AREA: "Area",
    Cut.INCIDENT: "Incident group",
    Cut.BLOCK: "Time of day",
    Cut.WEEKDAY: "Day of the week",
    CHANNEL: "Channel",
    Cut.AGE: "Age",
    Cut.ETHNIC_GROUP: "Ethnic group",
    Cut.SEX: "Sex",
}
CHANNELS: Mapping[str, str] = {"sms": "Text message", "email": "E-mail"}
VERDICTS: Mapping[Verdict, str] = {
    Verdict.OVER: "Over-represented",
    Verdict.UNDER: "Under-represented",
    Verdict.CHANCE: "Not distinguishable",
    Verdict.TOO_FEW: "Too few",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A difference in points, its range, and what may be said of it."""

    points: str
    interval: str
    verdict: str
    is_marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One line of a table of groups; what is not known stands as a dash or not at all."""

    name: str
    asked: str
    delivered: str
    answered: str
    interval: str
    population: str
    from_asked: Difference | None
    from_population: Difference | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """A table of groups with what has to be said of it."""

    title: str
    rows: Sequence[Group]
    replies: str
    unknown: str
    population: str
    too_few: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """How much one category has to do with how unlike the replies are to the frame."""

    name: str
    row: Row
    verdict: str


def told(found: Representation) -> dict[str, object]:
    """Give what the template shows of one survey."""
    indicators = found.indicators
    return {
        "rates": [row(WORDS[rate], one) for rate, one in found.rates.rates.items()],
        "e": percent(found.rates.e, base=found.rates.cases.eligible),
        "cases": [
            (words, getattr(found.rates.cases, part), "") for part, words in DISPOSITIONS.items()
        ],
        "months": [_month(one) for one in found.months],
        "r": plain(indicators.r, _two_places),
        "r_reason": indicators.r.hidden,
        "r_of": f"{indicators.r.n:,}",
        "variables": [
            plain(one, _spread, TITLES[name]) for name, one in indicators.variables.items()
        ],
        "parts": [
            (
                TITLES[name],
                [_part(category(name, code), one) for code, one in sorted(parts.items())],
            )
            for name, parts in indicators.categories.items()
        ],
        "too_few": too_few(found.asked[0]),
        "asked": [groups(one) for one in found.asked],
        "told": [groups(one) for one in found.told],
    }


def plain(estimate: Estimate, digits: Callable[[float], str], name: str = "") -> Row:
    """Give a line whose figure is no share, or why there is none."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return Row(
            name=name,
            value=f"None: {estimate.hidden}",
            interval="",
            base=f"{estimate.n:,}",
            is_low=False,
        )
    return Row(
        name=name,
        value=digits(estimate.value),
        interval=f"{digits(estimate.low)} to {digits(estimate.high)}",
        base=f"{estimate.n:,}",
        is_low=False,
    )


def groups(found: MakeUp) -> Groups:
    """Give the table of groups by one thing; what no source gives is said to be so."""
    source = found.population
    unknown = "" if found.unknown is None else f"{found.unknown:,}"
    return Groups(
        title=TITLES[found.by],
        rows=[_group(found.by, one) for one in found.lines],
        replies=f"{found.replies:,}",
        unknown=unknown,
        population=f"{source.of[0].upper()}{source.of[1:]}. Source: {source.source}."
        if source
        else "",
        too_few=too_few(found),
    )


def too_few(found: MakeUp) -> str:
    """Say that the replies are too few to be statistically valid, where they are."""
    if not found.too_few:
        return ""
    said = f"The replies are {Verdict.TOO_FEW}"
    if not found.replies:
        return f"{said}."
    points = f"{100 * widest(found.replies):.1f}"
    many = f"{found.replies:,}" if found.replies > 1 else "one"
    return f"{said}: with {many}, chance alone may move a share by {points} points either way."


def category(by: str, code: str) -> str:
    """Name a category of what was known, or of what people said of themselves."""
    if by == CHANNEL:
        return CHANNELS.get(code, code.capitalize() or "Not known")
    return " or ".join(segment_words(Cut(by), part) for part in parts(code))


def _group(by: str, one: Line) -> Group:
    return Group(
        name=category(by, one.code),
        asked=_share(one.asked),
        delivered=_share(one.delivered),
        answered=value(one.answered),
        interval=interval(one.answered),
        population=NONE if one.population is None else f"{100 * one.population:.1f}%",
        from_asked=_difference(one.from_asked),
        from_population=_difference(one.from_population),
    )


def _share(estimate: Estimate | None) -> str:
    return NONE if estimate is None else value(estimate)


def _difference(gap: Gap | None) -> Difference | None:
    if gap is None:
        return None
    found = plain(gap.difference, _tenths if gap.difference.n >= FINE_BASE else _points)
    return Difference(
        points=found.value,
        interval=found.interval,
        verdict=VERDICTS[gap.verdict],
        is_marked=gap.verdict in {Verdict.OVER, Verdict.UNDER},
    )


def _part(name: str, estimate: Estimate) -> Part:
    low, high = estimate.low, estimate.high
    verdict = Verdict.CHANCE
    if low is not None and low > 0:
        verdict = Verdict.OVER
    elif high is not None and high < 0:
        verdict = Verdict.UNDER
    said = VERDICTS[verdict] if estimate.shown else ""
    return Part(name=name, row=plain(estimate, _tenths, name), verdict=said)


def _month(one: Rates) -> tuple[Row, Row]:
    name = f"{one.month:%B %Y}" if one.month else ""
    return row(name, one.rates[Rate.RR2]), row(name, one.rates[Rate.PER_MESSAGE])


def _two_places(number: float) -> str:
    return f"{number:.2f}"


def _spread(number: float) -> str:
    return f"{100 * number:.1f}"


def _points(number: float) -> str:
    return _signed(f"{100 * number:+.0f}")


def _tenths(number: float) -> str:
    return _signed(f"{100 * number:+.1f}")


def _signed(digits: str) -> str:
    """Put a true minus, and no sign at all before a none."""
    if not digits.strip("+-0."):
        return digits.lstrip("+-")
    return digits.replace("-", MINUS)
