"""People who ask for messages, their letters, and what they do with the links in them."""

import itertools
import re
from datetime import UTC, datetime, timedelta

from heard.delivery.models import Letter
from heard.membership import enrol, requests
from heard.membership.enrol import Sender, Wish
from heard.membership.models import Member, Request
from heard.places import postcodes
from heard.places.models import Directory, Postcode

NOW = datetime(2020, 11, 2, 10, tzinfo=UTC)
DAY, HOUR, YEAR = timedelta(days=1), timedelta(hours=1), timedelta(days=365)
EMAIL = "asha@people.example"
_DRAWN = itertools.count(1)


def draw(size: int) -> bytes:
    """Give bytes that were never given before."""
    return next(_DRAWN).to_bytes(size, "big")


SENDER = Sender(site="https://heard.example", draw=draw)


def gone_through() -> None:
    """Let the worker go through what was asked for on pages, when it was asked."""
    for due in Request.objects.order_by("id").values_list("due_at", flat=True):
        requests.go_through(due, draw=draw, limit=1)


def links() -> list[str]:
    """Give the tokens of the links that were sent, oldest first."""
    gone_through()
    bodies = Letter.objects.filter(kind="membership").order_by("id").values_list("body", flat=True)
    return [re.findall(r"/community/\w+/(\S+)", str(body))[0] for body in bodies]


def member(*, email: str = EMAIL, at: datetime = NOW, **wishes: object) -> Member:
    """Give somebody who asked for messages, and confirmed it."""
    enrol.ask(Wish(email=email, **wishes), sender=SENDER, now=at)  # type: ignore[arg-type]
    found = enrol.confirm(links()[-1], draw=draw, now=at)
    assert found is not None
    return found


def directory(places: dict[str, str], *, valid_from: datetime = NOW - YEAR) -> Directory:
    """Keep an edition in which these postcodes, or whole sectors, lie in these areas."""
    made = Directory.objects.create(
        name=f"of {valid_from:%B %Y}",
        valid_from=valid_from.date(),
        loaded_at=valid_from,
        source="made.csv",
    )
    for code, area in places.items():
        ward = f"ward of {area}" if postcodes.spelt(code) else ""
        Postcode.objects.create(directory=made, code=code, area=area, ward=ward)
    return made
