"""When a person who agreed to be called by a trained caller may be called, and why not now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from heard.core.timing import LONDON, london_date

MOST_TRIES = 3  # calls that nobody answered, or that were not safe; then no more
EARLIEST, LATEST = time(8), time(21)  # nobody is called outside these, whatever was agreed
WEEK = range(1, 8)  # weekdays as ISO has them: 1 is Monday


class Risk(StrEnum):
    """The level of risk, as it was assessed."""

    STANDARD = "standard"
    MEDIUM = "medium"
    HIGH = "high"
    UNKNOWN = "unknown"


class Told(StrEnum):
    """What a supervisor found: that it is so, that it is not, or neither."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Trigger(StrEnum):
    """A moment at which the plan for somebody's safety is looked at again."""

    NONE = "none"
    RELEASE = "release"
    CHARGE = "charge"
    TRIAL = "trial"
    SENTENCE = "sentence"
    ORDER_ENDS = "order_ends"
    FAMILY = "family"
    UNKNOWN = "unknown"


class Why(StrEnum):
    """Why somebody is not called now."""

    OVER = "over"
    EXPIRED = "expired"
    GATE = "gate"
    NO_WORDS = "no_words"
    NOT_CHECKED = "not_checked"
    RISK_UNKNOWN = "risk_unknown"
    LIVE_TRIAL = "live_trial"
    MARAC = "marac"
    TRIGGER = "trigger"
    TRIED_OFTEN = "tried_often"
    TRIED_TODAY = "tried_today"
    IN_CALL = "in_call"
    NOT_NOW = "not_now"


WHYS: Mapping[Why, str] = {
    Why.OVER: "The consent is used up or was withdrawn.",
    Why.EXPIRED: "The consent has run out.",
    Why.GATE: "Something that was told since speaks against calling.",
    Why.NO_WORDS: "The force has not written down yet what callers say.",
    Why.NOT_CHECKED: "No supervisor has checked it today.",
    Why.RISK_UNKNOWN: "The level of risk is not known today.",
    Why.LIVE_TRIAL: "A trial is ahead or under way, or nobody knows.",
    Why.MARAC: "The risk is high or a MARAC has it open, and the advocate has not agreed.",
    Why.TRIGGER: "Something happens in these days that changes how safe the person is.",
    Why.TRIED_OFTEN: "It was tried often enough.",
    Why.TRIED_TODAY: "It was tried today.",
    Why.IN_CALL: "Somebody is on the telephone with this person, or began to be.",
    Why.NOT_NOW: "It is not one of the times that were agreed.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What a supervisor found on the day: each is looked up, none is assumed."""

    risk: Risk
    trial: Told
    marac: Told
    advocate_agrees: bool
    trigger: Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeTime:
    """Hours of a weekday in London (1 is Monday), from `opens` to before `closes`."""

    weekday: int
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.weekday not in WEEK or not EARLIEST <= self.opens < self.closes <= LATEST:
            raise ValueError(f"a safe time lies between {EARLIEST:%H:%M} and {LATEST:%H:%M}")

    def holds(self, instant: datetime) -> bool:
        """Tell whether an instant lies within it, by the clocks of London."""
        local = instant.astimezone(LONDON)
        return local.isoweekday() == self.weekday and self.opens <= local.time() < self.closes


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a consent stands: its end, its times, what was found today, and what was tried.

    `tried_on` are the days of calls that are over, `gate` says that the gate lets it pass,
    `words` that the force wrote what is said, and `check` is None where nobody looked today.
    """

    over: bool
    expires_at: datetime
    times: tuple[SafeTime, ...]
    gate: bool
    words: bool
    check: Check | None
    tried_on: tuple[date, ...]
    in_call: bool


def found(check: Check) -> tuple[Why, ...]:
    """Give what speaks against calling today, by what a supervisor found."""
    at_risk = check.risk is Risk.HIGH or check.marac is not Told.NO
    stops = {
        Why.RISK_UNKNOWN: check.risk is Risk.UNKNOWN,
        Why.LIVE_TRIAL: check.trial is not Told.NO,
        Why.MARAC: at_risk and not check.advocate_agrees,
        Why.TRIGGER: check.trigger is not Trigger.NONE,
    }
    return tuple(why for why, stands in stops.items() if stands)


def against(standing: Standing, *, now: datetime) -> tuple[Why, ...]:
    """Give everything that keeps a caller from calling now, the lasting before the passing."""
    today = london_date(now)
    lasting = {
        Why.OVER: standing.over,
        Why.EXPIRED: now >= standing.expires_at,
        Why.GATE: not standing.gate,
        Why.NO_WORDS: not standing.words,
        Why.TRIED_OFTEN: len(standing.tried_on) >= MOST_TRIES,
        Why.NOT_CHECKED: standing.check is None,
    }
    passing = {
        Why.TRIED_TODAY: today in standing.tried_on,
        Why.IN_CALL: standing.in_call,
        Why.NOT_NOW: not is_safe_time(standing.times, now),
    }
    checked = found(standing.check) if standing.check else ()
    return (*_stand(lasting), *checked, *_stand(passing))


def is_safe_time(times: Iterable[SafeTime], now: datetime) -> bool:
    """Tell whether now is one of the times that were agreed."""
    return any(one.holds(now) for one in times)


def _stand(stops: Mapping[Why, bool]) -> list[Why]:
    return [why for why, stands in stops.items() if stands]
