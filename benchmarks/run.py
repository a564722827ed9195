"""The list of measures, and the one loop that takes them."""

import sys
from collections.abc import Callable, Mapping, Sequence

from benchmarks import (
    broadcast,
    chat,
    country,
    cut,
    dashboard,
    decide,
    feed,
    figures,
    forms,
    latency,
    letters,
    pages,
    raking,
    single,
    words,
)
from benchmarks.report import table
from benchmarks.result import Row
from benchmarks.trial import Trials
from heard.home import Server

# A measure is one function in one file, and its line here.
MEASURES: Mapping[str, Callable[[Trials], Sequence[Row]]] = {
    "decide": decide.decisions,
    "forms": forms.long_form,
    "words": words.read,
    "feed": feed.pilot_mix,
    "asking": feed.every_event_asks,
    "single": single.one_event_a_post,
    "latency": latency.accepted_to_gateway,
    "letters": letters.over_smpp,
    "pace": letters.pace,
    "broadcast": broadcast.to_members,
    "chat": chat.conversations,
    "pages": pages.survey_pages,
    "cut": cut.a_week,
    "country": country.three_ways,
    "figures": figures.a_page,
    "dashboard": dashboard.pages,
    "large": dashboard.large,
    "raking": raking.four_margins,
}


def run(server: Server, *, only: Sequence[str]) -> str:
    """Take these measures, or all, one after the other, and give the table."""
    trials = Trials(server)
    rows: list[Row] = []
    for name, measure in MEASURES.items():
        if not only or name in only:
            sys.stderr.write(f"bench: {name}\n")
            rows += measure(trials)
    return table(rows, postgresql=trials.postgresql)
