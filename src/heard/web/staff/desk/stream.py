"""The stream that wakes the page of a conversation as soon as something is said in it."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from heard.accounts.models import User
from heard.clock.read import now
from heard.conversations import theirs
from heard.web import talk_stream
from heard.web.broadcast import talk as topic
from heard.web.staff.access import CHAT_MANAGER
from heard.web.staff.desk.door import DESK, streams
from heard.web.talk_stream import Event, Over


def address(number: int) -> str:
    """Give where the stream of a conversation is, or nothing."""
    path = reverse("staff:talk-stream", args=[number])
    return "".join(f"{place}{path}" for place in streams())


@require_safe
def show_stream(request: HttpRequest, *, number: int) -> HttpResponseBase:
    """Tell whoever may read a conversation that something is new in it, and not what."""
    if not isinstance(request.user, User):
        return talk_stream.open_to_us(HttpResponse(status=HTTPStatus.UNAUTHORIZED))
    if request.user.roles(now=now()).isdisjoint(DESK):
        return talk_stream.open_to_us(HttpResponse(status=HTTPStatus.FORBIDDEN))
    if not talk_stream.can_stream(request):
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    read = partial(look, request.user, number)
    return talk_stream.answer(read, of=[topic(number)], after=0)


def look(by: User, number: int, _after: int) -> Sequence[Event]:
    """Say how far a conversation is, to who still may know. Over."""
    at = now()
    roles = User.objects.get(pk=by.pk).roles(now=at)
    supervises = CHAT_MANAGER in roles
    found = None
    if not roles.isdisjoint(DESK):
        found = theirs.find(number, by=by, supervises=supervises, now=at)
    if found is None:
        raise Over
    return [Event(name="talk", data={"said": found.said, "state": found.state})]
