"""The first page of everybody: at most three things that need them, each with its way."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from heard.accounts.models import PartRole, User
from heard.clock.read import now
from heard.conversations import needs as chat
from heard.core.needs import MOST, Need, in_order
from heard.dialogues.needs import alerts
from heard.improvement import needs as waiting
from heard.insight import needs, news
from heard.insight.facts.read import Facts, NoFacts
from heard.membership import needs as community
from heard.web.staff.access import Shown, holds, page, person
from heard.web.staff.home_words import WAYS, say
from heard.web.staff.learning.roles import DECIDERS, PUBLISHERS, READERS, user_of
from heard.web.staff.menu import SECTIONS, may_open
from heard.web.staff.messages.who import answers, who
from heard.web.staff.seen import facts_for, words_scope
from heard.web.staff.words import LOW_BASE

Role = User.Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asks, when, and of which facts; there may be none yet."""

    request: HttpRequest
    by: str
    now: datetime
    facts: Facts | None


Look = Callable[[Asked], Sequence[Need | None]]


def _of_facts(look: Callable[[Facts, datetime], Sequence[Need | None]]) -> Look:
    """Look at the facts, where there are any."""
    return lambda asked: look(asked.facts, asked.now) if asked.facts else ()


# What can be looked at, by a name that `LOOKED_AT` has the words of.
LOOKS: Mapping[str, Look] = {
    "alerts": lambda asked: [alerts(now=asked.now)],
    "holds": lambda asked: [needs.holds(now=asked.now)],
    "stopped": lambda _: [needs.stopped()],
    "unclear": lambda _: [needs.unclear()],
    "silent": lambda asked: [needs.silent_sources(now=asked.now)],
    "dead": lambda _: [needs.dead_letters()],
    "codes": lambda asked: [needs.codes(now=asked.now)],
    "forms": lambda _: [needs.forms()],
    "calls": lambda asked: [needs.calls(now=asked.now)],
    "changes": lambda asked: [needs.changes(asker=asked.by)],
    "releases": lambda asked: [needs.releases(asker=asked.by)],
    "reviews": _of_facts(lambda facts, at: [needs.reviews(facts, now=at)]),
    "spent": lambda asked: [needs.spent(now=asked.now)],
    "own": _of_facts(lambda facts, _: [needs.own_results(facts)]),
    "grants": lambda asked: [needs.grants(user_of(asked.request), now=asked.now)],
    "commendations": lambda asked: [
        waiting.commendations(
            user_of(asked.request),
            decides=holds(asked.request, *DECIDERS),
            publishes=holds(asked.request, *PUBLISHERS),
            now=asked.now,
        )
    ],
    "commended": lambda asked: [waiting.commended(user_of(asked.request), now=asked.now)],
    "comments": lambda asked: [
        waiting.comments(
            user_of(asked.request), within=words_scope(asked.request, *READERS), now=asked.now
        )
    ],
    "targets": lambda asked: [waiting.targets(now=asked.now)],
    "messages": lambda asked: [community.messages(who(asked.request))],
    "replies": lambda asked: [community.replies(answers(asked.request).areas)],
    "waves": lambda asked: [community.waves(asker=asked.by, now=asked.now)],
    "lists": lambda asked: [community.lists(asker=asked.by)],
    "chats": lambda _: [chat.queue(), chat.call_backs()],
    "flows": lambda asked: [chat.flows(asker=asked.by)],
    "refused": lambda asked: [needs.refused(now=asked.now)],
    "revealed": lambda asked: [needs.revealed(now=asked.now)],
    "moved": _of_facts(lambda facts, _: news.moved(facts, minimum_base=settings.MINIMUM_BASE)),
    "broken": lambda asked: news.broken(now=asked.now),
    "few": _of_facts(
        lambda facts, _: news.few(facts, minimum_base=settings.MINIMUM_BASE, low_base=LOW_BASE)
    ),
}
# What was looked at, where nothing needs somebody.
LOOKED_AT: Mapping[str, str] = {
    "alerts": "open alerts",
    "holds": "what is held for somebody to decide",
    "stopped": "whether sending is stopped",
    "unclear": "texts that may have left or not",
    "silent": "sources that have gone silent",
    "dead": "items of feeds that broke a rule",
    "codes": "codes of the force that mean nothing yet",
    "forms": "forms from the field that could not be taken",
    "calls": "who may be called now",
    "changes": "changes that wait for a second person",
    "releases": "questionnaires that wait for a second person",
    "reviews": "surveys that are to be reviewed",
    "spent": "budgets of this month",
    "refused": "refusals of this week",
    "revealed": "words and numbers that were looked at this week",
    "grants": "roles that end soon",
    "commendations": "commendations that wait for you",
    "commended": "what you were commended for",
    "comments": "comments that wait for a review",
    "targets": "targets whose meeting is due",
    "messages": "messages to members that wait for your approval",
    "replies": "members who wait for an answer",
    "waves": "surveys of members that wait for a second person",
    "lists": "lists of partners that wait for a second person",
    "chats": "who waits in live chat or for a call back",
    "flows": "flows of the assistant that wait for a second person",
    "own": "what people said about your own work",
    "moved": "real changes in the newest four weeks",
    "broken": "breaks in the series",
    "few": "surveys that stand on few answers",
}
FIGURES = ("moved", "broken", "few")
_SECOND = ("messages", "waves", "lists")  # what a second person decides about, of the community
_RUNS = ("alerts", "stopped", "unclear", "silent", "dead", "codes", "forms", "changes", "releases")
# What each role is told of; a thing that it has no page for is left out.
BY_ROLE: Mapping[str, Sequence[str]] = {
    Role.ADMINISTRATOR: (*_RUNS, "grants", "commendations", "comments", "targets", *_SECOND),
    Role.ANALYST: (*FIGURES, "releases", "comments", "waves"),
    PartRole.ANALYST: (*FIGURES, "comments"),
    PartRole.REVIEWER: (),
    Role.VIEWER: FIGURES,
    Role.CALLER: ("calls",),
    Role.SUPERVISOR: ("calls",),
    Role.OFFICER: ("own", "commended"),
    Role.CONTACT_HANDLER: ("chats", "own", "commended"),
    Role.TEAM_SUPERVISOR: FIGURES,
    Role.COMMANDER: ("messages", "replies", *FIGURES),
    Role.ADVISER: FIGURES,
    Role.POLICY_MANAGER: ("changes", "releases", "reviews"),
    Role.COMMUNICATIONS: ("spent", "commendations", *_SECOND, "replies"),
    Role.AUDITOR: ("refused", "revealed"),
    Role.HOLD_REVIEWER: ("holds",),
    Role.DUTY_REVIEWER: ("alerts",),
    Role.CODE_LEAD: FIGURES,
    Role.TRAINING_LEAD: (*FIGURES, "commendations", "targets"),
    Role.REFERENCE_REVIEWER: FIGURES,
    Role.NEIGHBOURHOOD: ("messages", "replies"),
    Role.CHAT_MANAGER: ("chats", "flows", *FIGURES),
}
# Where somebody goes on whom nothing needs, of what they may open.
LABELS = {name: label for pages in SECTIONS.values() for name, label in pages.items()}
ONWARD = ("victims", "contact", "response", "explore", "me", "messages")


