"""The desk: whether one is there, who waits, and what one has."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpRequest
from django.urls import reverse

from heard.clock.read import now
from heard.conversations import callbacks, desk, presence, tend, theirs
from heard.conversations.desk import NotTaken
from heard.conversations.models import Adviser, Conversation
from heard.web.languages import LANGUAGES
from heard.web.staff.access import Shown
from heard.web.staff.desk.door import DESK, desk_page, number, supervises, typed, who
from heard.web.staff.desk.words import said

SHOWN = 50  # of the queue
NO_TALK = Shown(template="staff/desk/no_talk.html", status=HTTPStatus.NOT_FOUND)
# What an adviser can, and a conversation may need: languages, and what colleagues pass on to whom.
SKILLS: Mapping[str, str] = {
    **{one.code: one.english for one in LANGUAGES if one.code != "en"},
    "domestic": "Domestic abuse",
    "sexual": "Sexual offences",
    "children": "Children",
    "mental": "Mental health",
    "fraud": "Fraud",
}


@desk_page(*DESK)
def show_desk(request: HttpRequest) -> Shown:
    """Show the desk; a form says that somebody is there or away, or takes a conversation up."""
    problem = ""
    if request.method == "POST":
        done = _act(request)
        if isinstance(done, Shown):
            return done
        problem = done
    by, at = who(request), now()
    waiting = list(desk.queue()[: SHOWN + 1])
    context = {
        "me": Adviser.objects.filter(user=by).first(),
        "own": list(theirs.own(by)),
        "waiting": waiting[:SHOWN],
        "more": len(waiting) > SHOWN,
        "escalated": list(tend.escalated()[:SHOWN]),
        "calls": callbacks.waiting().count(),
        "skills": SKILLS,
        "most": presence.MOST,
        "supervises": supervises(request),
        "problem": problem,
        **said(at),
    }
    status = HTTPStatus.CONFLICT if problem else HTTPStatus.OK
    return Shown(template="staff/desk/desk.html", context=context, status=status)


def _act(request: HttpRequest) -> Shown | str:
    """Do what a form asks for: lead on, or say what is wrong with it."""
    by, does = who(request), typed(request, "do")
    try:
        if does == "come":
            skills = [one for one in request.POST.getlist("skills") if one in SKILLS]
            most = min(max(number(request, "most"), 1), presence.MOST)
            presence.come(by=by, skills=skills, most=most, now=now())
        elif does == "go":
            presence.go(by=by, now=now())
        elif does == "next":
            return _to(desk.take_next(by=by, now=now()))
        elif does == "take":
            return _to(desk.take(number(request, "number"), by=by, now=now()))
        else:
            return "Choose what to do."
    except NotTaken as refused:
        return str(refused)
    except Conversation.DoesNotExist:
        return "There is no such conversation."
    return Shown(leads_to=reverse("staff:desk"))


def _to(talk: Conversation | None) -> Shown | str:
    if talk is None:
        return "Nobody waits for what you can do."
    return Shown(leads_to=reverse("staff:talk", args=[talk.pk]))
