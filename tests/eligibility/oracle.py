"""Who may be written to, told once more: from what is known of safe contact, not from the gate."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FINE = ("AS-02", "TR-05", "AD-03")  # may always be asked about
NEVER = ("PW-10", "QU-01", "CR-04", "QU-06")  # domestic abuse, rape, hate
UNKNOWN = "ZZ-1"
LIFTABLE = ("no_text", "suspect", "complaint", "number_stolen", "professional")
LASTING = ("domestic_abuse", "deceased", "vulnerable", "hate_crime")
ENDANGER = ("domestic_abuse", "vulnerable")
Prints = set[tuple[str, str]]


@dataclass
class Call:
    """What was told of a contact, each telling with its instant."""

    ended: datetime
    numbers: list[tuple[datetime, str]]
    roles: list[tuple[datetime, str]] = field(default_factory=list)
    ages: list[int] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    logs: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    homes: set[str] = field(default_factory=set)
    is_crime: bool = False

    def hear(
        self, at: datetime, *, logs: Iterable[str], codes: Iterable[str], said: Mapping[str, Any]
    ) -> None:
        """Add what one telling says; what it does not say stays as it was."""
        self.ended = min(self.ended, at)
        self.numbers.append((at, said["calling_number"]))
        self.ages += [said["caller_age"]] if said.get("caller_age") is not None else []
        self.roles += [(at, said["role"])] if said.get("role") else []
        self.people |= {said["person_id"]} if said.get("person_id") else set()
        self.homes |= {said["address"]} if said.get("address") else set()
        self.logs.update(logs)
        self.codes.update(codes)

    @property
    def number(self) -> str:
        return max(self.numbers)[1]

    @property
    def role(self) -> str:
        return max(self.roles)[1] if self.roles else ""

    @property
    def person(self) -> Prints:
        return {("phone", self.number)} | {("person", p) for p in self.people}

    @property
    def prints(self) -> Prints:
        return self.person | {("home", h) for h in self.homes}


@dataclass
class Log:
    """What was told of a log."""

    opened: set[str] = field(default_factory=set)
    resulted: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    turns: list[tuple[datetime, bool]] = field(default_factory=list)
    masters: set[str] = field(default_factory=set)
    homes: list[tuple[datetime, str]] = field(default_factory=list)
    moves: dict[str, list[tuple[datetime, str]]] = field(default_factory=dict)
    created: bool = False

    @property
    def codes(self) -> set[str]:
        return self.opened | self.resulted | self.tags

    @property
    def is_open(self) -> bool:
        return not self.turns or max(self.turns)[1]

    @property
    def home(self) -> Prints:
        return {("home", max(self.homes)[1])} if self.homes else set()

    @property
    def units_out(self) -> bool:
        return any(max(moves)[1] in {"assigned", "at_scene"} for moves in self.moves.values())

    @property
    def left(self) -> datetime | None:
        """When the last of those who had come left; None while any is out, or if none came."""
        came = [m for m in self.moves.values() if any(word == "at_scene" for _, word in m)]
        return None if self.units_out or not came else max(max(moves)[0] for moves in came)


@dataclass
class World:
    """Everything that was told and committed, and whoever was written to."""

    calls: dict[str, Call] = field(default_factory=dict)
    logs: dict[str, Log] = field(default_factory=dict)
    marked: dict[tuple[tuple[str, str], str], datetime] = field(default_factory=dict)
    lifted: dict[tuple[tuple[str, str], str], datetime] = field(default_factory=dict)
    objected: set[str] = field(default_factory=set)

    def family(self, names: set[str]) -> set[str]:
        """Give these logs and all that links join to them, either way."""
        found = set(names)
        while (
            more := {
                other
                for name, log in self.logs.items()
                for other in (name, *log.masters)
                if found & {name, *log.masters}
            }
            - found
        ):
            found |= more
        return found

    def caller(self, log: str) -> str | None:
        """Give whoever called of a log first."""
        calls = [(c.ended, n) for n, c in self.calls.items() if log in c.logs and not c.is_crime]
        return min(calls)[1] if calls else None

    def against(self, stage: str, key: str, now: datetime) -> list[str]:
        """Say in words everything that speaks against writing about this, now."""
        name = key if stage == "contact" else self.caller(key)
        if name is None:
            return ["nobody called"]
        call = self.calls[name]
        logs = self.family(call.logs | ({key} if stage == "attendance" else set()))
        when = call.ended if stage == "contact" else self.logs[key].left
        return [
            *self._of_time(when, timedelta(minutes=10 if stage == "contact" else 30), now),
            *self._of_logs(call, logs),
            *self._of_person(name, call, logs),
            *self._of_home(name, call, logs),
            *(["the log was merged"] if stage == "attendance" and self.logs[key].masters else []),
            *(["the log is open"] if stage == "attendance" and self.logs[key].is_open else []),
        ]

    def _of_time(self, when: datetime | None, delay: timedelta, now: datetime) -> Iterator[str]:
        if when is None:
            yield "it has not happened"
            return
        if now < when + delay:
            yield "it has only just happened"
        if now >= when + timedelta(hours=24):
            yield "it is long ago"
        local = now.astimezone(LONDON)
        opens, closes = (10, 18) if local.weekday() == 6 else (9, 20)
        if not opens <= local.hour < closes:
            yield "nobody wants a text at this hour"

    def _of_logs(self, call: Call, logs: set[str]) -> Iterator[str]:
        told = [self.logs.get(name, Log()) for name in logs]
        beside = [c for c in self.calls.values() if c.logs & logs]
        codes = call.codes.union(*(log.codes for log in told), *(c.codes for c in beside))
        if codes & set(NEVER):
            yield "the kind of incident"
        if UNKNOWN in codes:
            yield "a code that nobody knows"
        if not codes:
            yield "no code"
        if any(not log.created or not (log.is_open or log.resulted) for log in told):
            yield "a log that has not told its kind"
        if any(log.is_open and log.units_out for log in told):
            yield "the scene is live"
        if any(c.is_crime and any(age < 18 for age in c.ages) for c in beside):
            yield "a child is involved"

    def _of_person(self, name: str, call: Call, logs: set[str]) -> Iterator[str]:
        prints = call.prints.union(*(self.logs.get(n, Log()).home for n in logs))
        for (print_, marker), at in self.marked.items():
            off = self.lifted.get((print_, marker))
            if print_ in prints and not (marker in LIFTABLE and off is not None and off > at):
                yield f"marked {marker}"
        others = [c for n, c in self.calls.items() if n != name and c.person & call.person]
        if {call.number, *(c.number for c in others)} & self.objected:
            yield "an objection"
        ages = call.ages or [age for c in others for age in c.ages]
        if ages and min(ages) < 16:
            yield "a child"
        if "suspect" in {call.role, *(c.role for c in others)}:
            yield "a suspect"

    def _of_home(self, name: str, call: Call, logs: set[str]) -> Iterator[str]:
        prints = call.prints.union(*(self.logs.get(n, Log()).home for n in logs))
        others = [c for n, c in self.calls.items() if n != name and c.prints & prints]
        near = self.family(set().union(*(c.logs for c in others))) | self.family(
            {n for n, log in self.logs.items() if log.home & prints}
        )
        tellers = others + [c for c in self.calls.values() if c.logs & near]
        codes = set().union(
            *(self.logs[n].codes for n in near if n in self.logs), *(c.codes for c in tellers)
        )
        if codes & {code for code in NEVER if code != "QU-06"}:
            yield "the home was part of an incident at risk"
