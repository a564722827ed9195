"""Says what needs somebody: what it is, why, and where to go."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from heard.core.needs import Need, Urgency, What
from heard.eligibility.models import Programme
from heard.insight.news import BETWEEN, UP
from heard.places.areas import names
from heard.web.staff.times import day, moment, span

# The page that a thing is seen to on.
WAYS: Mapping[What, str] = {
    What.ALERTS: "alerts",
    What.HOLDS: "holds",
    What.STOPPED: "sending",
    What.UNCLEAR: "sending",
    What.SILENT: "live",
    What.DEAD: "dead-letters",
    What.CODES: "codes",
    What.FORMS: "field-rejected",
    What.CALLS: "calls",
    What.CHANGES: "programmes",
    What.RELEASES: "questionnaires",
    What.REVIEWS: "programmes",
    What.SPENT: "spending",
    What.REFUSED: "journal",
    What.REVEALED: "journal",
    What.GRANTS: "people",
    What.COMMENDATIONS: "commendations",
    What.COMMENTS: "comment-reviews",
    What.TARGETS: "targets",
    What.MESSAGES: "messages",
    What.REPLIES: "message-replies",
    What.WAVES: "waves",
    What.LISTS: "community-lists",
    What.CHATS: "desk",
    What.CALL_BACKS: "desk-calls",
    What.FLOWS: "assistant",
    What.COMMENDED: "me",
    What.OWN: "me",
    What.MOVED: "contact",
    What.BROKEN: "contact",
    What.FEW: "contact",
}
STAGES: Mapping[str, tuple[str, str]] = {
    "contact": ("Force Contact", "contact"),
    "attendance": ("Force Response", "response"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A need in words: a link to its page, and the reason."""

    title: str
    why: str
    address: str


def say(need: Need, *, now: datetime) -> Said:
    """Put a need into words."""
    address = reverse(f"staff:{WAYS[need.what]}")
    title, why, asked = _waits(need) if need.what in _WAITS else _WORDS[need.what](need, now)
    if need.what in {What.MOVED, What.FEW}:
        address = reverse(f"staff:{STAGES[need.about.split(BETWEEN)[0]][1]}")
    return Said(title=title, why=why, address=f"{address}?{urlencode(asked)}" if asked else address)


Words = tuple[str, str, Mapping[str, str]]  # a title, a reason, and what the address asks for
_NOTHING: Mapping[str, str] = {}


def _alerts(need: Need, now: datetime) -> Words:
    why = "The first clock among them " + _clock(need.by, now)
    return f"{_count(need.n, 'alert')} {_are(need.n)} open", why, _NOTHING


def _holds(need: Need, now: datetime) -> Words:
    why = "If nobody decides, the first is not asked: its time " + _clock(need.by, now)
    who = "person is" if need.n == 1 else "people are"
    return f"{need.n:,} {who} held for somebody to decide", why, _NOTHING


def _stopped(need: Need, _now: datetime) -> Words:
    why = f"{_since(need)}Nothing of it leaves until one person asks to lift it and another does."
    return "Sending is stopped", why, _NOTHING


def _unclear(need: Need, _now: datetime) -> Words:
    why = f"{_since(need)}No text is sent twice, so each needs somebody to find out."
    return f"{_count(need.n, 'text')} may have left or not", why, _NOTHING


def _silent(need: Need, _now: datetime) -> Words:
    others = f" and {_count(need.n - 1, 'other source')}" if need.n > 1 else ""
    have = "have" if others else "has"
    why = f"{_since(need)}Nobody is asked about what we are not told."
    return f"{need.about}{others} {have} gone silent", why, _NOTHING


def _dead(need: Need, _now: datetime) -> Words:
    why = f"{_since(need)}They are dropped 30 days after they came."
    return f"{_count(need.n, 'item')} of the feeds broke a rule", why, _NOTHING


def _codes(need: Need, _now: datetime) -> Words:
    mean = "means" if need.n == 1 else "mean"
    why = f"People are held until somebody says what it is, first of all for {need.about}."
    return f"{_count(need.n, 'code')} of the force {mean} nothing yet", why, _NOTHING


def _forms(need: Need, _now: datetime) -> Words:
    why = f"{_since(need)}Each holds answers that are in no figure."
    return f"{_count(need.n, 'form')} from the field could not be taken", why, _NOTHING


def _calls(need: Need, now: datetime) -> Words:
    why = "The first time within which somebody agreed to be called " + _clock(need.by, now)
    return f"{_count(need.n, 'person')} may be called now", why, _NOTHING


def _reviews(need: Need, _now: datetime) -> Words:
    why = f"Its day has come, or fewer and fewer answer: first {_survey(need.about)}."
    return f"{_count(need.n, 'survey')} {_are(need.n)} to be reviewed", why, _NOTHING


def _spent(need: Need, _now: datetime) -> Words:
    why = f"Once it is spent, nobody is asked any more this month: {_survey(need.about)}."
    have = "has" if need.n == 1 else "have"
    return f"{_count(need.n, 'survey')} {have} spent most of the budget", why, _NOTHING


def _refused(need: Need, _now: datetime) -> Words:
    why = f"{_last(need)}Most are harmless; many by one person are not."
    said = f"Somebody was refused a page {_count(need.n, 'time')} this week"
    return said, why, {"act": "web.refused"}


def _revealed(need: Need, _now: datetime) -> Words:
    why = f"{_last(need)}Each was done for a reason that the journal keeps."
    said = f"Words or a number were looked at as they are {_count(need.n, 'time')} this week"
    return said, why, {"act": "dialogues.reveal"}


def _grants(need: Need, now: datetime) -> Words:
    why = "Give it anew if it is to go on. The first " + _clock(need.by, now)
    return f"{_count(need.n, 'role')} {'ends' if need.n == 1 else 'end'} soon", why, _NOTHING


