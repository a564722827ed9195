"""The door for machines: a force's events and the gateways' receipts come in here."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Status
from ninja.security import HttpBearer

from heard import wake
from heard.accounts.keys import check_key
from heard.accounts.models import FeedKey
from heard.clock.read import now
from heard.delivery.bounces import return_paths
from heard.events.receive import Received, receive
from heard.invitations import returned
from heard.web.feeds import notify
from heard.web.feeds.batches import reject_all, take, take_receipts
from heard.web.feeds.reading import NotJson, read_body, read_bytes, read_list
from heard.web.feeds.schemas import (
    EVENT_TYPE,
    EVENTS_BODY,
    EVENTS_TYPE,
    MAIL_BODY,
    MAIL_TYPE,
    NOTIFY_INBOUND_BODY,
    NOTIFY_RECEIPT_BODY,
    RECEIPTS_BODY,
    RECEIPTS_TYPE,
    RESPONSES,
    Outcome,
)

api = NinjaAPI(
    title="Heard: feeds",
    version="1",
    description=(
        "What a force's systems and its message gateways tell Heard. Forms from devices come in at "
        "/openrosa/, which the OpenRosa standards of ODK describe."
    ),
    docs_url=None,
    urls_namespace="feeds",
)


class KeyOf(HttpBearer):
    """Lets in whoever holds a key of this kind, as the source that it was issued for."""

    def __init__(self, kind: FeedKey.Kind) -> None:
        super().__init__()
        self.kind = kind

    def authenticate(self, request: HttpRequest, token: str) -> str | None:  # noqa: ARG002
        return check_key(token, kind=self.kind, now=now())


class Fed(HttpRequest):
    """A request with the source that its key speaks for."""

    auth: str


@api.exception_handler(NotJson)
def say_not_json(request: HttpRequest, error: Exception) -> HttpResponse:
    told = Outcome.model_validate(reject_all(rule="json", message=str(error)))
    return api.create_response(request, told, status=422)


@api.post("/events", auth=KeyOf(FeedKey.Kind.EVENTS), response=RESPONSES, openapi_extra=EVENTS_BODY)
def events(request: Fed) -> Status[Received]:
    """Take in one CloudEvent, or a batch of up to 1,000: a wrong one never stops the others."""
    body = read_body(request, types=(EVENT_TYPE, EVENTS_TYPE))
    single = request.content_type == EVENT_TYPE
    verb = partial(
        receive,
        source=request.auth,
        now=now(),
        quiet=settings.ATTENDANCE_QUIET,
        kept=settings.DEAD_LETTERS_KEPT,
    )
    return _answer(take([body] if single else read_list(body), verb), single=single)


@api.post(
    "/receipts",
    auth=KeyOf(FeedKey.Kind.RECEIPTS),
    response=RESPONSES,
    openapi_extra=RECEIPTS_BODY,
)
def receipts(request: HttpRequest) -> Status[Received]:
    """Take in one receipt, or a batch of up to 1,000, in any order and any number of times."""
    body = read_body(request, types=(RECEIPTS_TYPE,))
    single = not isinstance(body, list)
    verb = partial(take_receipts, now=now())
    return _answer(take([body] if single else read_list(body), verb), single=single)


@api.post(
    "/notify/receipts",
    auth=KeyOf(FeedKey.Kind.RECEIPTS),
    response=RESPONSES,
    openapi_extra=NOTIFY_RECEIPT_BODY,
)
def notify_receipts(request: HttpRequest) -> Status[Received]:
    """Take in one delivery receipt of GOV.UK Notify, any number of times."""
    body = read_body(request, types=(RECEIPTS_TYPE,))
    return _answer(take([body], partial(notify.take_receipts, now=now())), single=True)


@api.post(
    "/notify/inbound",
    auth=KeyOf(FeedKey.Kind.INBOUND),
    response=RESPONSES,
    openapi_extra=NOTIFY_INBOUND_BODY,
)
def notify_inbound(request: HttpRequest) -> Status[Received]:
    """Take in one text that GOV.UK Notify received for us, any number of times."""
    body = notify.mend(read_body(request, types=(RECEIPTS_TYPE,)))
    return _answer(take([body], partial(notify.take_inbound, now=now())), single=True)


@api.post("/mail", auth=KeyOf(FeedKey.Kind.RECEIPTS), response=RESPONSES, openapi_extra=MAIL_BODY)
def mail(request: Fed) -> Status[Received]:
    """Take in one mail that came back: a bounce, or a complaint. What it tells nothing is kept."""
    raw = read_bytes(request, types=(MAIL_TYPE,))
    received = returned.take(
        raw,
        source=request.auth,
        paths=return_paths(),
        now=now(),
        kept=settings.DEAD_LETTERS_KEPT,
    )
    return _answer(received, single=True)


def _answer(received: Received, *, single: bool) -> Status[Received]:
    """Wake the workers if there is something new; one wrong item by itself is a wrong request."""
    if received.accepted:
        wake.ring()
    return Status(422 if single and received.rejected else 200, received)
