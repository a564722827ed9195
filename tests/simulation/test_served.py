"""How promptly somebody was served, as the simulation remembers it of its own events."""

from datetime import datetime, timedelta
from random import Random

import pytest

from heard.core.timing import LONDON
from heard.simulation.citizens import Citizens
from heard.simulation.decks import Deck
from heard.simulation.force import answered
from heard.simulation.served import Served
from heard.simulation.wire import Event

OPENED = datetime(2020, 10, 1, 12, tzinfo=LONDON)
NUMBER = "+447700900123"


def event(kind: str, minutes: float, **data: object) -> Event:
    at = (OPENED + timedelta(minutes=minutes)).isoformat()
    return {"type": f"uk.police.{kind}", "time": at, "data": data}


def call(**told: object) -> Event:
    named = {"calling_number": "07700 900123", "incident_ids": ["I"], **told}
    return event("contact.ended", 5, **named)


def log(grade: str, *arrivals: float) -> list[Event]:
    return [
        event("incident.created", 0, incident_id="I"),
        event("incident.graded", 1, incident_id="I", grade=grade),
        *(event("resource.at_scene", minutes, incident_id="I") for minutes in arrivals),
    ]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([], 0),
        ([call()], 0),
        ([call(seconds_to_answer=30)], 1),
        ([call(seconds_to_answer=300)], 0),
        ([call(seconds_to_answer=301)], -1),
        ([call(), *log("EMERGENCY", 15)], 1),
        ([call(), *log("EMERGENCY", 30, 14)], 1),
        ([call(seconds_to_answer=5), *log("EMERGENCY", 16)], -1),
        ([call(), *log("PRIORITY", 16)], 1),
        ([call(), *log("PRIORITY", 61)], -1),
        ([call(), *log("SCHEDULED", 9_000)], 0),
        ([call(), *log("EMERGENCY")], 0),
    ],
)
def test_who_waited_and_who_did_not(told: list[Event], expected: int) -> None:
    served = Served()
    served.note(told)
    assert served.how(NUMBER) == expected


def test_who_waited_gets_the_worse_sheets_and_the_pack_stays_what_it_was() -> None:
    now = OPENED
    body = "How was it? https://heard.example.org/s/AbC-d_9"

    def answers(served: int | None) -> list[dict[str, int]]:
        citizens = Citizens(Random(3))  # noqa: S311 - a simulated person is no secret
        visits = [
            citizens.reads(body, now=now, served=n % 3 - 1 if served is None else served)
            for n in range(3_000)
        ]
        return [dict(visit.answers) for visit in visits if visit and visit.answers]

    def mean(sheets: list[dict[str, int]]) -> float:
        return sum(sum(sheet.values()) for sheet in sheets) / len(sheets)

    mixed, plain = answers(None), answers(0)
    assert mean(mixed) == pytest.approx(mean(plain), rel=0.02)
    assert len(mixed) == len(plain)


def test_a_deck_deals_the_best_of_the_next_cards_and_keeps_the_others_in_their_order() -> None:
    deck = Deck(lambda: [2, 5, 3, 9])
    assert [deck.deal_one_of(3, lambda card: card) for _ in range(4)] == [5, 9, 3, 2]


def test_who_answers_and_how_soon_is_told_as_far_as_systems_tell() -> None:
    told = [answered("101", f"C-{number}", OPENED) for number in range(1_000)]
    assert {one["handler_type"] for one in told} == {"human"}
    waited = sorted(
        int(str(one["seconds_to_answer"])) for one in told if "seconds_to_answer" in one
    )
    assert 950 < len(waited) < 1_000
    assert 60 < waited[len(waited) // 2] < 95
    assert answered("101", "C-1", OPENED) == told[1]
    bots = {str(answered("webchat", f"C-{number}", OPENED)["handler_type"]) for number in range(99)}
    assert bots == {"bot", "human", "bot_then_human"}
    assert answered("email", "C-1", OPENED) == {}
