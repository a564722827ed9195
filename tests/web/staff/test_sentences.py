"""A history in sentences."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from heard.core import journeys
from heard.core.reasons import REASONS
from heard.insight.history import Asked, Decided, Heard, History, Point, Told
from heard.web.staff.sentences import days, title, verdicts, why

NOON = datetime(2020, 10, 12, 11, tzinfo=UTC)  # noon in London
DAY = timedelta(days=1)
NAME = "Calls"
REFERENCE = UUID(int=7)


def decided(outcome: str = "SEND", *reasons: str, **facts: object) -> Decided:
    values = {
        "programme": NAME,
        "at": NOON,
        "outcome": outcome,
        "reasons": reasons,
        "until": None,
        "policy": "p",
        "stands": True,
    }
    return Decided(**{**values, **facts})  # type: ignore[arg-type]


def asked(state: str = "delivered", **facts: object) -> Asked:
    values = {
        "programme": NAME,
        "at": NOON,
        "link_until": NOON + 7 * DAY,
        "opened_at": None,
        "disposition": "",
        "submitted_at": None,
        "reference": REFERENCE,
        "state": state,
        "reason": "",
        "not_after": NOON + DAY,
        "claimed_at": None,
        "settled_at": None,
        "receipts": [],
    }
    return Asked(**{**values, **facts})  # type: ignore[arg-type]


def told(*, late: timedelta = timedelta(0)) -> Told:
    return Told(
        type=journeys.CLOSED,
        source="/trial",
        contact_id=None,
        incident_id="I1",
        at=NOON,
        told_at=NOON + late,
        said={},
    )


def history(*parts: object, due_at: datetime | None = None) -> History:
    """Give the history that has these parts."""
    return History(
        point=Point(kind="contact", key="C1", happened_at=NOON),
        due_at=due_at,
        programmes=[NAME],
        told=[part for part in parts if isinstance(part, Told)],
        is_cut=False,
        decided=[part for part in parts if isinstance(part, Decided)],
        asked=[part for part in parts if isinstance(part, Asked)],
        logs=[],
        near=[],
    )


def verdict(*parts: object, due_at: datetime | None = None) -> str:
    ((name, words),) = verdicts(history(*parts, due_at=due_at))
    assert name == NAME
    return words


def lines(*parts: object) -> list[str]:
    """Give everything that is told, with its time and its notes."""
    return [
        " | ".join([moment.time, moment.words, *moment.notes])
        for day in days(history(*parts))
        for moment in day.moments
    ]


def test_what_is_not_decided_says_when_it_will_be() -> None:
    assert verdict() == "Not decided on yet."
    assert verdict(due_at=NOON + DAY) == (
        "Not decided on yet. It is looked at on 13 October 2020 at 12:00."
    )


def test_who_was_not_asked_is_told_with_every_reason() -> None:
    assert verdict(decided("BLOCK", "sensitive", "under_age")) == (
        "Not to be asked at all. A text about this kind of incident could put somebody at risk. "
        "The person is, or may be, a child. Decided on 12 October 2020 at 12:00."
    )
    assert verdict(decided("WAIT", "still_open", until=NOON + DAY)) == (
        "Waiting for the right time. The incident is still open. "
        "Until 13 October 2020 at 12:00 at most. Decided on 12 October 2020 at 12:00."
    )


def test_only_the_decision_that_stands_is_the_verdict() -> None:
    old = decided("WAIT", "too_soon", stands=False)
    assert verdict(old) == "Not decided on yet."
    assert verdict(old, decided()) == (
        "May be asked; no text has been posted yet. Decided on 12 October 2020 at 12:00."
    )


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (asked(), "Delivered."),
        (asked("created", reason="quiet_hours"), f"Waiting to be sent. {REASONS['quiet_hours']}"),
        (
            asked("cancelled", reason="expired"),
            "Stopped before it was sent. It was too late to send it.",
        ),
        (
            asked("technical-failure", reason="451"),
            "Not sent: the provider failed. The gateway says: 451.",
        ),
        (asked(opened_at=NOON), "Delivered. The survey was begun."),
        (asked(opened_at=NOON, disposition="complete"), "Delivered. The survey was completed."),
        (asked(opened_at=NOON, disposition="break_off"), "Delivered. The survey was broken off."),
    ],
)
def test_who_was_asked_is_told_with_what_came_of_it(letter: Asked, words: str) -> None:
    assert verdict(decided(), letter) == f"Asked on 12 October 2020 at 12:00. {words}"


def test_everything_is_told_in_the_order_of_time() -> None:
    later = NOON + timedelta(minutes=30)
    letter = asked(
        claimed_at=NOON,
        receipts=[Heard(state="delivered", at=later, told_at=later + timedelta(hours=2))],
        settled_at=later,
        opened_at=NOON + DAY,
        disposition="complete",
        submitted_at=NOON + DAY,
    )
    assert lines(letter, decided("SEND"), told()) == [
        "12:00 | Log I1 was closed. | Told by /trial at 12:00.",
        "12:00 | Calls: to be asked. | By version p of the rules. This decision stands.",
        (
            "12:00 | Calls: a text was posted. | It may leave until 13 October 2020 at 12:00; "
            f"its link works until 19 October 2020 at 12:00. Reference {REFERENCE}."
        ),
        "12:00 | Calls: the text was taken up to be handed over.",
        ("12:30 | Calls: the network says: delivered. | We were told on 12 October 2020 at 14:30."),
        "12:00 | Calls: the survey was begun.",
        "12:00 | Calls: the survey was completed.",
    ]
    assert [day.name for day in days(history(letter))] == [
        *("Monday 12 October 2020", "Tuesday 13 October 2020"),
    ]


def test_what_was_told_late_says_how_late() -> None:
    assert lines(told(late=timedelta(hours=3))) == [
        (
            "12:00 | Log I1 was closed. "
            "| Told late by /trial: 3 hours afterwards, on 12 October 2020 at 15:00."
        )
    ]


def test_a_decision_says_how_long_it_waits_and_whether_it_stands() -> None:
    assert lines(decided("WAIT", "too_soon", until=NOON, stands=False)) == [
        (
            "12:00 | Calls: waiting for the right time. It has only just happened: late "
            "codes may still come. | Until 12 October 2020 at 12:00 at most. "
            "| By version p of the rules. A newer decision followed."
        )
    ]


def test_a_text_that_was_stopped_says_why() -> None:
    assert lines(asked("cancelled", reason="opted_out", settled_at=NOON))[1:] == [
        "12:00 | Calls: stopped before it was sent. The person asked us not to write."
    ]
    assert lines(asked("sent", settled_at=NOON))[1:] == [
        "12:00 | Calls: sent abroad: no more is heard."
    ]


def test_names_and_reasons_of_nothing() -> None:
    assert (title("contact", "C1"), title("attendance", "I1")) == ("Contact C1", "Visit, log I1")
    assert why([]) == ""
