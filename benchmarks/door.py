"""Posts to the feed over several connections at once, as a force's systems would."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from zlib import crc32

from benchmarks.trial import Trial
from heard.simulation.wire import Event

CONNECTIONS = 4
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Body:
    """What goes over the line: written before the clock runs."""

    content: bytes
    kind: str


def batches(events: Sequence[Event]) -> list[list[Body]]:
    """Write events as batches, a list for each connection.

    Each connection tells of its own incidents, in their order: a system that told of one over
    two connections would wait for itself.
    """
    lanes: list[list[Event]] = [[] for _ in range(CONNECTIONS)]
    for event in events:
        lanes[crc32(_matter(event).encode()) % CONNECTIONS].append(event)
    kind = "application/cloudevents-batch+json"
    return [
        [
            Body(json.dumps(lane[start : start + BATCH]).encode(), kind)
            for start in range(0, len(lane), BATCH)
        ]
        for lane in lanes
    ]


def singles(events: Sequence[Event]) -> list[list[Body]]:
    """Write events one by one, dealt out over the connections."""
    kind = "application/cloudevents+json"
    return [
        [Body(json.dumps(event).encode(), kind) for event in events[lane::CONNECTIONS]]
        for lane in range(CONNECTIONS)
    ]


def post_all(trial: Trial, lanes: Sequence[Sequence[Body]]) -> int:
    """Post every body, each list over its own connection; give how many events were new."""
    with ThreadPoolExecutor(len(lanes)) as pool:
        return sum(pool.map(lambda bodies: _post(trial, bodies), lanes))


def _post(trial: Trial, bodies: Sequence[Body]) -> int:
    line = Line(trial)
    return sum(line.post(body) for body in bodies)


class Line:
    """One connection that is kept open."""

    def __init__(self, trial: Trial) -> None:
        self._connection = HTTPConnection("127.0.0.1", trial.port, timeout=120)
        self._key = trial.key

    def post(self, body: Body) -> int:
        """Post one body and give how many of its events were new; refuse any other answer."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": body.kind}
        self._connection.request("POST", "/feeds/events", body.content, headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != HTTPStatus.OK:
            raise ValueError(f"The feed answered {response.status}: {answer[:200]!r}.")
        told = json.loads(answer)
        if told["rejected"]:
            raise ValueError(f"The feed rejected {told['rejected'][:2]}.")
        return int(told["accepted"])


def _matter(event: Event) -> str:
    data = event["data"]
    fields = data if isinstance(data, dict) else {}
    incidents = fields.get("incident_ids") or [fields.get("contact_id")]
    return str(fields.get("incident_id") or incidents[0])
