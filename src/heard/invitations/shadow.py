"""Notes who would have been asked, while a programme does everything but the sending."""

from collections.abc import Sequence
from datetime import datetime

from heard import bulk
from heard.core.wording import fragments
from heard.eligibility import screen
from heard.eligibility.models import Screening
from heard.eligibility.programmes import LINK, words
from heard.invitations.models import Shadow

Pair = tuple[Screening, screen.Case]


def note(pairs: Sequence[Pair], *, now: datetime) -> list[Pair]:
    """Note these people, in the caller's transaction, and give those that the cap spares.

    The cap of a shadow is its own: nobody is kept from being asked by what never left. The gate
    holds the touchpoints; two workers that shadow one person at once may note both.
    """
    noted: list[dict[str, object]] = []
    spared: list[Pair] = []
    for screening, case in pairs:
        programme = screening.programme
        print_ = case.reached_by(screening.channel)
        since = now - programme.cap
        before = Shadow.objects.filter(programme=programme, person_print=print_, noted_at__gt=since)
        if before.exists() or any(row["person_print"] == print_ for row in noted):
            spared.append((screening, case))
            continue
        noted.append(
            {
                "touchpoint_id": case.touchpoint.id,
                "programme_id": programme.id,
                "person_print": print_,
                "channel": screening.channel,
                "fragments": fragments(words(programme, LINK, channel=screening.channel)[1]),
                "noted_at": str(now),
            }
        )
        screen.settle([screening], now=now)
    bulk.insert(Shadow, noted, key=["touchpoint_id", "programme_id"])
    return spared
