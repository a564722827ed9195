"""Makes many open ways at once, from lines that somebody wrote: all of them or none."""

from datetime import datetime

from django.db import transaction

from heard.eligibility.models import Programme
from heard.invitations.collectors import NoCollector, Way, make
from heard.invitations.models import Collector
from heard.journal.write import Actor

MOST = 200  # lines at once
MOST_WANTED = 1_000_000  # answers, by one way


@transaction.atomic
def make_many(programme: Programme, lines: str, *, by: Actor, now: datetime) -> list[Collector]:
    """Make a way in for each line: channel; place; impact area; answers wanted. NoCollector.

    The last two may be left out. What is refused names its line, and then none is made.
    """
    given = [(n, line) for n, line in enumerate(lines.splitlines(), start=1) if line.strip()]
    if not 1 <= len(given) <= MOST:
        raise NoCollector(f"Write a line for each way in, at most {MOST}.")
    made = []
    for number, line in given:
        try:
            made.append(make(programme, _read(line), by=by, now=now))
        except NoCollector as refused:
            raise NoCollector(f"Line {number}: {refused}") from refused
    return made


def _read(line: str) -> Way:
    parts = [part.strip() for part in line.split(";")]
    if len(parts) > len(("channel", "place", "impact area", "answers wanted")):
        raise NoCollector("It has more than four parts; a place must not hold a semicolon.")
    channel, place, area, target = [*parts, "", "", ""][:4]
    if target and not (target.isdecimal() and 0 < int(target) <= MOST_WANTED):
        raise NoCollector(f"{target} is no number of answers that can be wanted.")
    return Way(
        channel=channel.lower(),
        place=place,
        impact_area=area.lower(),
        target=int(target) if target else None,
    )
