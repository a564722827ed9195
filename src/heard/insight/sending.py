"""Whether letters may leave: gateways, what is stopped, and the letters that need a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.delivery import gateways, health, switch
from heard.delivery.models import Halt, Overtaken, Reconciliation
from heard.insight.outbox import Sent, about, unclear
from heard.insight.paging import newest
from heard.insight.queries import programmes


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A gateway of a channel, and how it fares."""

    channel: str
    name: str
    health: health.Health
    rate: float
    recording: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A no that came after its letter was claimed; `had_left` is whether it came too late."""

    kind: str
    key: str
    programme: str
    reference: str
    reason: str
    claimed_at: datetime
    seen_at: datetime
    had_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """All of it; `older` is the key of the next page of `late`, None at its end."""

    ways: Sequence[Way]
    halts: Sequence[Halt]
    unclear: Sequence[Sent]
    late: Sequence[Late]
    compared: Sequence[Reconciliation]
    older: int | None


def sending(*, now: datetime, before: int | None = None) -> Sending:
    """Say how things stand. `before` is the key of an earlier page's last row of `late`."""
    rows = Overtaken.objects.values(
        *("id", "letter", "letter__reference", "reason", "claimed_at", "seen_at", "had_left")
    )
    page = newest(rows, by="seen_at", before=before)
    return Sending(
        ways=ways(now=now),
        halts=switch.standing(),
        unclear=unclear(),
        late=_late(page.rows),
        compared=compared(),
        older=page.older,
    )


def compared() -> list[Reconciliation]:
    """Give the last comparison with each provider's list."""
    last = Reconciliation.objects.order_by("gateway", "-until", "-id").distinct("gateway")
    return list(last)


def scopes() -> dict[str, str]:
    """Give what may be stopped, with its words."""
    channels = {switch.channel(name): f"Channel {name}" for name in gateways.channels()}
    surveys = {switch.account(one.slug): f"Survey: {one.name}" for one in programmes()}
    return {switch.EVERYTHING: "Everything", **channels, **surveys}


def ways(*, now: datetime) -> list[Way]:
    """Give every gateway, by channel and in order of preference."""
    known = health.healths(now=now)
    return [
        Way(
            channel=channel,
            name=gateway.name,
            health=known.get(gateway.name, health.Health()),
            rate=gateway.channel.rate,
            recording=gateway.channel.recording,
        )
        for channel, way in gateways.channels().items()
        for gateway in way
    ]


def _late(rows: Sequence[Mapping[str, Any]]) -> list[Late]:
    known = about([row["letter"] for row in rows])
    return [
        Late(
            programme=programme,
            kind=kind,
            key=key,
            reference=str(row["letter__reference"]),
            **{name: row[name] for name in ("reason", "claimed_at", "seen_at", "had_left")},
        )
        for row in rows
        for programme, kind, key in [known.get(row["letter"], ("", "", ""))]
    ]
