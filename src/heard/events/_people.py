"""Keeps the people who were in touch, callers and victims, equal to the sum of their events."""

from collections.abc import Mapping

from heard import bulk
from heard.core.addresses import read_phone
from heard.core.emails import EmailKind, read_email
from heard.core.journeys import ContactSum, Told, fold_contact
from heard.events._told import all_told, ask
from heard.events.models import Contact
from heard.vault.ring import fingerprint_email, fingerprint_phone

_CONTACT = (
    *("channel", "ended_at", "incident_ids", "codes", "age", "role", "language", "markers"),
    *("risks", "demographics", "handler", "team", "phone", "phone_kind", "phone_print"),
    *("email", "email_print", "address", "traces", "handler_type", "seconds_to_answer"),
)
_LOCK = """
    SELECT contact_id, id FROM events_contact WHERE contact_id = ANY(%s)
    ORDER BY contact_id FOR NO KEY UPDATE
"""

_seal_phone = Contact._meta.get_field("phone").get_prep_value
_seal_email = Contact._meta.get_field("email").get_prep_value


def sum_contacts(told: Mapping[str, list[Told]]) -> dict[str, tuple[int, ContactSum]]:
    """Lock these contacts in the order of their ids and sum them up; give those that have ended.

    One that is new is written at once with what we tell of it: there are no other events of it,
    since its row comes with its first. Whoever else tells of it waits for us at its row.
    """
    sums = {name: fold_contact(events) for name, events in told.items()}
    rows = [_contact(name, sums[name]) for name in sorted(sums)]
    ids = dict(bulk.insert(Contact, rows, key=["contact_id"], returning=["contact_id", "id"]))
    if known := sums.keys() - ids:
        ids |= dict(ask(_LOCK, known))
        events = all_told("contact_id", known)
        sums |= {name: fold_contact(found) for name, found in events.items()}
        rows = [_contact(name, sums[name]) for name in sorted(known)]
        bulk.insert(Contact, rows, key=["contact_id"], update=_CONTACT)
    return {name: (ids[name], total) for name, total in sums.items() if total is not None}


def _contact(name: str, total: ContactSum | None) -> dict[str, object]:
    """Give the row of a contact, by column."""
    return {"contact_id": name} | (_facts(total) if total else _NOTHING_TOLD)


def _facts(total: ContactSum) -> dict[str, object]:
    phone, email = read_phone(total.phone), read_email(total.email)
    phone_print = fingerprint_phone(phone.e164) if phone.e164 else ""
    mailbox = email.address if email.kind is EmailKind.OK else ""
    email_print = fingerprint_email(mailbox) if mailbox else ""
    traces = (*total.traces, phone_print, email_print)
    return {
        "channel": total.channel,
        "ended_at": total.ended_at,
        "incident_ids": total.incident_ids,
        "codes": total.codes,
        "age": total.age,
        "role": total.role,
        "language": total.language,
        "markers": total.markers,
        "risks": total.risks,
        "demographics": total.demographics,
        "handler": total.handler,
        "team": total.team,
        "handler_type": total.handler_type,
        "seconds_to_answer": total.seconds_to_answer,
        "phone": _seal_phone(phone.e164 or None),
        "phone_kind": phone.kind,
        "phone_print": phone_print,
        "email": _seal_email(mailbox or None),
        "email_print": email_print,
        "address": total.address,
        "traces": list(dict.fromkeys(trace for trace in traces if trace)),
    }


_NOTHING_TOLD: dict[str, object] = {
    **dict.fromkeys(("channel", "role", "language", "handler", "team", "handler_type"), ""),
    **dict.fromkeys(("phone_kind", "phone_print", "email_print", "address"), ""),
    **dict.fromkeys(("incident_ids", "codes", "markers", "risks", "traces"), ()),
    **dict.fromkeys(("ended_at", "age", "phone", "email", "seconds_to_answer")),
    "demographics": {},
}
