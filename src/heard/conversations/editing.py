"""Writes flows of the assistant: a draft, tested, asked for, and published by a second person."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from heard.conversations.flows import editions, in_force
from heard.conversations.models import Edition, Flow
from heard.core.chat.answers import HELPLINES
from heard.core.chat.promises import objections
from heard.core.chat.says import ENGLISH
from heard.core.text.words import split
from heard.journal.write import Actor, write
from heard.questionnaires.models import Version

LEAST_EXAMPLES, MOST_EXAMPLES = 5, 100
LONGEST_EXAMPLE, LONGEST_ANSWER = 200, 1_500
State = Edition.State
OPEN = (State.DRAFT, State.TESTED, State.ASKED)
_CODE = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_CHANGED = "This flow has changed since the page was opened: look at it again."


class NoFlow(Exception):
    """Something cannot be done with a flow; the message says why, a sentence a line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that an edition says; links are words and address of each, answers go by language."""

    name: str
    examples: Sequence[str]
    route: str
    answers: Mapping[str, str]
    key_words: Sequence[str] = ()
    links: Sequence[Sequence[str]] = ()
    destination: str = ""
    by_council: bool = False
    gathers: Version | None = None
    priority: str = Edition.Priority.NORMAL
    helplines: Sequence[str] = ()
    needs_exit: bool = False
    valid_from: datetime | None = None
    valid_until: datetime | None = None


def content_of(edition: Edition) -> Content:
    """Give what an edition says."""
    return Content(
        name=edition.name,
        examples=tuple(edition.examples),
        route=edition.route,
        answers=dict(edition.answers),
        key_words=tuple(edition.key_words),
        links=tuple(tuple(one) for one in edition.links),
        destination=edition.destination,
        by_council=edition.by_council,
        gathers=edition.gathers,
        priority=edition.priority,
        helplines=tuple(edition.helplines),
        needs_exit=edition.needs_exit,
        valid_from=edition.valid_from,
        valid_until=edition.valid_until,
    )


def open_edition(code: str) -> Edition | None:
    """Give the edition of a flow that is being written, or waits."""
    found = Edition.objects.filter(flow__code=code, state__in=OPEN)
    return found.select_related("flow", "gathers").first()


@transaction.atomic
def save(code: str, content: Content, *, by: Actor, now: datetime) -> Edition:
    """Keep what was written as the draft of a flow, a new one or the one there is. NoFlow."""
    if not _CODE.fullmatch(code):
        raise NoFlow("A code is letters, digits and hyphens between them, like CT-11.")
    _require(code, content, now=now)
    flow = _locked(code) or Flow.objects.create(code=code)
    draft = open_edition(code)
    if draft is not None and draft.state == State.ASKED:
        raise NoFlow("This flow waits for a second person: it must be sent back first.")
    if draft is None:
        last = Edition.objects.filter(flow=flow).order_by("-number").first()
        draft = Edition(flow=flow, number=last.number + 1 if last else 1)
    draft.state, draft.tested = State.DRAFT, {}
    for name, value in _columns(content).items():
        setattr(draft, name, value)
    draft.written_by, draft.written_by_label, draft.written_at = by.id, by.label, now
    draft.save()
    write("conversations.write_flow", subject=_subject(draft), actor=by, now=now)
    return draft


@transaction.atomic
def note_tested(edition: Edition, found: Mapping[str, int], *, by: Actor, now: datetime) -> None:
    """Keep that somebody looked at what a draft does to past questions, and the counts. NoFlow."""
    draft = _at(edition, State.DRAFT, State.TESTED)
    draft.state, draft.tested = State.TESTED, dict(found)
    draft.save(update_fields=["state", "tested"])
    write("conversations.test_flow", subject=_subject(draft), actor=by, now=now)


@transaction.atomic
def ask(edition: Edition, *, by: Actor, now: datetime) -> None:
    """Ask a second person to publish a draft that was tested as it is. NoFlow."""
    draft = _at(edition, State.TESTED)
    _require(draft.flow.code, content_of(draft), now=now)
    draft.state = State.ASKED
    draft.asked_by, draft.asked_by_label, draft.asked_at = by.id, by.label, now
    draft.save(update_fields=["state", "asked_by", "asked_by_label", "asked_at"])
    write("conversations.ask_for_flow", subject=_subject(draft), actor=by, now=now)


@transaction.atomic
def approve(edition: Edition, *, by: Actor, now: datetime) -> None:
    """Publish what another person wrote and asked for: it counts with the next message. NoFlow."""
    draft = _at(edition, State.ASKED)
    if by.id in {draft.written_by, draft.asked_by}:
        raise NoFlow("It takes two people: somebody else publishes what you wrote or asked for.")
    draft.state = State.LIVE
    draft.approved_by, draft.approved_by_label, draft.approved_at = by.id, by.label, now
    draft.save(update_fields=["state", "approved_by", "approved_by_label", "approved_at"])
    write("conversations.publish_flow", subject=_subject(draft), actor=by, now=now)


@transaction.atomic
def send_back(edition: Edition, why: str, *, by: Actor, now: datetime) -> None:
    """Let what waits be written further. NoFlow."""
    draft = _at(edition, State.ASKED)
    # What was tested stands; only a draft may change, and must be tested again.
    draft.state, draft.why = State.TESTED, why
    draft.save(update_fields=["state", "why"])
    write("conversations.send_back_flow", subject=_subject(draft), actor=by, now=now)


@transaction.atomic
def withdraw(code: str, why: str, *, by: Actor, now: datetime) -> None:
    """Take all published editions of a flow back at once: its topic is known no more. NoFlow."""
    flow = _locked(code)
    live = Edition.objects.filter(flow=flow, state=State.LIVE) if flow else Edition.objects.none()
    if not live.update(
        state=State.WITHDRAWN, withdrawn_by_label=by.label, withdrawn_at=now, why=why
    ):
        raise NoFlow("Nothing of this flow is published.")
    write("conversations.withdraw_flow", subject=f"flow:{code}", actor=by, now=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that an edition says otherwise than the one before."""

    what: str
    before: Sequence[str]
    after: Sequence[str]


