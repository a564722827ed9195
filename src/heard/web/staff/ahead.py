"""Works out what the first pages show as soon as the facts have changed, before anybody asks.

At the start it learns what the assistant of the live chat goes by, which takes a second or more.

The facts change twice a minute while people answer, and each time all that was counted of them is
counted anew: without this by whoever happens to ask next.
"""

import atexit
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import product
from threading import Event, Thread

from django.conf import settings
from django.db import DatabaseError, connection

from heard.clock.read import now
from heard.conversations import flows
from heard.core.text.sentences import ModelBroken
from heard.insight import news
from heard.insight.cuts import EVERYTHING, Cut, Slice
from heard.insight.facts.read import Facts, NoFacts, facts, stamp
from heard.insight.queries import running_at
from heard.insight.survey import View, survey
from heard.insight.teams import named
from heard.places.areas import names

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
    learn()
    while not stop.is_set():
        try:
            known = look(known)
        except (NoFacts, DatabaseError):
            LOOKED.set()  # so that it is tried again
        finally:
            connection.close()
        stop.wait(EVERY)


def learn() -> None:
    """Learn the flows in force; without a database or a model the first message finds out."""
    try:
        with suppress(DatabaseError, ModelBroken):
            flows.known(now=now())
    finally:
        connection.close()


def look(known: str) -> str:
    """Work it out if the facts have changed since `known` and those were looked at. NoFacts.

    Gives the stamp of what is worked out now.
    """
    found = stamp(settings.FACTS)
    if found in {"", known} or (known and not LOOKED.is_set()):
        return known
    LOOKED.clear()
    work_out(facts(settings.FACTS), with_questions=not known)
    return found


def work_out(known: Facts, *, with_questions: bool) -> None:
    """Count what Home and the pages of both text surveys need, of all days and of a quarter.

    With what goes with each question of that quarter, for the force and for its areas: done once,
    since newer facts take over the SQL, which is half of the time.
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
        if last is None:
            continue
        lately = Slice(from_=last - QUARTER, to=last)
        found = survey(known, pool, replace(view, where=lately), minimum_base=base)
        if with_questions:
            for asked, area in product({f.question for f in found.questions}, (None, *names())):
                one = View(where=replace(lately, area=area), question=asked)
                survey(known, pool, one, minimum_base=base)
