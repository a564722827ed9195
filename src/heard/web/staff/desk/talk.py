"""One conversation: what was gathered and said, the answer, and what else an adviser does."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.conversations import canned, desk, presence, recording, supervise, tend, theirs
from heard.conversations.converse import NotSaid
from heard.conversations.desk import OUTCOMES, Closed, NotTaken
from heard.conversations.models import Conversation
from heard.web.staff.access import Shown
from heard.web.staff.desk.door import DESK, desk_page, number, supervises, typed, who
from heard.web.staff.desk.stream import address
from heard.web.staff.desk.views import NO_TALK, SHOWN, SKILLS
from heard.web.staff.desk.words import said, topics

State = Conversation.State
HERE, DESK_PAGE = "staff:talk", "staff:desk"  # where an act leads to


@desk_page(*DESK)
def show_talk(request: HttpRequest, *, number: int) -> Shown:
    """Show one conversation to who has it or supervises the desk; a form acts on it."""
    found = theirs.find(number, by=who(request), supervises=supervises(request), now=now())
    if found is None:
        return NO_TALK
    problem = ""
    if request.method == "POST" and typed(request, "do") != "put":
        done = _act(request, number)
        if isinstance(done, Shown):
            return done
        problem = done
        found.refresh_from_db()
    context = _context(request, found) | {"problem": problem}
    status = HTTPStatus.BAD_REQUEST if problem else HTTPStatus.OK
    about = f"conversation:{number}"
    return Shown(template="staff/desk/talk.html", context=context, about=about, status=status)


def _context(request: HttpRequest, talk: Conversation) -> dict[str, object]:
    by, at = who(request), now()
    others = [one for one in presence.everybody() if one.is_there and one.user_id != by.pk]
    return {
        "found": theirs.whole(talk),
        "talk": talk,
        "own": list(theirs.own(by)),
        "escalated": list(tend.escalated()[:SHOWN]),
        "danger": list(desk.queue().filter(urgency=0)[:SHOWN]),
        "is_mine": talk.state == State.ADVISER and talk.adviser_id == by.pk,
        "is_open": talk.state in {State.WAITING, State.ADVISER},
        "supervises": supervises(request),
        "advisers": [one for one in others if one.user_id != talk.adviser_id],
        "canned": canned.canned_for(talk),
        "key": typed(request, "key") or str(uuid4()),
        "text": _text(request, talk),
        "typed": request.POST,
        "topics": topics(),
        "outcomes": OUTCOMES,
        "skills": SKILLS,
        "stream": address(talk.pk),
        "records": bool(settings.RECORDING_URL),
        **said(at),
    }


def _text(request: HttpRequest, talk: Conversation) -> str:
    """Give what stands in the field of the answer: what was typed, and what was put after it."""
    has = typed(request, "text")
    if typed(request, "do") != "put":
        return has
    chosen = {one.pk: one.text for one in canned.canned_for(talk)}.get(number(request, "canned"))
    return "\n".join(one for one in (has.rstrip(), chosen or "") if one)


def _act(request: HttpRequest, talk: int) -> Shown | str:
    """Do what a form asks for: lead on, or say what is wrong with it."""
    act = ACTS.get(typed(request, "do"))
    if act is None:
        return "Choose what to do."
    do, leads_to = act
    try:
        wrong = do(request, talk)
    except (NotTaken, NotSaid) as refused:
        return str(refused)
    parts = [talk] if leads_to == HERE else []
    return wrong or Shown(leads_to=reverse(leads_to, args=parts))


def _answer(request: HttpRequest, talk: int) -> str:
    try:
        key = UUID(typed(request, "key"))
    except ValueError:
        return "Send it again."
    desk.answer(talk, typed(request, "text"), key=key, by=who(request), now=now())
    return ""


def _note(request: HttpRequest, talk: int) -> str:
    desk.note(talk, typed(request, "note"), by=who(request), now=now())
    return ""


def _transfer(request: HttpRequest, talk: int) -> str:
    why = typed(request, "why").strip()
    if not why or len(why) > desk.LONGEST_NOTE:
        return "Say why you pass it on, for the colleague who takes it."
    skills = [one for one in request.POST.getlist("skills") if one in SKILLS]
    desk.transfer(talk, why=why, skills=skills, by=who(request), now=now())
    return ""


def _close(request: HttpRequest, talk: int) -> str:
    topic, outcome = typed(request, "topic"), typed(request, "outcome")
    if topic not in dict(topics()):
        return "Choose what it was about."
    if outcome not in OUTCOMES:
        return "Choose what came of it."
    desk.close(talk, Closed(topic=topic, outcome=outcome), by=who(request), now=now())
    return ""


def _report(request: HttpRequest, talk: int) -> str:
    if not settings.RECORDING_URL:
        return "No recording system is connected: enter the report there by hand."
    source = settings.SITE_URL
    recording.report(talk, typed(request, "summary"), by=who(request), source=source, now=now())
    return ""


def _take_over(request: HttpRequest, talk: int) -> str:
    if not supervises(request):
        return "Who supervises the desk takes conversations over."
    supervise.take_over(talk, by=who(request), now=now())
    return ""


def _move(request: HttpRequest, talk: int) -> str:
    if not supervises(request):
        return "Who supervises the desk moves conversations."
    there = {one.user_id: one.user for one in presence.everybody() if one.is_there}
    to = there.get(number(request, "to"))
    if to is None:
        return "Choose somebody who is at the desk."
    supervise.move(talk, to=to, by=who(request), now=now())
    return ""


# What a form may ask for, and the page that it leads to.
ACTS: Mapping[str, tuple[Callable[[HttpRequest, int], str], str]] = {
    "answer": (_answer, HERE),
    "note": (_note, HERE),
    "report": (_report, HERE),
    "take_over": (_take_over, HERE),
    "move": (_move, HERE),
    "transfer": (_transfer, DESK_PAGE),
    "close": (_close, DESK_PAGE),
}
