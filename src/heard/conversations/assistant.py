"""The assistant: what it says to a message, by the flows in force and by nothing else.

Triggers were looked for before it is asked (`converse.hear`); danger that no list knows, but that
a message means, hands over as they do. It says that it is automated, makes
up no words, and hands over to a person after two messages in a row that it did not understand.
`Conversation.flow` is where it is: a place, and the id of the edition that it follows.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeAlias

import structlog

from heard.conversations import flows, gathering
from heard.conversations.converse import Kind, Level, Say, Turn, meet
from heard.conversations.councils import ANY_COUNCIL, council
from heard.conversations.gathering import EMERGENCY, PERSON
from heard.conversations.heard import Heard, told
from heard.conversations.models import Conversation, Edition, Message
from heard.core.chat.asks import wants_person
from heard.core.chat.intents import CLEAR
from heard.core.chat.reading import is_foreign
from heard.core.chat.says import ENGLISH, every, says
from heard.core.text.sentences import ModelBroken
from heard.core.text.words import split

SURE = CLEAR  # confidence from which a topic is taken without asking whether it is meant
MEANINGS = 3  # from which whoever may mean one of them chooses
SENTENCE = 5  # words from which an answer says more than what was asked
MISSES = 2  # in a row, then a person takes over
_URGENT = (Edition.Priority.URGENT, Edition.Priority.EMERGENCY)
Ending: TypeAlias = Conversation.Ending
Route: TypeAlias = Edition.Route
# Where it is: nowhere; which topic is meant; in which language; a question of the flow; the
# postcode; alone or with a person; whether there is more.
START, MEANT, TONGUE, ASKING, POSTCODE, CHOICE, MORE = (
    *("", "meant", "tongue", "asking", "postcode", "choice", "more"),
)

_log = structlog.get_logger(__name__)


def opening(language: str) -> Sequence[Say]:
    """Give what it begins with: that it is automated, and what it is for.

    Whoever reads another language than English is asked whom they want to talk to.
    """
    hello = Say(text=says("opening", language))
    if language == ENGLISH:
        return (hello, Say(text=says("ask", language)))
    options = (says("speaker", language), says("go_on", language))
    return (hello, Say(text=says("is_english", language), options=options))


def answer(talk: Conversation, words: str, now: datetime) -> Turn:
    """Give what it says to a message: the `Assistant` of `converse.hear`."""
    try:
        known = flows.known(now=now)
        understood = known.understander.understand(words)
    except ModelBroken as error:
        _log.error("the assistant understands nothing", error=str(error))
        return hand_over(talk, why="broken")
    danger = understood.danger if understood else None
    if danger is not None and not _is_answer(talk, words):
        meet(talk, danger, now=now)
        return Turn()
    if talk.state == Conversation.State.WAITING:
        return Turn()
    if wants_person(words) or split(words) in {split(one) for one in every("person")}:
        return hand_over(talk)
    place, _, number = talk.flow.partition(" ")
    edition = known.edition(int(number)) if number else None
    heard = Heard(
        talk=talk, words=words, now=now, known=known, understood=understood, edition=edition
    )
    if number and edition is None:
        return hand_over(talk, why="changed")
    return _PLACES[place](heard)


def _is_answer(talk: Conversation, words: str) -> bool:
    """Tell whether a message only answers what was asked: in our own words, or in a few.

    What "at home" means is told by its question and not by the two words.
    """
    said = Message.objects.filter(conversation=talk, author=Message.Author.ASSISTANT)
    last = said.order_by("-position").first()
    if last is not None and split(words) in {split(option) for option in last.options}:
        return True
    return talk.flow.startswith((ASKING, POSTCODE)) and len(split(words)) < SENTENCE


def hand_over(talk: Conversation, *, why: str = "handing", level: Level = Level.FREE) -> Turn:
    """Hand over to a person, with what was gathered."""
    return Turn(says=[Say(text=says(why, talk.language))], level=level)


def _start(heard: Heard) -> Turn:
    """Find the topic of a message."""
    if heard.language != ENGLISH and heard.means("speaker"):
        return _to_speaker(heard)
    found = heard.understood
    if found is None or found.topic not in heard.known.editions:
        return _missed(heard)
    if found.confidence >= SURE:
        return _begin(heard, found.topic)
    codes = [found.topic, *(code for code, sure in found.others if sure)]
    editions = heard.known.editions
    names = [editions[code].name for code in codes if code in editions][:MEANINGS]
    heard.talk.flow = MEANT
    return Turn(says=[Say(text=heard.says("unsure"), options=[*names, heard.says("none")])])


def _meant(heard: Heard) -> Turn:
    """Take the topic that was chosen, or what was said instead."""
    for code, edition in heard.known.editions.items():
        if split(heard.words) == split(edition.name):
            return _begin(heard, code)
    heard.talk.flow = START
    return _missed(heard) if heard.means("none") else _start(heard)


def _tongue(heard: Heard) -> Turn:
    """Take whom somebody wants to talk to who reads another language."""
    if heard.means("go_on"):
        heard.talk.flow = START
        return Turn(says=[Say(text=heard.says("ask"))])
    return _to_speaker(heard) if heard.means("speaker") else _start(heard)


def _to_speaker(heard: Heard) -> Turn:
    heard.talk.skills = sorted({*heard.talk.skills, heard.language})
    return hand_over(heard.talk)


def _missed(heard: Heard) -> Turn:
    """Say that it did not understand; the second time in a row a person takes over.

    At once, where it could not read the language: a danger may be told there.
    """
    heard.talk.misses += 1
    if heard.understood is None and is_foreign(heard.words):
        heard.talk.level = Level.SOON
        return hand_over(heard.talk, level=Level.SOON)
    if heard.talk.misses >= MISSES:
        return hand_over(heard.talk, why="missed_twice")
    if heard.language != ENGLISH:
        heard.talk.flow = TONGUE
        options = (heard.says("speaker"), heard.says("go_on"))
        return Turn(says=[Say(text=heard.says("is_english"), options=options)])
    return Turn(says=[Say(text=heard.says("missed"), options=[heard.says("person")])])


def _begin(heard: Heard, code: str) -> Turn:
    """Follow the flow of a topic."""
    talk, edition = heard.talk, heard.known.editions[code]
    talk.topic, talk.misses = code, 0
    talk.quick_exit = talk.quick_exit or edition.needs_exit
    here = replace(heard, edition=edition)
    if edition.route == Route.HUMAN_NOW:
        return _to_person(here)
    return _ask(here, edition) if edition.gathers else _after(here, edition)


def _to_person(heard: Heard) -> Turn:
    """Answer, name the helplines, and hand over as urgently as the flow says."""
    edition = heard.edition
    words = told(heard, edition) if edition else ()
    level = Level.SOON if edition and edition.priority in _URGENT else Level.FREE
    if level == Level.SOON and heard.talk.level not in {Level.NOW, Level.SOON}:
        heard.talk.level = level
    return Turn(says=[*words, Say(text=heard.says("handing"))], level=level)


def _asking(heard: Heard) -> Turn:
    """Take the answer to a question of the flow."""
    edition = _following(heard)
    version = edition.gathers
    if version is None:  # an edition keeps what it asks
        return _after(heard, edition)
    value = gathering.answer(heard.talk, version, heard.words, now=heard.now)
    if value is None:
        heard.talk.misses += 1
        if heard.talk.misses >= MISSES:
            return hand_over(heard.talk, why="missed_twice")
        return _ask(heard, edition, before=[Say(text=heard.says("unread"))])
    heard.talk.misses = 0
    if value == EMERGENCY:
        return _emergency(heard, edition)
    return _to_person(heard) if value == PERSON else _ask(heard, edition)


def _emergency(heard: Heard, edition: Edition) -> Turn:
    """Show 999 and hand over ahead of all others; nothing more is asked."""
    talk = heard.talk
    talk.level, talk.category = Level.NOW, "immediate danger"
    talk.trigger = f"flow {edition.flow.code}"
    return Turn(says=[Say(text="", kind=Kind.DANGER)], level=Level.NOW)


def _ask(heard: Heard, edition: Edition, *, before: Sequence[Say] = ()) -> Turn:
    """Put the next question of the flow, or go on after the last one."""
    version = edition.gathers
    found = gathering.following(heard.talk, version, now=heard.now) if version else None
    if found is None:
        return _after(heard, edition)
    heard.talk.flow = f"{ASKING} {edition.pk}"
    return Turn(says=[*before, Say(text=found.text, options=found.options)])


def _after(heard: Heard, edition: Edition) -> Turn:
    """Go on once all is gathered: the postcode, the choice of a person, or the answer."""
    if edition.by_council:
        heard.talk.flow = f"{POSTCODE} {edition.pk}"
        return Turn(says=[Say(text=heard.says("postcode"))])
    return _tell(heard, edition)


def _postcode(heard: Heard) -> Turn:
    """Name the council of a postcode, which is not kept."""
    edition = _following(heard)
    found = council(heard.talk, heard.words, now=heard.now)
    if found is not None:
        heard.talk.misses = 0
        return _tell(heard, edition, more=[Say(text=heard.says(found.key, **found.filled))])
    heard.talk.misses += 1
    if heard.means("no") or split(heard.words) == ("no",) or heard.talk.misses >= MISSES:
        heard.talk.misses = 0
        return _tell(
            heard, edition, more=[Say(text=heard.says("any_council", address=ANY_COUNCIL))]
        )
    return Turn(says=[Say(text=heard.says("postcode_again"))])


def _tell(heard: Heard, edition: Edition, *, more: Sequence[Say] = ()) -> Turn:
    """Give the answer of the flow, and ask what comes next."""
    words = [*told(heard, edition), *more]
    if heard.talk.gathered:
        words.insert(0, Say(text=heard.says("noted")))
    if edition.route == Route.HUMAN_OR_FORM:
        heard.talk.flow = f"{CHOICE} {edition.pk}"
        options = [heard.says("person"), heard.says("form")]
        return Turn(says=[*words, Say(text=heard.says("choose"), options=options)])
    return Turn(says=[*words, _more(heard)])


def _more(heard: Heard) -> Say:
    heard.talk.flow = MORE
    options = [heard.says("yes"), heard.says("no"), heard.says("person")]
    return Say(text=heard.says("more"), options=options)


def _choice(heard: Heard) -> Turn:
    """Take whether somebody goes on alone; whoever says something else wants something else."""
    if heard.means("form"):
        return Turn(says=[_more(heard)])
    heard.talk.flow = START
    return _start(heard)


def _is_more(heard: Heard) -> Turn:
    """End, ask what else there is, or take it at once."""
    if heard.means("no") or split(heard.words) in {("no",), ("thanks",), ("thank", "you")}:
        return Turn(says=[Say(text=heard.says("bye"))], ending=Ending.ANSWERED)
    heard.talk.flow = START
    if heard.means("yes"):
        return Turn(says=[Say(text=heard.says("ask"))])
    return _start(heard)


def _following(heard: Heard) -> Edition:
    if heard.edition is None:
        raise ValueError("The assistant is in a flow, and no edition of it is known.")
    return heard.edition


_PLACES: Mapping[str, Callable[[Heard], Turn]] = {
    START: _start,
    MEANT: _meant,
    TONGUE: _tongue,
    ASKING: _asking,
    POSTCODE: _postcode,
    CHOICE: _choice,
    MORE: _is_more,
}
