"""Takes letters in: nothing leaves the building in any other way."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from uuid6 import uuid7

from heard import bulk
from heard.core.wording import fragments
from heard.delivery.models import Letter, State

_FIND = "SELECT id, subject FROM delivery_letter WHERE kind = %s AND subject = ANY(%s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter to be: offered to its gateway from `not_before` on, cancelled at `expires_at`.

    `title`, `unsubscribe` (an https address) and `html` (the body once more) are an e-mail's.
    `account` is whose budget pays, a programme's slug; empty is nobody's.
    """

    subject: str
    channel: str
    address: str = field(repr=False)
    body: str = field(repr=False)
    not_before: datetime
    expires_at: datetime
    title: str = ""
    unsubscribe: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    account: str = ""


def post(kind: str, drafts: Sequence[Draft], *, now: datetime) -> list[Letter]:
    """Take in letters of this kind, each subject once; give them in the order of the drafts.

    A second letter about a subject finds the first, whatever it says.
    """
    take_in(kind, drafts, now=now)
    # Its name is all that is needed of it here: whoever asks for more gets it from its row.
    found = Letter.objects.raw(_FIND, [kind, [draft.subject for draft in drafts]])
    by_subject = {letter.subject: letter for letter in found}
    return [by_subject[draft.subject] for draft in drafts]


def take_in(kind: str, drafts: Sequence[Draft], *, now: datetime) -> None:
    """Do the same for whoever needs none of them back."""
    seal_address = Letter._meta.get_field("address").get_prep_value
    seal_body = Letter._meta.get_field("body").get_prep_value
    seal_html = Letter._meta.get_field("html").get_prep_value
    seal_unsubscribe = Letter._meta.get_field("unsubscribe").get_prep_value
    rows = [
        {
            "reference": uuid7(),
            "kind": kind,
            "subject": draft.subject,
            "channel": draft.channel,
            "account": draft.account,
            "address": seal_address(draft.address),
            "title": draft.title,
            "body": seal_body(draft.body),
            "unsubscribe": seal_unsubscribe(draft.unsubscribe or None),
            "html": seal_html(draft.html or None),
            "fragments": fragments(draft.body),
            "state": State.CREATED,
            "reason": "",
            "posted_at": now,
            "not_before": draft.not_before,
            "expires_at": draft.expires_at,
            "due_at": draft.not_before,
            "gateway_id": "",
        }
        for draft in drafts
    ]
    bulk.insert(Letter, rows, key=["kind", "subject"])
