"""A Heard of its own for each measure: a database, the web server and the worker, as in earnest."""

import json
import os
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from time import monotonic, sleep

from django.conf import settings
from django.db import connection

from heard.accounts import keys
from heard.accounts.models import FeedKey
from heard.cli import processes
from heard.cli.database import install_reference_data, migrate, point
from heard.clock import simulate
from heard.clock.models import Simulation
from heard.eligibility.models import Period, Programme
from heard.home import Server
from heard.simulation.force import SOURCE

# All that is told has happened by then. A Thursday at noon: nobody has to wait for the morning.
NOW = datetime(2020, 10, 22, 11, tzinfo=UTC)
WEB_WORKERS = 2  # one a core
_PATIENCE = 120.0  # seconds for all that is due
_IDLE = """
    WITH clock AS (SELECT coalesce((SELECT now FROM clock_simulation), now()) AS now)
    SELECT NOT EXISTS (SELECT FROM events_touchpoint, clock WHERE due_at <= now)
    AND NOT EXISTS (
        SELECT FROM eligibility_screening, clock WHERE due_at <= now AND invited_at IS NULL
    )
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A Heard that runs: its address, its feed's key, its database as the owner sees it."""

    url: str
    port: int
    key: str
    owner_url: str

    def is_idle(self) -> bool:
        """Tell whether nothing is left to be screened or invited."""
        with connection.cursor() as cursor:
            cursor.execute(_IDLE)
            return bool(cursor.fetchone()[0])

    def wait_until_idle(self) -> None:
        end = monotonic() + _PATIENCE
        while not self.is_idle():
            if monotonic() > end:
                raise TimeoutError("The worker did not come to an end.")
            sleep(0.01)


class Trials:
    """Starts one Heard after the other on one PostgreSQL."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._numbers = count(1)
        server.create_database("ready")
        migrate(server.url("ready", "heard_owner"))
        point(server.url("ready", "heard_app"))
        simulate.begin(seed=1, now=NOW)
        install_reference_data()
        # Whom the gate lets through is asked at once: no delay, and nothing is too late.
        Programme.objects.update(
            delay=timedelta(0),
            fresh_for=timedelta(days=60),
        )
        # The two texts of the pilot, of every incident; no other programme has a say.
        pilot = Period.objects.filter(mode=Period.Mode.PILOT)
        Period.objects.exclude(pk__in=pilot.values("pk")).delete()
        pilot.update(opens_on=date(2020, 1, 1), closes_on=None)
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            self.postgresql = str(cursor.fetchone()[0])
        connection.close()

    @contextmanager
    def scratch(self, name: str) -> Iterator[str]:
        """Give the address of an empty database, and drop it in the end."""
        self._server.create_database(name)
        try:
            yield self._server.url(name, "heard_owner")
        finally:
            self._server.drop_database(name)

    @contextmanager
    def begin(
        self,
        *,
        lanes: Sequence[Sequence[str]],
        gateway: Mapping[str, object] | None = None,
        clock: str = "simulated",
    ) -> Iterator[Trial]:
        """Serve a fresh copy of the prepared database, beside it a worker for each list of lanes.

        By a simulated clock the time stands still at NOW, and every reading of it is a query.
        """
        with self.prepared() as name:
            yield from self._begun(name, lanes=lanes, gateway=gateway, clock=clock)

    @contextmanager
    def prepared(self) -> Iterator[str]:
        """Give the name of a fresh copy of the prepared database, which this process asks."""
        name = f"trial_{next(self._numbers)}"
        self._server.create_database(name, template="ready")
        point(self._server.url(name, "heard_app"))
        try:
            yield name
        finally:
            connection.close()
            self._server.drop_database(name)

    def _begun(
        self,
        name: str,
        *,
        lanes: Sequence[Sequence[str]],
        gateway: Mapping[str, object] | None,
        clock: str,
    ) -> Iterator[Trial]:
        url = self._server.url(name, "heard_app")
        outbox = {
            "gateway": "heard.channels.outbox.Outbox",
            "options": {"path": str(settings.HOME / f"{name}.jsonl")},
        }
        port = processes.free_port("127.0.0.1", 0)
        site = f"http://127.0.0.1:{port}"
        os.environ |= {
            "DATABASE_URL": url,
            "HEARD_CLOCK": clock,
            "HEARD_SITE_URL": site,
            "HEARD_CHANNELS": json.dumps({"sms": gateway or outbox}),
        }
        if clock == "system":  # or the worker would find the mark and live in its time
            Simulation.objects.all().delete()
        key = keys.issue_key(SOURCE, kind=FeedKey.Kind.EVENTS, now=NOW, draw=secrets.token_bytes)
        children = [processes.web(host="127.0.0.1", port=port, workers=WEB_WORKERS)]
        children += [processes.worker(only=each) for each in lanes]
        try:
            for child in children:
                child.start()
            processes.wait_until_served(site, children[0])
            yield Trial(
                url=site, port=port, key=key, owner_url=self._server.url(name, "heard_owner")
            )
        finally:
            for child in reversed(children):
                child.stop()
