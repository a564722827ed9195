"""What events add up to, however late, twice or out of order they come."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.journeys import (
    AttendanceSum,
    ContactSum,
    CrimeSum,
    IncidentSum,
    Told,
    fold_attendance,
    fold_contact,
    fold_crime,
    fold_incident,
)

NOON = datetime(2020, 10, 1, 11, tzinfo=UTC)


def at(minute: float) -> datetime:
    return NOON + timedelta(minutes=minute)


def told(kind: str, minute: float, **data: object) -> Told:
    """One event about incident I, with an id of its own."""
    body = {"incident_id": "I", **data}
    name = f"{kind} {minute} {sorted(data.items())}"
    return Told(type=f"uk.police.{kind}", at=at(minute), event_id=name, data=body)


def unit(move: str, minute: float, name: str = "BE21") -> Told:
    return told(f"resource.{move}", minute, unit=name, team=f"team of {name}")


def call(minute: float, **data: object) -> Told:
    blank: dict[str, object] = {
        "contact_id": "C",
        "channel": "101",
        "incident_ids": [],
        "codes": [],
        "calling_number": None,
        "caller_age": None,
        "handler": "h-7",
        "team": "Contact 3",
    }
    return told("contact.ended", minute, **blank | data)


JOB = [
    told("incident.created", 0, opening_codes=["AS-02"], area="BE", ward="E05001179"),
    told("incident.tagged", 0.5, tags=[], casualties=False, address="p"),
    told("incident.graded", 1, grade="PRIORITY"),
    told("incident.tagged", 2, tags=["QU-22"], relationship="family", risks=["partner"]),
    told("incident.regraded", 3, grade="EMERGENCY", opening_codes=["AS-03", "AS-02"]),
    told("incident.linked", 4, master_id="M"),
    told("incident.linked", 5, master_id="N"),
    unit("assigned", 6),
    unit("at_scene", 10),
    unit("assigned", 11, "BE22"),
    unit("cleared", 30),
    unit("stood_down", 31, "BE22"),
    told("incident.resulted", 40, closing_codes=["AS-02"], relationship="none", casualties=True),
    told("incident.closed", 41, markers=["restricted"]),
    told("incident.reopened", 50),
    told("incident.closed", 60),
]
INCIDENT = IncidentSum(
    created_at=NOON,
    area="BE",
    ward="E05001179",
    opening_codes=("AS-02", "AS-03"),
    closing_codes=("AS-02",),
    tags=("QU-22", "restricted"),
    grade="EMERGENCY",
    is_open=False,
    master_ids=("M", "N"),
    risks=("partner",),
    address="p",
    circumstances={"casualties": True, "relationship": "family"},
)
ATTENDANCE = AttendanceSum(
    arrived_at=at(10),
    ended_at=at(30),
    units_out=False,
    units=("BE21", "BE22"),
    team="team of BE21",
)
CALLS = [
    call(
        0,
        incident_ids=["I"],
        codes=["AS-02"],
        calling_number="07700 900123",
        caller_age=40,
        seconds_to_answer=12,
        handler_type="bot_then_human",
    ),
    call(
        5,
        incident_ids=["J", "I"],
        codes=["TR-04"],
        calling_number="07700 900124",
        email="a@b.example",
        role="caller",
        traces=["q"],
        address="q",
        risks=["child"],
        seconds_to_answer=0,
    ),
    call(2, channel="999", codes=["PW-05"], caller_age=15, markers=["unsafe"], language="pl"),
]
CONTACT = ContactSum(
    ended_at=at(0),  # told first; what is told later of a call makes it no fresher
    channel="101",
    incident_ids=("I", "J"),
    codes=("AS-02", "PW-05", "TR-04"),
    phone="07700 900124",
    email="a@b.example",
    age=15,
    role="caller",
    language="pl",
    markers=("unsafe",),
    risks=("child",),
    traces=("q",),
    address="q",
    demographics={},
    handler="h-7",
    team="Contact 3",
    handler_type="bot_then_human",
    seconds_to_answer=0,
)


@st.composite
def shuffled(draw: st.DrawFn, events: list[Told]) -> list[Told]:
    """All of these events, some of them twice, in any order."""
    again = draw(st.lists(st.sampled_from(events), max_size=6))
    return draw(st.permutations(events + again))


@given(events=shuffled(JOB))
def test_a_job_adds_up_to_the_same_in_any_order(events: list[Told]) -> None:
    assert fold_incident(events) == INCIDENT
    assert fold_attendance(events) == ATTENDANCE


@given(events=shuffled(CALLS))
def test_a_call_that_is_told_again_adds_up_to_the_same_in_any_order(events: list[Told]) -> None:
    assert fold_contact(events) == CONTACT


@given(events=shuffled(JOB), cut=st.integers(0, len(JOB)))
def test_what_is_known_of_codes_and_links_only_ever_grows(events: list[Told], cut: int) -> None:
    less, more = fold_incident(events[:cut]), fold_incident(events)
    for field in ("opening_codes", "closing_codes", "tags", "master_ids"):
        assert set(getattr(less, field)) <= set(getattr(more, field))


def test_a_contact_is_nothing_before_it_ended() -> None:
    assert fold_contact(JOB) is None


def test_the_last_number_told_counts_even_if_it_is_none() -> None:
    total = fold_contact([call(0, calling_number="07700 900123"), call(1)])
    assert total is not None
    assert total.phone is None


def test_an_unknown_log_is_open_and_empty() -> None:
    assert fold_incident([]) == IncidentSum(
        created_at=None,
        area="",
        ward="",
        opening_codes=(),
        closing_codes=(),
        tags=(),
        grade="",
        is_open=True,
        master_ids=(),
        risks=(),
        address="",
        circumstances={},
    )


@pytest.mark.parametrize(
    ("turns", "is_open"),
    [
        ([], True),
        ([("closed", 1)], False),
        ([("closed", 1), ("reopened", 2)], True),
        ([("closed", 1), ("reopened", 1)], True),
        ([("reopened", 1), ("closed", 2)], False),
    ],
)
def test_a_log_is_open_unless_its_last_turn_closed_it(
    turns: list[tuple[str, int]],
    is_open: bool,  # noqa: FBT001
) -> None:
    events = [told(f"incident.{turn}", minute) for turn, minute in turns]
    assert fold_incident(events).is_open is is_open
    assert fold_incident(events[::-1]).is_open is is_open


def test_a_log_that_is_linked_to_itself_is_not_merged() -> None:
    assert fold_incident([told("incident.linked", 1, master_id="I")]).master_ids == ()


def test_nobody_was_sent() -> None:
    assert fold_attendance(JOB[:6]) is None


def test_the_visit_goes_on_while_one_unit_is_there() -> None:
    events = [unit("at_scene", 1), unit("at_scene", 2, "BE22"), unit("cleared", 9)]
    assert fold_attendance(events) == AttendanceSum(
        arrived_at=at(1),
        ended_at=None,
        units_out=True,
        units=("BE21", "BE22"),
        team="team of BE21",
    )


def test_a_unit_on_its_way_keeps_the_visit_open_until_it_is_stood_down() -> None:
    events = [unit("at_scene", 1), unit("assigned", 2, "BE22"), unit("cleared", 9)]
    assert [
        total.ended_at
        for total in (
            fold_attendance(events),
            fold_attendance([*events, unit("stood_down", 12, "BE22")]),
        )
        if total
    ] == [None, at(9)]


def test_a_unit_that_returns_begins_the_visit_again() -> None:
    events = [unit("at_scene", 1), unit("cleared", 9), unit("at_scene", 14), unit("cleared", 20)]
    ends = [fold_attendance(events[:n]) for n in (2, 3, 4)]
    assert [total.ended_at for total in ends if total] == [at(9), None, at(20)]
    assert [total.arrived_at for total in ends if total] == [at(1), at(1), at(1)]


@pytest.mark.parametrize(
    "events",
    [
        [unit("assigned", 1), unit("stood_down", 5)],
        [unit("assigned", 1), unit("cleared", 5)],
        [unit("cleared", 5)],
    ],
)
def test_without_an_arrival_on_record_nobody_is_known_to_have_been_met(events: list[Told]) -> None:
    total = fold_attendance(events)
    assert total is not None
    assert (total.arrived_at, total.ended_at) == (None, None)


def test_an_arrival_noted_in_the_minute_of_leaving_came_before_it() -> None:
    events = [unit("cleared", 5), unit("at_scene", 5)]
    total = fold_attendance(events)
    assert total is not None
    assert (total.arrived_at, total.ended_at) == (at(5), at(5))


CRIME = [
    told("crime.recorded", 0, crime_id="K", codes=["CR-17"], handler="", team="", age=40),
    told("crime.initial_investigation_done", 10, crime_id="K"),
    told("crime.initial_investigation_done", 12, crime_id="K"),
    told("crime.victim_updated", 20, crime_id="K"),
    told("crime.victim_updated", 30, crime_id="K"),
    told("crime.outcome_assigned", 40, crime_id="K", outcome="charged"),
    told("crime.filed", 50, crime_id="K"),
    told("crime.filed", 60, crime_id="K"),
]


@given(events=shuffled(CRIME))
def test_a_crime_adds_up_to_the_same_in_any_order(events: list[Told]) -> None:
    assert fold_crime(events) == CrimeSum(
        recorded_at=NOON,
        investigated_at=at(10),
        updated_at=at(30),
        outcome="charged",
        filed_at=at(60),
    )


def test_the_victim_of_a_crime_is_a_contact_by_no_channel_of_ours() -> None:
    more = {"phone": "07700 900123", "demographics": {"gender": "f"}, "traces": ["p"]}
    victim = fold_contact([*CRIME, told("crime.recorded", 1, **CRIME[0].data | more)])
    assert victim is not None
    assert (victim.channel, victim.codes, victim.age) == ("crime", ("CR-17",), 40)
    assert (victim.phone, victim.demographics, victim.traces) == (
        *("07700 900123", {"gender": "f"}, ("p",)),
    )
    assert fold_crime([]).recorded_at is None
