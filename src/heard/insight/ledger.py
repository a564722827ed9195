"""Accounts for every touchpoint of a programme: what was decided, why, and what came of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from heard.core.screening import Outcome
from heard.delivery.models import State
from heard.eligibility.models import Programme
from heard.insight import queries

# The network has had these; a technical failure never left, and of `unknown` nobody knows.
HANDED_OVER = (
    State.SENDING,
    State.PENDING,
    State.SENT,
    State.DELIVERED,
    State.PERMANENT_FAILURE,
    State.TEMPORARY_FAILURE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How many came this far, and how many fewer than the step before."""

    name: str
    n: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What became of the touchpoints of one programme.

    `events` counts those with a decision; the five `outcomes` add up to it. `reasons` has the
    code that decided each one that was not sent to. `letters` counts by state.
    """

    id: str
    name: str
    events: int
    outcomes: Mapping[str, int]
    reasons: Mapping[str, int]
    letters: Mapping[str, int]
    opened: int
    completed: int
    waiting_to_be_screened: int

    @property
    def steps(self) -> list[Step]:
        """The way from a touchpoint to an answer, with the loss at each step."""
        letters = Counter(self.letters)
        reached = {
            "screened": self.events,
            "may_be_asked": self.outcomes[Outcome.SEND],
            "posted": letters.total(),
            "sent": sum(letters[state] for state in HANDED_OVER),
            "delivered": letters[State.DELIVERED],
            "opened": self.opened,
            "completed": self.completed,
        }
        before = [self.events, *reached.values()]
        return [
            Step(name=name, n=n, lost=max(0, previous - n))
            for previous, (name, n) in zip(before, reached.items(), strict=False)
        ]


def accounts() -> list[Account]:
    """Give the account of every programme, in the order in which they were defined."""
    screened, letters = queries.screenings(), queries.letters()
    completed, happened = queries.completed(), queries.happened()
    return [
        _account(
            programme,
            screened=[s for s in screened if s.programme == programme.id],
            letters=[row for row in letters if row.programme == programme.id],
            completed=completed[programme.id],
            happened=happened[programme.stage],
        )
        for programme in queries.programmes()
    ]


def as_object(account: Account) -> dict[str, object]:
    """Give an account as JSON has it."""
    return asdict(account)


def _account(
    programme: Programme,
    *,
    screened: Iterable[queries.Screened],
    letters: Iterable[queries.Letters],
    completed: int,
    happened: int,
) -> Account:
    outcomes = Counter({outcome.value: 0 for outcome in Outcome})
    reasons: Counter[str] = Counter()
    for row in screened:
        outcomes[row.outcome] += row.n
        happened -= row.happened
        if row.reason:
            reasons[row.reason] += row.n
    return Account(
        id=programme.slug,
        name=programme.name,
        events=outcomes.total(),
        outcomes=dict(outcomes),
        reasons=dict(reasons.most_common()),
        letters={row.state: row.n for row in letters},
        opened=sum(row.opened for row in letters),
        completed=completed,
        waiting_to_be_screened=happened,
    )