def differences(before: Edition | None, after: Edition) -> Sequence[Change]:
    """Give what an edition changes; of lists only what came and what went."""
    old = _lines(before) if before is not None else {}
    new = _lines(after)
    return [
        Change(
            what=what,
            before=[line for line in old.get(what, []) if line not in new[what]],
            after=[line for line in new[what] if line not in old.get(what, [])],
        )
        for what in new
        if old.get(what, []) != new[what]
    ]


def _lines(one: Edition) -> dict[str, Sequence[str]]:
    """Give all that an edition says, as lines of words."""
    return {
        "Name": [one.name],
        "How people ask it": one.examples,
        "Words that name it": one.key_words,
        "What becomes of it": [Edition.Route(one.route).label],
        **{f"Answer ({language})": [text] for language, text in sorted(one.answers.items())},
        "Links": [f"{words}: {address}" for words, address in one.links],
        "Where it goes": [one.destination] if one.destination else [],
        "To the council of a postcode": ["Yes" if one.by_council else "No"],
        "Gathers": [_form(one.gathers)] if one.gathers else [],
        "Priority": [Edition.Priority(one.priority).label],
        "Helplines": [HELPLINES[key].name for key in one.helplines if key in HELPLINES],
        "Offers to leave the page": ["Yes" if one.needs_exit else "No"],
        "From": [one.valid_from.isoformat()] if one.valid_from else [],
        "Until": [one.valid_until.isoformat()] if one.valid_until else [],
    }


def _form(version: Version) -> str:
    return f"{version.questionnaire.slug}, version {version.number}"


def _columns(content: Content) -> dict[str, object]:
    return {
        **{one.name: getattr(content, one.name) for one in fields(content)},
        "examples": [*content.examples],
        "key_words": [*content.key_words],
        "helplines": [*content.helplines],
        "links": [list(one) for one in content.links],
    }


def _require(code: str, content: Content, *, now: datetime) -> None:
    """Refuse what cannot be published. NoFlow."""
    english = content.answers.get(ENGLISH, "")
    wrong = [*objections(english), *_of_examples(content)]
    if not content.name.strip():
        wrong.append("Give the flow a name.")
    others = {split(one.name) for key, one in editions(in_force(now=now)).items() if key != code}
    if split(content.name) in others:
        wrong.append("Another flow has this name: people could not tell them apart.")
    if not english.strip():
        wrong.append("Write an answer in English.")
    if any(len(text) > LONGEST_ANSWER for text in content.answers.values()):
        wrong.append(f"An answer has at most {LONGEST_ANSWER:,} characters.")
    if not all(words and _is_address(address) for words, address in content.links):
        wrong.append("A link is words and an address that begins with https://.")
    if content.valid_until and content.valid_until <= (content.valid_from or now):
        wrong.append("It must end after it begins, and not in the past.")
    if wrong:
        raise NoFlow("\n".join(wrong))


def _of_examples(content: Content) -> Sequence[str]:
    given = content.examples
    if not LEAST_EXAMPLES <= len(given) <= MOST_EXAMPLES:
        return [f"Give between {LEAST_EXAMPLES} and {MOST_EXAMPLES} ways in which people ask it."]
    if any(len(one) > LONGEST_EXAMPLE for one in given):
        return [f"A way in which people ask it has at most {LONGEST_EXAMPLE} characters."]
    return []


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "https" and bool(parts.hostname) and " " not in address


def _at(edition: Edition, *states: State) -> Edition:
    """Lock an edition, which must be so far. NoFlow."""
    _locked(edition.flow.code)
    found = Edition.objects.select_related("flow").get(pk=edition.pk)
    if found.state not in states:
        raise NoFlow(_CHANGED)
    return found


def _locked(code: str) -> Flow | None:
    return Flow.objects.select_for_update().filter(code=code).first()


def _subject(edition: Edition) -> str:
    return f"flow:{edition.flow.code}:{edition.number}"
