"""Reads one CloudEvent, strictly, into the fields that the flow needs and no others."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.v1.event import CloudEvent
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter, ValidationError

from heard.core import journeys
from heard.core.addresses import normalised_address, read_phone
from heard.core.emails import read_email
from heard.core.journeys import VICTIM
from heard.core.risks import risks
from heard.events._shapes import PAYLOADS, Id, Marked
from heard.vault.ring import fingerprint, fingerprint_email, fingerprint_phone

AHEAD = timedelta(minutes=5)  # how far a sender's clock may be ahead of ours
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # what is dated before is a fault, not a fact
LONGEST = 64_000  # characters of one event

_TIME = TypeAdapter(
    # RFC 3339 has a date before its T: without this a number of seconds would pass.
    Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d[Tt]", max_length=40)]
)
_INSTANT = TypeAdapter(AwareDatetime)
_ID = TypeAdapter(Id)


class Wrong(Exception):
    """An item broke a rule; says which field and which rule, in words."""

    def __init__(self, field: str, rule: str, message: str) -> None:
        super().__init__(message)
        self.field, self.rule, self.message = field, rule, message


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An event that kept every rule.

    `phone` and `email` stand apart from `data`, to be sealed. Of an address and of a person's own
    number in the records `data` has the prints, and of a log's text the risks that it speaks of.
    """

    event_id: str
    type: str
    occurred_at: datetime
    contact_id: str | None
    incident_id: str | None
    crime_id: str | None
    data: dict[str, Any]
    phone: str | None
    email: str | None


def as_json(item: object) -> str:
    """Write an item as JSON; one that nests too deeply to be written is as if it were empty."""
    try:
        return json.dumps(item)
    except RecursionError:
        return ""


def read(item: object, *, source: str, now: datetime) -> Read:
    """Read one decoded CloudEvent from `source`, or raise Wrong."""
    if not isinstance(item, dict):
        raise Wrong("", "object", "A CloudEvent is a JSON object.")
    if len(as_json(item)) > LONGEST:
        raise Wrong("", "size", f"An event has at most {LONGEST} characters.")
    event = _envelope(item, source=source, now=now)
    payload = _payload(str(event.get_type()), item.get("data"))
    data = payload.model_dump(mode="json", exclude_none=True)
    phone = data.pop("calling_number", data.pop("phone", None))
    email = data.pop("email", None)
    _print(data)
    if isinstance(payload, Marked):
        data["traces"] = [*data.get("traces", ()), *_reached(phone, email)]
        phone = email = None
    if (text := data.pop("summary", None)) is not None:
        data["risks"] = sorted(risks(text))
    return Read(
        event_id=str(event.get_id()),
        type=str(event.get_type()),
        occurred_at=event.get_attributes()["time"],
        contact_id=_contact_id(str(event.get_type()), data),
        incident_id=data.get("incident_id"),
        crime_id=data.get("crime_id"),
        data=data,
        phone=phone,
        email=email,
    )


def _contact_id(kind: str, data: dict[str, Any]) -> str | None:
    """Give the contact that an event tells of: the victim of a crime is one too."""
    if kind == journeys.CRIME_RECORDED:
        return f"{VICTIM}{data['crime_id']}"
    contact_id: str | None = data.get("contact_id")
    return contact_id


def _reached(phone: str | None, email: str | None) -> list[str]:
    """Give the prints of a number and of an address; Wrong where none of them can be read."""
    number, mailbox = read_phone(phone).e164, read_email(email).address
    prints = [fingerprint_phone(number)] if number else []
    prints += [fingerprint_email(mailbox)] if mailbox else []
    if (phone or email) and not prints:
        raise Wrong("data.phone", "readable", "Neither the number nor the address can be read.")
    return prints


def _print(data: dict[str, Any]) -> None:
    """Put prints in the place of an address and of a person's own number in the records."""
    if (address := data.pop("address", None)) and (plain := normalised_address(address)):
        data["address"] = fingerprint(plain, of="address")
        data.setdefault("traces", []).append(data["address"])
    if person := data.pop("person_id", None):
        data.setdefault("traces", []).append(fingerprint(person, of="person"))


def _envelope(item: dict[str, Any], *, source: str, now: datetime) -> CloudEvent:
    """Check the attributes by the CloudEvents SDK, which invents those that are absent."""
    for name in ("id", "source", "type", "time", "specversion"):
        if item.get(name) in (None, ""):
            raise Wrong(name, "required", f"The attribute {name} is missing.")
    try:
        _ID.validate_python(item["id"])
        attributes = {k: v for k, v in item.items() if k != "data"}
        event = CloudEvent(attributes | {"time": _time(item["time"], now=now)})
    except ValidationError as error:
        raise Wrong("id", error.errors()[0]["type"], error.errors()[0]["msg"]) from None
    except CloudEventValidationError as error:
        field, found = next(iter(error.errors.items()))
        raise Wrong(_printable(field), "cloudevents", _printable(str(found[0]))) from None
    if event.get_source() != source:
        raise Wrong("source", "source_of_key", "The key may not speak for this source.")
    return event


def _time(value: object, *, now: datetime) -> datetime:
    """Read an instant as RFC 3339 writes it, into UTC."""
    try:
        time = _INSTANT.validate_python(_TIME.validate_python(value))
    except ValidationError as error:
        raise Wrong("time", error.errors()[0]["type"], error.errors()[0]["msg"]) from None
    if time > now + AHEAD:
        raise Wrong("time", "not_ahead", "The event is dated after now.")
    if time < EARLIEST:
        raise Wrong("time", "not_ancient", "The event is dated before the year 2000.")
    return time.astimezone(UTC)


def _printable(text: str) -> str:
    """Cut a sender's own words to what a row can hold and a reader can bear."""
    return "".join(character for character in text if character.isprintable())[:200]


def _payload(kind: str, data: object) -> BaseModel:
    if kind not in PAYLOADS:
        raise Wrong("type", "known_type", f"There is no event type {kind[:100]!r}.")
    try:
        return PAYLOADS[kind].model_validate(data, strict=True)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(("data", *map(str, first["loc"])))
        raise Wrong(field, first["type"], first["msg"]) from None
