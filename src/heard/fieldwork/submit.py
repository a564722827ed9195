"""Takes a form from ODK Collect or another OpenRosa client: its XML and the files beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heard.accounts.models import User
from heard.fieldwork import attachments, forms, rejected
from heard.fieldwork._instance import read_told
from heard.fieldwork._xml import LONGEST_ID, Head, NoXml, known, read_head
from heard.fieldwork.attachments import File
from heard.fieldwork.models import Submission
from heard.fieldwork.receive import Brought, Receipt, Unacceptable, Via, content, or_kept, take_in

__all__ = ["NoXml", "Sent", "read", "submit"]

LONGEST_DEVICE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What a client sends at once: an instance with some or all of its files, and who it is."""

    xml: bytes
    files: Sequence[File] = ()
    interviewer: User | None
    device: str


def submit(sent: Sent, *, now: datetime) -> Receipt:
    """Take a form in, once for each instance id; its files may follow with the same form.

    NoXml for what cannot be read. Unacceptable for what breaks a rule, and forms.Unknown for a
    form or version that is not there: all that is kept as rejected.
    """
    head = read_head(sent.xml)
    try:
        brought = _brought(head, sent, now=now)
        attachments.require_good(sent.files)
    except Unacceptable as fault:
        who = (sent.interviewer, sent.device)
        rejected.keep(sent.xml, fault, head=head, who=who, now=now)
        raise
    with or_kept(brought, now=now), transaction.atomic():
        receipt = take_in(brought, now=now)
        rejected.settle(brought.instance, {content(brought), rejected.print_of(sent.xml)}, now=now)
    attachments.keep(brought.instance, sent.files, now=now)
    return receipt


def read(sent: Sent, *, now: datetime) -> Brought:
    """Work out what a form says that came before, at `now`. NoXml, Unacceptable."""
    return _brought(read_head(sent.xml), sent, now=now)


def _brought(head: Head, sent: Sent, *, now: datetime) -> Brought:
    """Find the form that was filled in, and what it says; without a time it was just now."""
    if not known(head):
        raise Unacceptable(f"A form needs an instanceID of at most {LONGEST_ID} characters.")
    _require_new(head)
    form = forms.find(head.form_id, head.version)
    told = read_told(head, form.version)
    ended = told.ended_at or told.started_at or now
    return Brought(
        instance=head.instance,
        collector=form.collector,
        version=form.version,
        language=told.language,
        said=told.said,
        started_at=told.started_at or ended,
        ended_at=ended,
        via=Via.OPENROSA,
        device=(told.device or sent.device)[:LONGEST_DEVICE],
        interviewer=sent.interviewer,
        apart=told.apart,
    )


def _require_new(head: Head) -> None:
    """Refuse a form that says it stands for one that is here: it would be counted twice."""
    if (earlier := head.meta.get("deprecatedID")) and Submission.objects.filter(
        instance=earlier
    ).exists():
        raise Unacceptable("It changes answers that are here already, and those stay.")
