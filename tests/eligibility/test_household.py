"""What else is known of those behind a case counts: of its logs, of the person, of the home."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from heard.consent import people
from heard.events.models import Contact
from tests import make
from tests.make import NOON, Item, minutes

IN_TEN = NOON + minutes(10)
OTHER = "07700 900555"
HOME = "14 Elm Road, B1 1AA"
AGO = NOON - timedelta(days=20)
LONG_AGO = NOON - timedelta(days=400)


def log(incident_id: str = "I1", code: str = "AS-02", *, at: datetime = NOON, **more: Any) -> Item:  # noqa: ANN401
    item = make.incident_created(incident_id, code, at=at)
    return item | {"data": item["data"] | more}


def call(contact_id: str, *incidents: str, at: datetime = NOON, **more: Any) -> Item:  # noqa: ANN401
    """A call, by default from a number of its own."""
    item = make.contact_ended(contact_id, *incidents, at=at, codes=(), number=OTHER)
    return item | {"data": item["data"] | more}


def crime(*codes: str, at: datetime = NOON, **more: Any) -> Item:  # noqa: ANN401
    data = {"crime_id": "X", "codes": list(codes), **more}
    return make.event("crime.recorded", data, at=at)


def verdict(*more: Item, **caller: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Give what is decided on one call about noise, beside these."""
    make.told(*more, log(), call("C1", "I1", **({"calling_number": make.NUMBER} | caller)))
    make.screened(IN_TEN)
    return make.verdict()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("item", "decision"),
    [
        (call("C2", "I1"), ("SEND",)),
        (call("C2", "I1", codes=["QU-01"]), ("BLOCK", "sensitive")),
        (call("C2", "I1", markers=["stalking"]), ("BLOCK", "sensitive")),
        (call("C2", "I1", markers=["hate_crime"]), ("BLOCK", "specialist")),
        (call("C2", "I1", markers=["suspect"]), ("SEND",)),
        (call("C2", "I1", summary="it is her ex"), ("HOLD", "risk_words")),
        (call("C2", "I1", role="victim", caller_age=17), ("BLOCK", "sensitive", "under_age")),
        (call("C2", "I1", role="victim", caller_age=18), ("SEND",)),
        (call("C2", "I1", role="witness", caller_age=17), ("SEND",)),
        (crime("CR-07", incident_ids=["I1"]), ("BLOCK", "sensitive")),
        (crime("CR-19", incident_ids=["I1"], age=17), ("BLOCK", "sensitive", "under_age")),
        (crime("CR-19", incident_ids=["I1"], age=18), ("SEND",)),
    ],
)
def test_whoever_else_tells_of_a_log_counts(item: Item, decision: tuple[str, ...]) -> None:
    assert verdict(item) == decision


@pytest.mark.django_db
def test_what_somebody_else_tells_of_a_log_later_has_the_gate_asked_again() -> None:
    assert verdict() == ("SEND",)
    make.told(crime("CR-04", incident_ids=["I1"]), now=IN_TEN)
    assert (make.screened(IN_TEN), make.verdict()) == (2, ("BLOCK", "sensitive"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("earlier", "decision"),
    [
        ({}, ("SEND",)),
        ({"codes": ["ZZ-9"]}, ("HOLD", "unmapped")),
        ({"summary": "he strangled her"}, ("HOLD", "risk_words")),
        ({"summary": "a gun was seen"}, ("SEND",)),
        ({"role": "suspect"}, ("BLOCK", "suspect")),
        ({"caller_age": 15}, ("BLOCK", "under_age")),
        ({"caller_age": 16}, ("SEND",)),
        ({"markers": ["no_text"]}, ("BLOCK", "unsafe")),
        ({"markers": ["complaint"]}, ("SEND",)),
        ({"markers": ["marac"]}, ("BLOCK", "household")),
    ],
)
def test_what_is_known_of_the_person_from_another_contact_counts(
    earlier: dict[str, Any], decision: tuple[str, ...]
) -> None:
    found = verdict(call("C0", at=AGO, person_id="P", **({"codes": ["AS-02"]} | earlier)))
    assert found == ("SEND",)
    make.told(call("C1", "I1", calling_number=make.NUMBER, person_id="P"), now=IN_TEN)
    make.screened(IN_TEN)
    assert make.verdict() == decision


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("earlier", "decision"),
    [
        ({"role": "suspect"}, ("SEND",)),
        ({"caller_age": 15}, ("SEND",)),
        ({"markers": ["no_text"]}, ("SEND",)),
        ({"summary": "he strangled her"}, ("HOLD", "risk_words")),
        ({"markers": ["marac"]}, ("BLOCK", "household")),
    ],
)
def test_of_others_in_the_home_counts_what_endangers_it(
    earlier: dict[str, Any], decision: tuple[str, ...]
) -> None:
    item = call("C0", at=AGO, address=HOME, codes=["AS-02"], **earlier)
    assert verdict(item, address="14 ELM RD B1 1AA") == decision


