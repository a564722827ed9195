"""What needs somebody comes in the order of its urgency."""

from datetime import UTC, datetime

from heard.core.needs import Need, Urgency, What, in_order

NOON, LATER = datetime(2020, 10, 12, 12, tzinfo=UTC), datetime(2020, 10, 12, 18, tzinfo=UTC)


def test_danger_first_then_the_next_clock_then_the_oldest_then_the_most() -> None:
    danger = Need(what=What.ALERTS, urgency=Urgency.DANGER, by=LATER)
    soon = Need(what=What.HOLDS, urgency=Urgency.CLOCK, by=NOON)
    late = Need(what=What.CALLS, urgency=Urgency.CLOCK, by=LATER, since=NOON)
    old = Need(what=What.DEAD, urgency=Urgency.WAITING, since=NOON)
    new = Need(what=What.FORMS, urgency=Urgency.WAITING, since=LATER)
    many = Need(what=What.CODES, urgency=Urgency.WAITING, n=9)
    few = Need(what=What.SPENT, urgency=Urgency.WAITING, n=2)
    told = Need(what=What.MOVED, urgency=Urgency.CHANGED, since=NOON)
    expected = [danger, soon, late, old, new, many, few, told]
    assert in_order([None, *reversed(expected), None]) == expected
