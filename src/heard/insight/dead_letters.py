"""Items of feeds that broke a rule, the newest first, with no more shown of them than is needed."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heard.core import journeys
from heard.core.masking import Shows, is_code, is_id, is_time, mask, one_of
from heard.core.returned import RULES as RETURNED
from heard.events.models import DeadLetter
from heard.insight.paging import COUNTED, newest

CHANNELS = ("999", "101", "webchat", "webform", "front_counter", "social", "email")
MACHINES = ("alarm", "radio", "other")
HANDLER_TYPES = ("human", "bot", "bot_then_human")
GRADES = ("EMERGENCY", "PRIORITY", "SCHEDULED", "NO_DEPLOYMENT")
TYPES = (
    *(journeys.CONTACT_ENDED, journeys.CREATED, journeys.GRADED, journeys.REGRADED),
    *(journeys.TAGGED, journeys.LINKED, journeys.RESULTED, journeys.CLOSED, journeys.REOPENED),
    *(journeys.ASSIGNED, journeys.AT_SCENE, journeys.CLEARED, journeys.STOOD_DOWN),
    *(journeys.CRIME_RECORDED, journeys.INVESTIGATED, journeys.VICTIM_UPDATED),
    *(journeys.OUTCOME_ASSIGNED, journeys.CRIME_FILED, journeys.MARKED, journeys.UNMARKED),
    journeys.REDIRECTED,
)
_nothing = one_of(())

# Every field of an event, and which words in it may be read. What is not here is not shown.
FIELDS: Mapping[str, Shows] = {
    "specversion": one_of(["1.0"]),
    "id": is_id,
    "source": _nothing,
    "type": one_of(TYPES),
    "time": is_time,
    "datacontenttype": one_of(["application/json"]),
    "data": _nothing,
    "contact_id": is_id,
    "incident_id": is_id,
    "incident_ids": is_id,
    "master_id": is_id,
    "channel": one_of([*CHANNELS, *MACHINES]),
    "codes": is_code,
    "opening_codes": is_code,
    "closing_codes": is_code,
    "tags": is_code,
    "grade": one_of(GRADES),
    "handler_type": one_of(HANDLER_TYPES),
    "seconds_to_answer": _nothing,
    "crime_id": is_id,
    "markers": is_code,
    **dict.fromkeys(("calling_number", "caller_age", "handler", "team"), _nothing),
    **dict.fromkeys(("area", "ward", "unit"), _nothing),
    **dict.fromkeys(("phone", "email", "address", "person_id", "age", "demographics"), _nothing),
    **dict.fromkeys(("summary", "role", "language", "outcome", "relationship"), _nothing),
    **dict.fromkeys(journeys.CIRCUMSTANCES, _nothing),
}
# The rules whose words never repeat what was sent; ours, and those of the checks of each field.
PLAIN = frozenset(
    (
        *("object", "size", "required", "source_of_key", "not_ahead", "not_ancient", "storable"),
        *("missing", "string_type", "string_too_short", "string_too_long", "list_type"),
        *("string_pattern_mismatch", "too_long", "int_type", "greater_than_equal"),
        *("less_than_equal", "literal_error", "model_type", "timezone_aware"),
        *("datetime_from_date_parsing", "datetime_parsing"),
        # Of a nightly file: a column of its heading, and what is wrong in words of ours.
        *("gap", "known_word", "ward_code", "whose_word", "number", "left_out", "no_event"),
        *("csv", "cells", "encoding", "time", "time_exists", "time_ambiguous"),
        # Of a mail that came back.
        *RETURNED,
        "no_invitation",
    )
)
INSTEAD = {
    "known_type": "Heard knows no events of this type.",
    "cloudevents": "An attribute is not as CloudEvents 1.0 has it.",
}
WITHHELD = "What was wrong is not repeated here, since it may hold words of what was sent."
UNKNOWN_FIELD = "(a field that Heard does not know)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """One item: `field` and `message` as far as they may be read, `body` masked."""

    received_at: datetime
    expires_at: datetime
    source: str
    index: int
    field: str
    rule: str
    message: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetters:
    """A page of items."""

    items: Sequence[Wrong]
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How many of the newest 10,000 broke each rule, and how many came from each source."""

    by_rule: Mapping[str, int]
    by_source: Mapping[str, int]

    @property
    def is_cut(self) -> bool:
        return sum(self.by_rule.values()) == COUNTED


def totals() -> Totals:
    """Count what is there, the most frequent first."""
    latest = DeadLetter.objects.order_by("-received_at", "-id").values_list("rule", "source")
    recent = list(latest[:COUNTED])
    return Totals(
        by_rule=dict(Counter(rule for rule, _ in recent).most_common()),
        by_source=dict(Counter(source for _, source in recent).most_common()),
    )


def dead_letters(*, source: str = "", rule: str = "", before: int | None = None) -> DeadLetters:
    """Give what this source sent that broke this rule. `before` is an earlier page's last key."""
    chosen = {name: word for name, word in (("source", source), ("rule", rule)) if word}
    rows = DeadLetter.objects.filter(**chosen).values(
        *("id", "received_at", "expires_at", "source", "index", "field", "rule", "message", "body")
    )
    page = newest(rows, by="received_at", before=before)
    return DeadLetters(items=[_wrong(row) for row in page.rows], older=page.older)


def _wrong(row: Mapping[str, Any]) -> Wrong:
    return Wrong(
        received_at=row["received_at"],
        expires_at=row["expires_at"],
        source=row["source"],
        index=row["index"],
        field=_field(row["field"]),
        rule=row["rule"],
        message=row["message"] if row["rule"] in PLAIN else INSTEAD.get(row["rule"], WITHHELD),
        body=mask(row["body"], {**FIELDS, "source": one_of([row["source"]])}),
    )


def _field(path: str) -> str:
    """Give the path to a field where each step is a field of ours, or a place in a list."""
    steps = path.split(".") if path else []
    return path if all(s in FIELDS or s.isdigit() for s in steps) else UNKNOWN_FIELD
