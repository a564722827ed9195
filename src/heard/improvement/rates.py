"""Commendations for how many people replied: who meets more people is not thanked more for that."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from heard.core.statistics.exposure import Rate, rate
from heard.improvement.models import Commendation
from heard.insight.exposure import OTHERS, replies_by_team
from heard.insight.facts.read import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Approved commendations per hundred replies, of all teams and of each by its name.

    Small teams stand together under ''. `whole` is None where nobody replied about a team.
    """

    whole: Rate | None
    teams: Mapping[str, Rate]


def rates(facts: Facts) -> Rates:
    """Count what was approved of what citizens wrote: what colleagues see has no replies."""
    replies = replies_by_team(facts)
    approved = Commendation.objects.filter(approves=True, comment__isnull=False)
    cases = Counter[str]()
    for team in approved.exclude(team="").values_list("team", flat=True):
        cases[team if team in replies else OTHERS] += 1
    every = sum(replies.values())
    return Rates(
        whole=rate(sum(cases.values()), every) if every else None,
        teams={team: rate(cases[team], number) for team, number in replies.items()},
    )