@pytest.mark.django_db
@pytest.mark.parametrize("links", [0, 1, 2, 3])
def test_an_incident_at_risk_is_found_however_many_links_away(links: int) -> None:
    names = [f"O{n}" for n in range(links + 1)]
    steps = [make.incident_linked(a, b, at=AGO) for a, b in pairwise(names)]
    logs = [log(name, at=AGO) for name in names[:-1]]
    grave = log(names[-1], "PW-10", at=AGO)
    item = call("C0", "O0", at=AGO, calling_number=make.NUMBER)
    assert verdict(*logs, grave, *steps, item) == ("BLOCK", "household")


@pytest.mark.django_db
@pytest.mark.parametrize("is_open", [True, False])
def test_an_old_incident_counts_while_it_is_open(is_open: bool) -> None:  # noqa: FBT001
    old = [
        log("O", "PW-10", at=LONG_AGO),
        call("C0", "O", at=LONG_AGO, calling_number=make.NUMBER),
        make.incident_resulted("O", "PW-10", at=LONG_AGO),
        make.incident_closed("O", at=LONG_AGO),
    ]
    found = verdict(*old, *([make.incident_reopened("O", at=AGO)] if is_open else []))
    assert found == (("BLOCK", "household") if is_open else ("SEND",))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("victim", "decision"),
    [({"phone": make.NUMBER}, ("BLOCK", "phone_gone")), ({"phone": OTHER}, ("SEND",))],
)
def test_a_telephone_that_was_the_loot_of_another_crime_is_not_texted(
    victim: dict[str, Any], decision: tuple[str, ...]
) -> None:
    theft = log("O", "CR-21", at=AGO, phone_stolen=True)
    assert verdict(theft, crime("CR-21", at=AGO, incident_ids=["O"], **victim)) == decision


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("shared", "decision"),
    [({"person_id": "P"}, ("BLOCK", "opted_out")), ({"address": HOME}, ("SEND",))],
)
def test_an_objection_by_another_number_is_the_persons_and_not_the_homes(
    shared: dict[str, Any], decision: tuple[str, ...]
) -> None:
    make.told(call("C0", at=AGO, codes=["AS-02"], **shared))
    people.opt_out(Contact.objects.get().phone_print, by="link", now=NOON)
    assert verdict(**shared) == decision


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["tags", "markers"])
def test_a_log_may_be_opened_with_what_qualifies_or_marks_it(field: str) -> None:
    found: dict[str, Any] = {"tags": ["QU-01"], "markers": ["domestic_abuse"]}
    make.told(log("I1", **{field: found[field]}), call("C1", "I1"))
    make.screened(IN_TEN)
    assert make.verdict() == ("BLOCK", "sensitive")


@pytest.mark.django_db
def test_a_scene_that_is_live_in_a_linked_log_is_waited_for() -> None:
    live = [make.unit("assigned", "M"), make.unit("at_scene", "M")]
    assert verdict(log("M"), make.incident_linked("I1", "M"), *live) == ("WAIT", "still_open")