def _commendations(need: Need, _now: datetime) -> Words:
    why = f"{_since(need)}Somebody is thanked only once you have decided, thanked or published."
    return f"{_waiting(need, 'commendation')} for you", why, _NOTHING


def _commended(need: Need, _now: datetime) -> Words:
    why = "It stays between you and the force unless you let it be published."
    return "You were commended" + (f", {need.n:,} times" if need.n > 1 else ""), why, _NOTHING


def _comments(need: Need, _now: datetime) -> Words:
    why = "A colleague may learn from what was said about them only after another person looked."
    return f"{_waiting(need, 'comment')} for a review", why, _NOTHING


def _targets(need: Need, _now: datetime) -> Words:
    when = f"The first was to be reviewed on {day(need.since)}. " if need.since else ""
    why = f"{when}Hold the meeting, and keep what it decides."
    return f"{_count(need.n, 'target')} {_are(need.n)} to be reviewed", why, _NOTHING


def _waits(need: Need) -> Words:
    what, of, whom, why = _WAITS[need.what]
    return f"{_waiting(need, what, of)} {whom}", f"{_since(need)}{why}", _NOTHING


def _chats(need: Need, _now: datetime) -> Words:
    danger = "Somebody may be in danger to life: take them first. "
    why = f"{danger if need.urgency == Urgency.DANGER else ''}{_since(need)}"
    return f"{_waiting(need, 'person')} in live chat", why, _NOTHING


def _own(need: Need, _now: datetime) -> Words:
    why = "It is for you alone: how you differ from what is expected, by more than chance makes."
    things = "1 strength or lesson" if need.n == 1 else f"{need.n:,} strengths and lessons"
    return f"What people said about your work has {things}", why, _NOTHING


def _moved(need: Need, _now: datetime) -> Words:
    stage, question, way, area, team = need.about.split(BETWEEN, 4)
    name = question.replace("_", " ")
    of = f" in {names().get(area, area)}" if area else f" of {team}" if team else ""
    went = "went up" if way == UP else "went down"
    why = (
        "A real change in the newest four weeks against the four before: chance makes one as "
        "large less than once in twenty times, all that is looked at judged together."
    )
    asked = {"question": question, "area": area, "team": team}
    given = {word: value for word, value in asked.items() if value}
    return f"{STAGES[stage][0]}{of}: {name} {went}", why, given


def _broken(need: Need, _now: datetime) -> Words:
    return "A survey is another measurement now", need.about, _NOTHING


def _few(need: Need, _now: datetime) -> Words:
    why = "So few answered in the newest four weeks that its shares may be far off."
    return f"{STAGES[need.about][0]} stands on few answers", why, _NOTHING


_SECOND, _YOURS = "for a second person", "You did not ask for it, so you may decide."
# What waits and has no clock: what it is, of what, for whom, and why it matters.
_WAITS: Mapping[What, tuple[str, str, str, str]] = {
    What.CHANGES: ("change", " to programmes", _SECOND, _YOURS),
    What.RELEASES: ("questionnaire", "", _SECOND, _YOURS),
    What.MESSAGES: (
        *("message", " to members", "for your approval"),
        "Nobody gets it before somebody else than its author has approved it.",
    ),
    What.REPLIES: ("member", "", "for an answer", "They wrote back about a message of ours."),
    What.WAVES: (
        *("survey", " of members", _SECOND),
        "If nobody approves it before it opens, no member is asked.",
    ),
    What.LISTS: (
        *("list", " of partners", _SECOND),
        "What nobody approves is forgotten, and nobody on it is asked.",
    ),
    What.CALL_BACKS: ("person", "", "to be called back", "They said when it is safe to call."),
    What.FLOWS: ("flow", " of the assistant", _SECOND, "It answers nobody before that."),
}
_WORDS: Mapping[What, Callable[[Need, datetime], Words]] = {
    What.ALERTS: _alerts,
    What.HOLDS: _holds,
    What.STOPPED: _stopped,
    What.UNCLEAR: _unclear,
    What.SILENT: _silent,
    What.DEAD: _dead,
    What.CODES: _codes,
    What.FORMS: _forms,
    What.CALLS: _calls,
    What.REVIEWS: _reviews,
    What.SPENT: _spent,
    What.REFUSED: _refused,
    What.REVEALED: _revealed,
    What.GRANTS: _grants,
    What.COMMENDATIONS: _commendations,
    What.COMMENTS: _comments,
    What.TARGETS: _targets,
    What.CHATS: _chats,
    What.COMMENDED: _commended,
    What.OWN: _own,
    What.MOVED: _moved,
    What.BROKEN: _broken,
    What.FEW: _few,
}


def _clock(by: datetime | None, now: datetime) -> str:
    """Say when a clock runs out, or ran out."""
    if by is None:
        return "is not known."
    if by <= now:
        return f"ran out {span(now - by)} ago, at {moment(by).replace(' at ', ', ')}."
    return f"runs out in {span(by - now)}, on {moment(by)}."


def _since(need: Need) -> str:
    return f"The oldest is of {moment(need.since)}. " if need.since else ""


def _last(need: Need) -> str:
    return f"The last was on {moment(need.since)}. " if need.since else ""


def _count(n: int, what: str) -> str:
    many = "people" if what == "person" else f"{what}s"
    return f"{n:,} {what if n == 1 else many}"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _waiting(need: Need, what: str, of: str = "") -> str:
    return f"{_count(need.n, what)}{of} {'waits' if need.n == 1 else 'wait'}"


def _survey(slug: str) -> str:
    name = Programme.objects.filter(slug=slug).values_list("name", flat=True).first()
    return name or slug
