"""What may be asked in the field now: each open way in for officers, with its version."""

from dataclasses import dataclass
from datetime import datetime

from heard.invitations import collectors
from heard.invitations.models import Collector
from heard.questionnaires.models import Version


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One way in for officers, and the version of its questionnaire that is asked now."""

    collector: Collector
    version: Version


def offered(*, now: datetime) -> list[Offered]:
    """Give what officers may ask now, in the order of its area and place."""
    ways = Collector.objects.filter(
        channel=Collector.Channel.OFFICER, closed_at=None
    ).select_related("programme__questionnaire")
    return [
        Offered(collector=way, version=collectors.version_of(way, now=now))
        for way in ways.order_by("impact_area", "place", "id")
        if collectors.is_open(way, now=now)
    ]
