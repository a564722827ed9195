"""What the gate knows of a touchpoint and of a programme, and the forms of what it says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from heard.core.addresses import PhoneKind
from heard.core.reasons import Reason
from heard.core.timing import Window


class Outcome(StrEnum):
    """The five ends of a screening."""

    SEND = "SEND"
    HOLD = "HOLD"
    WAIT = "WAIT"
    SKIP = "SKIP"
    BLOCK = "BLOCK"


class Sensitivity(StrEnum):
    """How a category of incident bears a message (`nsir_categories.csv`)."""

    ALLOW = "ALLOW"
    REVIEW = "REVIEW"
    SPECIALIST = "SPECIALIST"
    BLOCK = "BLOCK"


class Relationship(StrEnum):
    """How the parties of an incident know each other, as somebody recorded it."""

    NONE = "none"
    KNOWN = "known"
    FAMILY = "family"
    PARTNER = "partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of incident. `conditional` where a message needs the condition of its code.

    A `qualifier` says something more of an incident, and not what kind it is.
    """

    sensitivity: Sensitivity
    conditional: bool
    qualifier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkerRule:
    """What a marker does: the rule that it belongs to, and what that rule says of it."""

    rule: str
    outcome: Outcome
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What the log says of how things were. None is what nobody recorded."""

    relationship: Relationship | None
    casualties: bool | None
    in_progress: bool | None
    phone_stolen: bool | None
    vulnerable: bool | None
    repeat: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person decided who looked at these very facts: let these reasons pass, or do not."""

    passes: frozenset[Reason]
    refuses: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one touchpoint and the person behind it.

    `codes` holds every opening and closing code, qualifier and wrap-up code of the contact, its
    incidents and the logs linked to them, as categories of ours where they are mapped;
    `codes_complete` is false while one of those incidents has not told its own. `parents` is how
    many logs the contact names. `closed` says that all of them are over, `live` that one is open
    with units assigned, or that the one attended is open. `markers` are those of the person, the
    address, the telephone and the logs. `risks` are the families of risk words that the text of a
    log was found to hold. `endangered` says that the household was part of an incident that
    blocks. `asked_until` is when the cap frees the person, `bad_until` when the address may be
    tried again; None if they do now. `draw` and `stage_draw` lie in [0, 1): the lot of this
    touchpoint, and of its incident. `restored_at` is when a backup was last restored.
    """

    happened_at: datetime
    stage: str
    codes: frozenset[str]
    closing_codes: frozenset[str]
    codes_complete: bool
    parents: int
    closed: bool
    live: bool
    merged: bool
    circumstances: Circumstances
    markers: frozenset[str]
    risks: frozenset[str]
    endangered: bool
    channel: str
    role: str
    phone: PhoneKind
    has_email: bool
    bad_until: datetime | None
    age: int | None
    opted_out: bool
    asked_until: datetime | None
    reminders: int
    premises_asks: int
    asked_today: int
    draw: float
    stage_draw: float
    restored_at: datetime | None
    held_since: datetime | None
    review: Review | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The categories and markers of the force, and the numbers of one programme.

    `periods` are its first and last days, both included; no last day means that there is none
    yet. `offences` are the categories that it asks about, all if empty. `sample` is the share of
    touchpoints that is asked, `stage_share` that of the incidents of which this stage is asked,
    1 where both may be. `daily_most` and `premises_most` are None where there is no such limit.
    """

    categories: Mapping[str, Category]
    markers: Mapping[str, MarkerRule]
    child_codes: frozenset[str]
    professional_channels: frozenset[str]
    professional_roles: frozenset[str]
    suspect_roles: frozenset[str]
    channels: frozenset[str]
    channel: str
    victim_route: bool
    call_back: bool
    offences: frozenset[str]
    periods: tuple[tuple[date, date | None], ...]
    delay: timedelta
    fresh_for: timedelta
    review_delay: timedelta
    hold_for: timedelta
    minimum_age: int
    age_required: bool
    window: Window
    sample: float
    stage_share: float
    daily_most: int | None
    premises_most: int | None
    reminders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one rule has against sending. `until` belongs to WAIT."""

    outcome: Outcome
    reason: Reason
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One outcome, the reasons for it (the first one decided) and, for WAIT and HOLD, until when.

    `probability` is that with which the touchpoint was drawn among those like it, `channel` the
    way by which it was decided about, where there are several. `run` is the number of the parallel
    run whose lot the channel is; None where no lot was drawn for it.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    until: datetime | None = None
    probability: float = 1.0
    channel: str = ""
    run: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Why a letter may not leave now: for good, or `until` then."""

    reason: str
    until: datetime | None = None


# Nothing, one thing or several: whoever lets one of several pass has not let the others pass.
Found = Finding | Sequence[Finding] | None
Rule = Callable[[Facts, Policy, datetime], Found]


def blocks(reason: Reason) -> Finding:
    return Finding(outcome=Outcome.BLOCK, reason=reason)


def skips(reason: Reason) -> Finding:
    return Finding(outcome=Outcome.SKIP, reason=reason)


def holds(reason: Reason) -> Finding:
    return Finding(outcome=Outcome.HOLD, reason=reason)


def waits(reason: Reason, until: datetime) -> Finding:
    return Finding(outcome=Outcome.WAIT, reason=reason, until=until)


def sensitivities(facts: Facts, policy: Policy) -> set[Sensitivity]:
    """Give how sensitive the known codes are; what is not known is the matter of rule SC-03."""
    return {policy.categories[c].sensitivity for c in facts.codes if c in policy.categories}
