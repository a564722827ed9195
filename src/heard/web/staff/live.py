"""Live: how today goes, what waits, and which source has gone silent."""

from collections.abc import Mapping
from datetime import datetime

from django.http import HttpRequest

from heard.clock.read import now
from heard.dialogues.clocks import Desk
from heard.dialogues.needs import Queue, queue
from heard.insight.live import Day, Live, live
from heard.wake import FACTS, FLOW
from heard.web.staff import words
from heard.web.staff.access import ADMINISTRATOR, ANALYST, Shown, page
from heard.web.staff.seen import facts_for
from heard.web.staff.stream import followed, follows
from heard.web.staff.times import moment, span

DESKS: Mapping[Desk, str] = {
    Desk.SAFETY: "Danger and harm",
    Desk.COMPLAINT: "Complaints about the police",
    Desk.PRAISE: "Thanks to be passed on",
}


@follows
@page(ADMINISTRATOR, ANALYST)
def show_live(request: HttpRequest) -> Shown:
    follow = followed(FACTS, FLOW)
    at = now()
    found = live(facts_for(request), now=at)
    context = {
        "found": found,
        "day": words.long_day(found.day.day) if found.day else "",
        "decided": words.counted(_without_none(found.day), words.OUTCOMES) if found.day else [],
        "why_not": words.counted(found.day.why_not, words.WHY) if found.day else [],
        "letters": words.counted(found.day.letters, words.STATES) if found.day else [],
        "desks": [(DESKS[desk], _told(queue(desk), at)) for desk in Desk],
        "held": _held(found, at),
        "at": moment(at),
        "moment": moment,
        "ago": lambda instant: f"{span(at - instant)} ago",
        **follow,
    }
    return Shown(template="staff/live.html", context=context)


def _without_none(day: Day) -> dict[str, int]:
    return {outcome: n for outcome, n in day.decided.items() if n}


def _told(found: Queue | None, at: datetime) -> str:
    """Say how many are open, how old the oldest is, and how its clock stands."""
    if found is None:
        return "None is open."
    late = found.first <= at
    left = span(abs(found.first - at))
    return (
        f"{found.n:,} open, {found.unseen:,} of them not seen by anybody. The oldest came "
        f"{span(at - found.oldest)} ago. The first clock "
        f"{f'ran out {left} ago' if late else f'runs out in {left}'}."
    )


def _held(found: Live, at: datetime) -> str:
    """Say how many are held, and how soon the first is lost."""
    if not found.holds.holds:
        return "Nobody is held for somebody to decide."
    n = f"{len(found.holds.holds):,}{' or more' if found.holds.is_cut else ''}"
    first = found.holds.holds[0].until
    lost = f" Without a decision the first is not asked in {span(first - at)}." if first else ""
    return f"{n} held for somebody to decide.{lost}"
