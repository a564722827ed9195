"""Drives with codes, and people who came by them."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from heard.journal.write import Actor
from heard.membership import drives, ledger
from heard.membership.drives import Owner, Source
from heard.membership.ledger import Line
from heard.membership.models import Drive, DriveCode, Movement
from tests.membership.asked import NOW

LEAD = Owner(actor=Actor(id="user:3", label="Cat"))
TEAM = Owner(actor=Actor(id="user:1", label="Ann"), areas=("BE",))
DAYS = (date(2020, 10, 1), date(2020, 12, 29))  # 90 of them


def a_drive(name: str = "Autumn", *, days: tuple[date, date] = DAYS, **goals: int) -> Drive:
    """Give a drive with a goal in two areas, or in those that are named."""
    return drives.begin(name, days, goals or {"BE": 90, "CV": 45}, by=LEAD, now=NOW)


def a_code(
    code: str = "be-market", *, of: Drive | None = None, area: str = "", name: str = "A stall"
) -> DriveCode:
    """Give a code of a drive, or of a new one of the same name."""
    source = Source(code=code, kind=DriveCode.Kind.EVENT, name=name, area=area)
    return drives.add_code(of or a_drive(name), source, by=LEAD, now=NOW)


def joined(source: str, count: int, *, at: datetime, area: str = "BE", left: int = 0) -> None:
    """Let people join by a code; the first `left` of them leave 40 days later."""
    kinds = Movement.Kind
    people = [uuid4() for _ in range(count)]
    ledger.note(
        [
            Line(person=one, kind=kinds.JOIN, from_area=None, to_area=area, source=source)
            for one in people
        ],
        at=at,
        now=at,
    )
    gone = at + timedelta(days=40)
    ledger.note(
        [
            Line(person=one, kind=kinds.LEAVE, from_area=area, to_area=None, source=source)
            for one in people[:left]
        ],
        at=gone,
        now=gone,
    )
