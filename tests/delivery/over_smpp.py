"""A worker of its own process that delivers by SMPP and collects: `python over_smpp.py PORT`.

It prints a line when it begins, and ends when no letter waits and none is without its receipt.
"""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from time import sleep

import django

django.setup()

from heard.channels.protocol import Inbound, Receipt  # noqa: E402 - models need Django set up
from heard.channels.smpp import Smpp  # noqa: E402
from heard.delivery import parts  # noqa: E402
from heard.delivery.deliver import deliver, expire_leases  # noqa: E402
from heard.delivery.models import QUEUED, Letter, State  # noqa: E402
from tests.delivery.letters import saying, way  # noqa: E402

LEASE = timedelta(seconds=2)
OPEN = (*QUEUED, State.SENDING)


def work(port: int) -> None:
    """Deliver and collect in turns."""
    gateway = Smpp(
        host="127.0.0.1", port=port, system_id="a", password="", sender="Police", reconnect=0.05
    )
    while Letter.objects.filter(state__in=OPEN).exists():
        now = datetime.now(tz=UTC)
        deliver(
            now=now,
            guards={"trial": saying()},
            channels={"sms": way(gateway)},
            lease=LEASE,
            limit=25,
        )
        expire_leases(now=now)
        gateway.collect(keep)
        parts.settle(now=datetime.now(tz=UTC))
        sleep(0.01)
    gateway.close()


def keep(told: Sequence[Receipt | Inbound]) -> None:
    receipts = [each for each in told if isinstance(each, Receipt)]
    parts.accept("sms", receipts, now=datetime.now(tz=UTC))


if __name__ == "__main__":
    sys.stdout.write("begun\n")
    sys.stdout.flush()
    work(int(sys.argv[1]))
