"""Which gateways a channel may use just now, and how many letters the first of them may get."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from heard.delivery import health
from heard.delivery.gateways import Gateway

_FULL = 1.0  # seconds of slots that are taken: nobody takes more ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The gateways to offer letters to, in this order; `most` letters, as a trial or in earnest."""

    gateways: Sequence[Gateway]
    most: int
    is_trial: bool = False

    def begin(self, *, now: datetime) -> bool:
        """Say whether letters may be claimed for it: a trial is one worker's alone."""
        return not self.is_trial or health.begin_trial(self.gateways[0].name, now=now)


def routes(
    channels: Mapping[str, Sequence[Gateway]], *, limit: int, now: datetime
) -> Mapping[str, Route]:
    """Give the route of each channel that has one: a gateway that works, or one to be tried.

    At most a second of its rate is claimed at once, and nothing while that much is taken ahead.
    """
    known = health.healths(now=now)
    ahead = health.ahead(known)
    found = {}
    for channel, gateways in channels.items():
        route = _route([(g, known.get(g.name, health.Health())) for g in gateways], limit=limit)
        if route is not None and ahead.get(route.gateways[0].name, 0.0) < _FULL:
            found[channel] = route
    return found


def _route(gateways: Sequence[tuple[Gateway, health.Health]], *, limit: int) -> Route | None:
    """Give the gateways that work in their order; one that is to be tried gets the next letter."""
    working = [gateway for gateway, one in gateways if not one.is_open]
    for gateway, one in gateways:
        if one.may_be_tried:
            return Route(gateways=[gateway, *working], most=1, is_trial=True)
    if not working:
        return None
    return Route(gateways=working, most=max(1, int(min(limit, working[0].channel.rate))))
