"""Brings the facts up to date for the commands that show figures."""

from contextlib import suppress

from django.conf import settings

from heard.cli.database import fail
from heard.clock import read as clock
from heard.insight.facts.read import Facts, NoFacts, facts
from heard.insight.facts.refresh import Busy, Written, refresh


def write(*, rebuild: bool) -> Written:
    """Write the facts of the database that is open; fail in a sentence where somebody else does."""
    try:
        return refresh(settings.FACTS, now=clock.now(), rebuild=rebuild)
    except Busy as error:
        raise fail(error) from None


def current() -> Facts:
    """Give the facts as of now, or as another process that writes them just now left them."""
    with suppress(Busy):
        refresh(settings.FACTS, now=clock.now())
    try:
        return facts(settings.FACTS)
    except NoFacts as error:
        raise fail(error) from None
