"""Names the letters about what was screened, and asks of each whether it may still leave."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from heard.core.reasons import Reason
from heard.core.screening import Decision, Outcome
from heard.delivery import in_hand
from heard.eligibility._cases import Case
from heard.eligibility._facts import Around
from heard.eligibility._history import judge
from heard.eligibility.models import Programme

PASSING = (Outcome.SEND, Outcome.WAIT)  # what leaves a letter alive, now or later


class Parts(NamedTuple):
    """What the subject of a letter is made of."""

    programme: str
    kind: str
    print: str
    key: str


def subject(case: Case, programme: Programme, channel: str) -> str:
    """The name by which a letter's guard knows what was screened, and whom it is for.

    Of the person's print it holds as much as tells one person from another.
    """
    touchpoint, print_ = case.touchpoint, case.reached_by(channel)[:16]
    return f"{programme.slug}/{touchpoint.kind}/{print_}/{touchpoint.key}"


def parts(name: str) -> Parts:
    """Take a subject apart; only the last part may hold the sign that parts them."""
    return Parts(*name.split("/", 3))


def claimed() -> Mapping[tuple[str, str, str], Collection[str]]:
    """Give the subjects of all letters in a worker's hands, by programme, kind and key."""
    found: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for name in in_hand.subjects():
        if name.count("/") >= 3:  # noqa: PLR2004 - letters of other rooms are named otherwise
            part = parts(name)
            found[part.programme, part.kind, part.key].add(name)
    return found


def judge_letter(
    case: Case, programme: Programme, around: Around, *, names: Collection[str], now: datetime
) -> Decision:
    """Decide on letters as their claim does: what they count as themselves is not against them.

    One that names another than the person whom it would ask now must not leave.
    """
    own = replace(around, asked_from={}, asked_today={}, recheck=True)
    decision = judge(case, programme, own, now=now)
    if decision.outcome in PASSING and {subject(case, programme, decision.channel)} != set(names):
        return Decision(outcome=Outcome.SKIP, reasons=(Reason.NUMBER_CHANGED,))
    return decision