@page(*Role, *PartRole)
def show_start(request: HttpRequest) -> Shown:
    """Show what needs whoever asks, in the order of its urgency, and what was looked at."""
    names = list(dict.fromkeys(n for r in BY_ROLE if holds(request, r) for n in BY_ROLE[r]))
    found = [one for one in in_order(_looked(request, names)) if may_open(request, WAYS[one.what])]
    context = {
        "needs": [say(one, now=now()) for one in found[:MOST]],
        "more": len(found) - MOST,
        "looked_at": [LOOKED_AT[name] for name in names],
        "onward": [] if found else [(n, LABELS[n]) for n in ONWARD if may_open(request, n)],
        "is_officer": holds(request, Role.OFFICER),
    }
    return Shown(template="staff/start.html", context=context)


def _looked(request: HttpRequest, names: Sequence[str]) -> Iterator[Need | None]:
    asked = Asked(request=request, by=person(request).id, now=now(), facts=_facts(request, names))
    for name in names:
        yield from LOOKS[name](asked)


def _facts(request: HttpRequest, names: Sequence[str]) -> Facts | None:
    """Open the facts, where anything of them is looked at and there are any."""
    if not {"moved", "few", "reviews", "own"} & {*names}:
        return None
    try:
        return facts_for(request)
    except NoFacts:
        return None
