"""A no that comes while letters wait, while they leave, and after they have left."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.db import connection

from heard.channels.memory import Memory
from heard.channels.protocol import Accepted, Message, Refused
from heard.core.screening import Stop
from heard.delivery import cancel as cancelling
from heard.delivery.cancel import Cancelled, cancel, settle_denials
from heard.delivery.deliver import expire_leases
from heard.delivery.models import Denial, Letter, Overtaken, State
from tests.delivery.letters import (
    ADDRESS,
    LEASE,
    NOW,
    delivered,
    posted,
    saying,
    saying_late,
    states,
)

pytestmark = pytest.mark.django_db


def _listed() -> list[tuple[str, str, bool]]:
    rows = Overtaken.objects.order_by("id")
    return list(rows.values_list("letter__subject", "reason", "had_left"))


class Meanwhile(Memory):
    """A gateway behind whose first message somebody says no to `subjects`."""

    def __init__(self, *subjects: str) -> None:
        super().__init__(silent=["+1"])
        self.subjects, self.said = subjects, list[Cancelled]()

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        for message in messages:
            yield from super().send([message])
            if not self.said:
                self.said.append(cancel("trial", self.subjects, reason="grave", now=NOW))


def test_what_waits_is_stopped_and_what_has_left_is_listed() -> None:
    posted("left")
    delivered(Memory())
    posted("waits")

    said = cancel("trial", ["waits", "left", "nobody"], reason="grave", now=NOW + LEASE)

    assert said == Cancelled(stopped=["waits"], marked=[], left=["left"])
    waits = Letter.objects.get(subject="waits")
    assert (waits.state, waits.reason, waits.address) == ("cancelled", "grave", None)
    assert states()["left"] == "sending"
    assert _listed() == [("left", "grave", True)]
    assert Overtaken.objects.get().seen_at == NOW + LEASE


def test_each_reason_is_listed_once_and_the_first_one_stands() -> None:
    posted("left")
    delivered(Memory())

    cancel("trial", ["left"], reason="grave", now=NOW)
    for _ in range(2):
        said = cancel("trial", ["left"], reason="graver", now=NOW)

    assert said.left == ["left"]
    assert _listed() == [("left", "grave", True), ("left", "graver", True)]
    assert Denial.objects.get().reason == "grave"


def test_a_letter_that_leaves_while_somebody_says_no_is_listed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    posted("a")
    delivered(Memory())
    Letter.objects.update(state=State.CLAIMED, due_at=NOW + LEASE)
    settle = cancelling._settle  # noqa: SLF001 - between its two questions the letter leaves

    def leaving(*args: Any, **options: Any) -> Cancelled:  # noqa: ANN401 - whatever it takes
        Letter.objects.update(state=State.SENDING, due_at=None)
        return settle(*args, **options)

    monkeypatch.setattr(cancelling, "_settle", leaving)
    assert cancel("trial", ["a"], reason="grave", now=NOW).left == ["a"]
    assert _listed() == [("a", "grave", True)]


def test_a_letter_of_another_kind_is_not_meant() -> None:
    posted("a", kind="reminder")

    assert cancel("trial", ["a"], reason="grave", now=NOW).stopped == []
    assert states() == {"a": "created"}


def test_a_letter_that_comes_after_the_no_never_leaves() -> None:
    cancel("trial", ["a"], reason="grave", now=NOW)
    posted("a")
    memory = Memory()

    delivered(memory)

    assert (memory.arrived, states()) == ([], {"a": "cancelled"})
    assert (Letter.objects.get().reason, _listed()) == ("grave", [])


def test_a_claimed_letter_is_marked_and_stopped_before_its_call() -> None:
    posted("a")
    posted("b")
    gateway = Meanwhile("b")

    delivered(gateway)

    assert gateway.said == [Cancelled(stopped=[], marked=["b"], left=[])]
    assert len(gateway.arrived) == 1
    assert states() == {"a": "sending", "b": "cancelled"}
    assert (Letter.objects.get(subject="b").reason, _listed()) == (
        "grave",
        [("b", "grave", False)],
    )
    assert settle_denials(now=NOW) == 0
    assert not Denial.objects.filter(is_open=True).exists()


def test_a_letter_that_was_in_the_gateways_hands_is_listed_once_it_is_clear() -> None:
    posted("a", address="+1")
    gateway = Meanwhile("a")
    delivered(gateway)

    assert gateway.said == [Cancelled(stopped=[], marked=["a"], left=[])]
    assert (settle_denials(now=NOW), _listed()) == (0, [])
    expire_leases(now=NOW + LEASE)
    assert (settle_denials(now=NOW + LEASE), _listed()) == (1, [("a", "grave", True)])
    assert settle_denials(now=NOW + LEASE) == 0


def test_a_denial_that_comes_in_while_others_are_settled_stays_open() -> None:
    posted("a")
    cancel("trial", ["a"], reason="grave", now=NOW)
    Denial.objects.update(is_open=True)
    late = {"kind": "trial", "subject": "b", "reason": "grave", "denied_at": NOW}

    def meanwhile(execute: Callable[..., object], sql: str, *others: object) -> object:
        if sql.startswith('UPDATE "delivery_denial"'):
            Denial.objects.create(**late, is_open=True)
        return execute(sql, *others)

    with connection.execute_wrapper(meanwhile):
        settle_denials(now=NOW)
    assert [*Denial.objects.filter(is_open=True).values_list("subject", flat=True)] == ["b"]


def test_a_letter_that_went_back_to_wait_is_stopped_by_the_next_look_at_denials() -> None:
    posted("a", address=ADDRESS)
    cancel("trial", ["a"], reason="grave", now=NOW)
    Letter.objects.update(state="created", due_at=NOW, settled_at=None, address="+1", body="x")
    Denial.objects.update(is_open=True)

    assert settle_denials(now=NOW) == 0
    assert states() == {"a": "cancelled"}


def test_the_guard_stops_a_letter_for_good_at_the_second_look() -> None:
    posted("a")
    memory = Memory()

    delivered(memory, guard=saying_late(a=Stop(reason="opted_out")))

    assert (memory.arrived, states()) == ([], {"a": "cancelled"})
    assert _listed() == [("a", "opted_out", False)]


def test_the_guard_lets_a_letter_wait_at_the_second_look() -> None:
    posted("a")
    memory, until = Memory(), NOW + 5 * LEASE

    delivered(memory, guard=saying_late(a=Stop(reason="quiet_hours", until=until)))

    letter = Letter.objects.get()
    assert (memory.arrived, letter.state, letter.due_at) == ([], "created", until)
    assert (letter.reason, _listed()) == ("quiet_hours", [("a", "quiet_hours", False)])
    delivered(memory, guard=saying(), now=until)
    assert states() == {"a": "sending"}
