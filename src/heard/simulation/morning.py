"""The first morning after business as usual began: a few calls, for a visitor to answer one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from heard.simulation.force import SOURCE
from heard.simulation.wire import Event

CALLS = 12
_TALKS = ("TR-06", "AS-02", "PW-31", "AD-03")
_NUMBERS = 900_001  # the pilot deals from the same block, three months before


def morning_calls(*, now: datetime) -> Iterator[Event]:
    """Yield calls that were settled on the telephone within the hour before, as CloudEvents."""
    for number in range(CALLS):
        at = now - timedelta(minutes=15 + 3 * number)
        yield {
            "specversion": "1.0",
            "id": f"morning-{number}",
            "source": SOURCE,
            "type": "uk.police.contact.ended",
            "time": at.isoformat(),
            "datacontenttype": "application/json",
            "data": {
                "contact_id": f"M-{number:03d}",
                "channel": "101",
                "incident_ids": [],
                "codes": [_TALKS[number % len(_TALKS)]],
                "calling_number": f"+447700{_NUMBERS + number}",
                "handler": f"h-{number}",
                "team": "Force Contact 1",
                "seconds_to_answer": 40 + number,
                "handler_type": "human",
            },
        }
