"""Histories by chance against an oracle: nobody is written to whom it would not write to.

News late and out of order, put right, linked, reopened; markers, objections, other numbers; lanes
that crash, retry and lose an outcome; the clock forwards and back. `make fuzz` runs 10,000.
"""

import os
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from heard.channels.memory import Memory
from heard.consent import people
from heard.core.addresses import read_phone
from heard.delivery.deliver import deliver, expire_leases
from heard.delivery.models import Letter
from heard.eligibility import guard
from heard.eligibility.models import Screening
from heard.invitations.invite import KIND
from heard.vault.ring import fingerprint_phone
from tests import make
from tests.delivery.letters import way
from tests.eligibility.oracle import FINE, LASTING, LIFTABLE, NEVER, UNKNOWN, Call, Log, World

HISTORIES = int(os.environ.get("HEARD_FUZZ_HISTORIES", "250"))
PARTS = max(1, min(4, HISTORIES // 250))  # which may run side by side
STEPS = int(os.environ.get("HEARD_FUZZ_STEPS", "12"))
NUMBERS = ("07700 900101", "07700 900102")
HOMES = ("1 Elm Road, B1 1AA", "2 Elm Road, B1 1AA")
PEOPLE = ("P1",)
LOGS = ("I1", "I2")
CALLS = ("C1", "C2", "C3")
CODES = st.sampled_from((*(9 * FINE), *NEVER, UNKNOWN))
LATE = st.sampled_from((0, 0, 0, 1, 20, 90))  # minutes that news is late
MAYBE = st.booleans()
TROUBLES = (
    *(8 * ("nothing",)),
    *("same_person_objects", "linked_scene", "linked_kind", "crime"),
    *("night", "long_ago"),
    *("second_caller", "same_home", "suspect_before", "child_before", "other_number"),
)
SEEN: Counter[str] = Counter()


class Gate(RuleBasedStateMachine):
    """A force, its people, and the lanes of Heard; the world is what the oracle knows."""

    def __init__(self) -> None:
        super().__init__()
        self.block = transaction.atomic()
        self.block._from_testcase = True  # type: ignore[attr-defined]  # noqa: SLF001 - as Django's
        self.block.__enter__()
        self.now = make.NOON
        self.world = World()
        self.gateway = Memory()
        self.checked = 0
        self.count = 0
        self.last: list[make.Item] = []
        self.said: dict[str, Any] = {}
        self.other = ""
        self.sent: list[tuple[str, str, str, set[str], set[str], datetime]] = []

    def teardown(self) -> None:
        SEEN["histories"] += 1
        SEEN["letters"] += self.checked
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize(
        number=st.sampled_from(NUMBERS),
        home=st.sampled_from((None, *HOMES)),
        person=st.sampled_from((None, *PEOPLE)),
        comes=MAYBE,
        trouble=st.sampled_from(TROUBLES),
        at_once=MAYBE,
    )
    def fine(
        self,
        *,
        number: str,
        home: str | None,
        person: str | None,
        comes: bool,
        trouble: str,
        at_once: bool,
    ) -> None:
        """Somebody calls of noise; perhaps somebody comes and leaves; then there is trouble."""
        for log in LOGS:
            self.created(log=log, code=FINE[0], home=home if log == "I1" else None, late=50)
        said: dict[str, Any] = {"calling_number": number, "address": home, "person_id": person}
        self.call(name="C1", logs={"I1"}, codes=[], said=said, late=5)
        if comes:
            self.unit(log="I1", unit="U1", moves=("at_scene", "cleared"), late=1)
            self.resulted(log="I1", code=FINE[0], closes=True, late=1)
        self.said, self.other = said, next(n for n in NUMBERS if n != number)
        getattr(self, f"_{trouble}")()
        if at_once:
            self.time_passes(minutes=31)

    def _nothing(self) -> None:
        pass

    def _same_person_objects(self) -> None:
        person = {"person_id": PEOPLE[0]}
        self.call(name="C1", logs=set(), codes=[], said=self.said | person, late=4)
        told = {"calling_number": self.other} | person
        self.call(name="C2", logs={"I2"}, codes=[], said=told, late=90)
        self.objection(number=self.other)

    def _night(self) -> None:
        self.clock(minutes=9 * 60)

    def _long_ago(self) -> None:
        self.clock(minutes=24 * 60)

    def _linked_scene(self) -> None:
        self.linked(log="I1", master="I2", late=0)
        self.unit(log="I2", unit="U2", moves=("assigned", "at_scene"), late=0)

    def _linked_kind(self) -> None:
        self.linked(log="I1", master="I2", late=0)
        self.tagged(log="I2", code=NEVER[0], late=0)

    def _crime(self) -> None:
        self.crime(log="I1", code=NEVER[2], number=None, age=None, late=0)

    def _second_caller(self) -> None:
        told = {"calling_number": self.other}
        self.call(name="C3", logs={"I1"}, codes=[NEVER[1]], said=told, late=0)

    def _same_home(self) -> None:
        home = {"address": HOMES[0]}
        self.call(name="C1", logs=set(), codes=[], said=self.said | home, late=4)
        told = {"calling_number": self.other} | home
        self.call(name="C2", logs={"I2"}, codes=[NEVER[0]], said=told, late=90)

    def _suspect_before(self) -> None:
        self.call(name="C2", logs={"I2"}, codes=[], said=self.said | {"role": "suspect"}, late=90)

    def _child_before(self) -> None:
        self.call(name="C2", logs={"I2"}, codes=[], said=self.said | {"caller_age": 15}, late=90)

    def _other_number(self) -> None:
        self.clock(minutes=11)
        self._screen()
        make.invited(self._instant())
        told = self.said | {"calling_number": self.other}
        self.call(name="C1", logs=set(), codes=[], said=told, late=0)

    # What the force tells: each event has an instant of its own, so that their order is clear.

    def at(self, late: int) -> datetime:
        self.count += 1
        return self.now - timedelta(minutes=late) + timedelta(milliseconds=self.count)

    def tell(self, kind: str, data: dict[str, Any], at: datetime) -> None:
        item = make.event(kind, {k: v for k, v in data.items() if v is not None}, at=at)
        self.last = [*self.last[-5:], item]
        make.told(item, now=self.now + timedelta(seconds=1))

    def log(self, name: str) -> Log:
        return self.world.logs.setdefault(name, Log())

    @rule(
        name=st.sampled_from(CALLS),
        logs=st.sets(st.sampled_from(LOGS), max_size=2),
        codes=st.lists(CODES, max_size=1),
        said=st.fixed_dictionaries(
            {
                "calling_number": st.sampled_from(NUMBERS),
                "caller_age": st.sampled_from((None, None, None, 15, 16, 40)),
                "role": st.sampled_from((None, None, "caller", "caller", "suspect")),
                "person_id": st.sampled_from((None, None, *PEOPLE)),
                "address": st.sampled_from((None, None, *HOMES)),
            }
        ),
        late=LATE,
    )
    def call(
        self, *, name: str, logs: set[str], codes: list[str], said: dict[str, Any], late: int
    ) -> None:
        """A call, or what puts right an earlier telling of it."""
        at = self.at(late)
        about = {"contact_id": name, "channel": "101", "incident_ids": sorted(logs)}
        self.tell("contact.ended", {**about, "codes": codes, **said}, at)
        call = self.world.calls.setdefault(name, Call(at, []))
        call.hear(at, logs=logs, codes=codes, said=said)
        for log in logs:
            self.log(log)

    @rule(
        log=st.sampled_from(LOGS),
        code=CODES,
        number=st.sampled_from((None, *NUMBERS)),
        age=st.sampled_from((None, 12, 30)),
        late=LATE,
    )
    def crime(self, *, log: str, code: str, number: str | None, age: int | None, late: int) -> None:
        """A crime recorded from a log, with its victim."""
        at, name = self.at(late), f"X{self.count}"
        data = {"crime_id": name, "incident_ids": [log], "codes": [code], "age": age}
        self.tell("crime.recorded", data | {"phone": number}, at)
        call = self.world.calls[f"crime:{name}"] = Call(at, [], is_crime=True)
        said = {"calling_number": number or f"none of {name}", "caller_age": age}
        call.hear(at, logs={log}, codes=[code], said=said)
        self.log(log)

    @rule(log=st.sampled_from(LOGS), code=CODES, home=st.sampled_from((None, *HOMES)), late=LATE)
    def created(self, *, log: str, code: str, home: str | None, late: int) -> None:
        at = self.at(late)
        data = {"incident_id": log, "opening_codes": [code], "address": home}
        self.tell("incident.created", data, at)
        self.log(log).created = True
        self.log(log).opened.add(code)
        self.log(log).homes += [(at, home)] if home else []

    @rule(log=st.sampled_from(LOGS), code=CODES, late=LATE)
    def tagged(self, *, log: str, code: str, late: int) -> None:
        self.tell("incident.tagged", {"incident_id": log, "tags": [code]}, self.at(late))
        self.log(log).tags.add(code)

    @rule(log=st.sampled_from(LOGS), code=CODES, closes=MAYBE, late=LATE)
    def resulted(self, *, log: str, code: str, closes: bool, late: int) -> None:
        self.tell("incident.resulted", {"incident_id": log, "closing_codes": [code]}, self.at(late))
        self.log(log).resulted.add(code)
        if closes:
            at = self.at(late)
            self.tell("incident.closed", {"incident_id": log}, at)
            self.log(log).turns.append((at, False))

    @rule(log=st.sampled_from(LOGS), opens=MAYBE, late=LATE)
    def turned(self, *, log: str, opens: bool, late: int) -> None:
        at = self.at(late)
        self.tell(f"incident.{'reopened' if opens else 'closed'}", {"incident_id": log}, at)
        self.log(log).turns.append((at, opens))

    @rule(log=st.sampled_from(LOGS), master=st.sampled_from(LOGS), late=LATE)
    def linked(self, *, log: str, master: str, late: int) -> None:
        self.tell("incident.linked", {"incident_id": log, "master_id": master}, self.at(late))
        self.log(master)
        self.log(log).masters |= {master} - {log}

    @rule(
        log=st.sampled_from(LOGS),
        unit=st.sampled_from(("U1", "U2")),
        late=LATE,
        moves=st.sampled_from(
            (("assigned",), ("at_scene",), ("cleared",), ("at_scene", "cleared"))
        ),
    )
    def unit(self, *, log: str, unit: str, moves: tuple[str, ...], late: int) -> None:
        for move in moves:
            at = self.at(late)
            self.tell(f"resource.{move}", {"incident_id": log, "unit": unit}, at)
            self.log(log).moves.setdefault(unit, []).append((at, move))

    @rule(
        who=st.sampled_from(
            (
                *(("phone", n) for n in NUMBERS),
                *(("person", p) for p in PEOPLE),
                *(("home", h) for h in HOMES),
            )
        ),
        marker=st.sampled_from((*LIFTABLE, *LASTING)),
        lifts=MAYBE,
        late=LATE,
    )
    def marked(self, *, who: tuple[str, str], marker: str, lifts: bool, late: int) -> None:
        """A marker on a telephone, a person or a home, or its lifting."""
        at = self.at(late)
        data = {{"phone": "phone", "person": "person_id", "home": "address"}[who[0]]: who[1]}
        self.tell(f"person.{'un' if lifts else ''}marked", data | {"markers": [marker]}, at)
        kept = self.world.lifted if lifts else self.world.marked
        kept[who, marker] = max(at, kept.get((who, marker), at))

    @rule()
    def told_again(self) -> None:
        """The last events come again, the other way round: nothing changes."""
        make.told(*reversed(self.last), now=self.now + timedelta(seconds=1))

    @rule(number=st.sampled_from(NUMBERS))
    def objection(self, *, number: str) -> None:
        print_ = fingerprint_phone(read_phone(number).e164)
        people.opt_out(print_, by="text", now=self.now)
        self.world.objected.add(number)

    # The machine: its clock, its lanes, and how they fail.

    @rule(minutes=st.sampled_from((-2, 5, 5, 11, 11, 11, 31, 31, 31, 31, 120, 600, 1300)))
    def clock(self, *, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(screens=MAYBE)
    def crash(self, *, screens: bool) -> None:
        """A lane is killed before it commits."""
        with transaction.atomic():
            self._screen()
            if not screens:
                make.invited(self._instant())
            transaction.set_rollback(True)

    def _instant(self) -> datetime:
        return self.now + timedelta(seconds=2)

    def _screen(self) -> None:
        while make.screened(self._instant()):
            pass

    @rule()
    def screen(self) -> None:
        self._screen()

    @rule()
    def invite(self) -> None:
        make.invited(self._instant())

    @rule(fault=st.sampled_from(("", "", "", "silent", "busy", "broken")))
    def deliver(self, *, fault: str) -> None:
        options: dict[str, Any] = {fault: [read_phone(n).e164 for n in NUMBERS]} if fault else {}
        kept, self.gateway = self.gateway.arrived, Memory(**options)
        self.gateway.arrived = kept
        deliver(
            now=self._instant(),
            guards={KIND: guard},
            channels={"sms": way(self.gateway)},
            lease=timedelta(minutes=2),
            limit=9,
        )
        expire_leases(now=self._instant())

    @rule(minutes=st.sampled_from((1, 11, 31)))
    def time_passes(self, *, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.all_lanes()

    @rule()
    def half_an_hour_passes(self) -> None:
        self.time_passes(minutes=31)

    @rule(log=st.sampled_from(LOGS))
    def somebody_is_sent(self, *, log: str) -> None:
        self.unit(log=log, unit="U2", moves=("assigned",), late=0)

    @rule()
    def all_lanes(self) -> None:
        self._screen()
        make.invited(self._instant())
        self.deliver(fault="")

    @invariant()
    def whoever_was_written_to_may_be(self) -> None:
        for message in self.gateway.arrived[self.checked :]:
            self.checked += 1
            self._check(Letter.objects.get(reference=message.reference), message.address)

    def _check(self, letter: Letter, address: str) -> None:
        slug, stage, _, key = letter.subject.split("/", 3)
        now = self._instant()
        assert self.world.against(stage, key, now) == [], letter.subject
        name = key if stage == "contact" else self.world.caller(key)
        call = self.world.calls[name or ""]
        assert address == read_phone(call.number).e164
        allowed = Screening.objects.get(touchpoint__key=key, programme__slug=slug, is_current=True)
        assert (allowed.outcome, len(allowed.policy)) == ("SEND", 16)
        logs = {key} if stage == "attendance" else set(call.logs)
        for other, at_stage, number, persons, of, at in self.sent:
            same = number == call.number or persons & call.people
            spared = at_stage != stage and logs & of
            assert not same or spared or now - at >= timedelta(days=90), (other, letter.subject)
        self.sent.append((letter.subject, stage, call.number, set(call.people), logs, now))
        SEEN[stage] += 1


@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_history_ends_with_a_text_that_the_oracle_would_not_send(part: int) -> None:
    SEEN.clear()
    run_state_machine_as_test(
        Gate,
        settings=settings(
            max_examples=HISTORIES // PARTS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
    print(part, dict(SEEN))  # noqa: T201 - how much was tried
    assert SEEN["histories"] >= HISTORIES // PARTS
    assert min(SEEN["contact"], SEEN["attendance"]) > 0, SEEN
