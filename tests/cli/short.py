"""`heard demo` with a part of its calls, for the tests that interrupt it: it begins at once."""

from collections.abc import Iterator
from datetime import UTC, datetime

from heard.simulation.pilot import pilot_events
from heard.simulation.wire import Event

CALLS = 1_500
FIRST = datetime(2020, 9, 28, 8, tzinfo=UTC)  # the first morning on which anybody is asked


def short_pilot(seed: int, *, until: datetime | None = None) -> Iterator[Event]:
    """Yield the events of fewer calls from the first morning on."""
    for event in pilot_events(seed, contacts=CALLS):
        at = datetime.fromisoformat(str(event["recordedtime"]))
        if at >= FIRST and (until is None or at < until):
            yield event


if __name__ == "__main__":
    from heard.__main__ import main
    from heard.cli import demo

    vars(demo)["pilot_events"] = short_pilot
    main()
