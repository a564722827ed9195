"""Works out what the first pages show as soon as the facts have changed, before anybody asks.

The facts change twice a minute while people answer, and each time all that was counted of them is
counted anew: without this by whoever happens to ask next.
"""

import atexit
from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection

from heard.insight import news
from heard.insight.cuts import EVERYTHING, Cut, Slice
from heard.insight.facts.read import Facts, NoFacts, facts, stamp
from heard.insight.queries import running_at
from heard.insight.survey import View, survey
from heard.insight.teams import named

EVERY = 1.0  # seconds between two looks at whether the facts have changed
LONGEST = 5.0  # seconds that a process that ends waits for what is being worked out
QUARTER = timedelta(days=91)
LOOKED = Event()  # set whenever somebody opens the facts: nothing is done for nobody


def begin() -> None:
    """Keep it worked out beside what else the process does, until that ends."""
    stop = Event()
    thread = Thread(target=keep, args=(stop,), name="ahead", daemon=True)
    thread.start()
    atexit.register(_end, stop, thread)


def _end(stop: Event, thread: Thread) -> None:
    stop.set()
    thread.join(LONGEST)


def keep(stop: Event) -> None:
    """Look again and again until told to stop. What a page needs then it will say by itself."""
    known = ""
    while not stop.is_set():
        try:
            known = look(known)
        except (NoFacts, DatabaseError):
            LOOKED.set()  # so that it is tried again
        finally:
            connection.close()
        stop.wait(EVERY)


def look(known: str) -> str:
    """Work it out if the facts have changed since `known` and those were looked at. NoFacts.

    Gives the stamp of what is worked out now.
    """
    found = stamp(settings.FACTS)
    if found in {"", known} or (known and not LOOKED.is_set()):
        return known
    LOOKED.clear()
    work_out(facts(settings.FACTS))
    return found


def work_out(known: Facts) -> None:
    """Count what Home and the pages of both text surveys need, of all days and of a quarter.

    And what goes with each question of that quarter: whoever picks one does not wait for its guard.
    """
    base = settings.MINIMUM_BASE
    news.moved(known, minimum_base=base)
    for stage in news.STAGES:
        pool = running_at(stage)
        if not pool:
            continue
        named(known, pool)
        view = View(where=EVERYTHING, by=[Cut.AREA])
        last = survey(known, pool, view, minimum_base=base).chosen.to
        if last:
            lately = replace(view, where=Slice(from_=last - QUARTER, to=last))
            found = survey(known, pool, lately, minimum_base=base)
            for question in sorted({figure.question for figure in found.questions}):
                survey(known, pool, replace(lately, question=question), minimum_base=base)
