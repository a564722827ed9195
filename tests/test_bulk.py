"""Rows written in bulk are those that Django would have written, one by one."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from heard import bulk
from heard.events.models import Contact, Incident
from heard.invitations.models import Invitation

pytestmark = pytest.mark.django_db
AT = datetime(2020, 10, 5, 9, 0, 0, 123456, tzinfo=UTC)
WORDS = 'a "quoted" \\ word, a comma, {braces} and \N{SNOWMAN}'


def _incident(name: str, **facts: object) -> Incident:
    return Incident(incident_id=name, **facts)


def _read(name: str) -> dict[str, object]:
    return model_to_dict(Incident.objects.get(incident_id=name), exclude=["id"])


def test_every_kind_of_value_comes_back_as_it_was() -> None:
    facts = {
        "created_at": AT,
        "area": WORDS,
        "opening_codes": [WORDS, "", "null"],
        "is_open": False,
    }
    bulk.put([_incident("a", **facts), _incident("b")])
    _incident("c", **facts).save()

    assert _read("a") == _read("c") | {"incident_id": "a"}
    assert _read("b")["created_at"] is None


def test_what_is_sealed_is_sealed() -> None:
    bulk.put([Contact(contact_id="a", phone="+447700900123")])

    assert Contact.objects.get().phone == "+447700900123"
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM events_contact")
        assert "7700900123" not in cursor.fetchone()[0]


def test_a_row_that_exists_is_left_alone_or_changed_in_what_is_named() -> None:
    bulk.put([_incident("a", area="one", grade="one")])

    bulk.put([_incident("a", area="two", grade="two")], key=["incident_id"])
    assert (_read("a")["area"], _read("a")["grade"]) == ("one", "one")
    bulk.put([_incident("a", area="two", grade="two")], key=["incident_id"], update=["area"])
    assert (_read("a")["area"], _read("a")["grade"]) == ("two", "one")
    with pytest.raises(IntegrityError), transaction.atomic():
        bulk.put([_incident("a")])


def test_a_row_keeps_its_primary_key() -> None:
    bulk.put([_incident("a")])
    row = Incident.objects.get()
    row.area = "two"

    bulk.put([row], key=["id"], update=["area"])

    assert Incident.objects.get().area == "two"


def test_nothing_is_written_of_nothing() -> None:
    bulk.put([])
    assert bulk.insert(Incident, [], returning=["id"]) == []


def test_values_by_column_are_written_and_what_is_new_comes_back() -> None:
    bulk.put([_incident("a")])
    blank = {"area": "", "opening_codes": [], "closing_codes": (), "tags": [], "grade": ""}
    rows = [
        {"incident_id": name, **blank, "created_at": AT, "is_open": True, "master_ids": [WORDS]}
        | {"risks": [], "address": "", "circumstances": {}}
        for name in ("a", "b")
    ]

    new = bulk.insert(Incident, rows, key=["incident_id"], returning=["incident_id", "created_at"])

    assert new == [("b", AT)]
    assert (_read("b")["master_ids"], _read("a")["master_ids"]) == ([WORDS], [])


def test_a_binary_column_is_refused() -> None:
    with pytest.raises(TypeError, match="bytes"):
        bulk.put([Invitation(token_hash=b"1")])
