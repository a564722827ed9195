"""Training modules, what questions each is for, and how many of a team have done it."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from heard.accounts.models import User
from heard.accounts.people import actor
from heard.improvement.models import Completion, Module
from heard.journal.write import write

LONGEST = 200  # characters of a title, and of the name of a team
COLUMNS = ("module", "team", "day", "done", "of")
MOST = 32_767  # people in a team, as the database counts them
_is_link = URLValidator(schemes=["https", "http"])


class NoModule(Exception):
    """A module cannot be made as it is; the message says why."""


class NoCompletions(Exception):
    """Not one of the lines was kept; each message names its line and what is wrong with it."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody says of a module that they add."""

    title: str
    link: str
    kind: str
    drivers: Sequence[str]


@transaction.atomic
def add(given: Given, *, by: User, now: datetime) -> Module:
    """Add a module to the catalogue. NoModule."""
    title, link = given.title.strip(), given.link.strip()
    if not 1 <= len(title) <= LONGEST:
        raise NoModule(f"Write a title of at most {LONGEST} characters.")
    if given.kind not in Module.For.values:
        raise NoModule("Choose for whom it is.")
    if not given.drivers:
        raise NoModule("Choose at least one question that it is for.")
    try:
        _is_link(link)
    except ValidationError:
        raise NoModule("Enter a link that begins with https:// or http://.") from None
    made = Module.objects.create(
        title=title, link=link, kind=given.kind, drivers=[*given.drivers], made_by=by, made_at=now
    )
    write("improvement.add_module", subject=f"module:{made.pk}", actor=actor(by), now=now)
    return made


@transaction.atomic
def end(number: int, *, by: User, now: datetime) -> None:
    """Take a module out of the catalogue; who has done it stays known."""
    if Module.objects.filter(pk=number, ended_at=None).update(ended_at=now):
        write("improvement.end_module", subject=f"module:{number}", actor=actor(by), now=now)


def catalogue() -> list[Module]:
    """Give the modules that are held now, by their titles."""
    return list(Module.objects.filter(ended_at=None).order_by("title", "pk"))


def matching(question: str) -> list[Module]:
    """Give the modules that are for what a question asks about."""
    return [module for module in catalogue() if question in module.drivers]


@transaction.atomic
def enter(lines: str, *, by: User, now: datetime) -> int:
    """Keep completions from lines of CSV: module, team, day, done, of. All, or NoCompletions.

    A module is named by its title; a first line with these names is passed over.
    """
    titles = {module.title.casefold(): module for module in catalogue()}
    made, problems = [], []
    for number, row in enumerate(csv.reader(lines.splitlines()), start=1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and tuple(map(str.casefold, cells)) == COLUMNS):
            continue
        try:
            made.append(_completion(cells, titles, by=by, now=now))
        except ValueError as wrong:
            problems.append(f"Line {number}: {wrong}")
    if problems or not made:
        raise NoCompletions(problems or ["There is no line."])
    Completion.objects.bulk_create(made)
    write("improvement.enter_completions", subject="training", actor=actor(by), now=now)
    return len(made)


def _completion(
    cells: Sequence[str], titles: dict[str, Module], *, by: User, now: datetime
) -> Completion:
    """Read one line; ValueError says what is wrong with it."""
    if len(cells) != len(COLUMNS):
        raise ValueError(f"write {', '.join(COLUMNS)}, with commas between.")
    title, team, day, done, of = cells
    if title.casefold() not in titles:
        raise ValueError("no module of the catalogue has this title.")
    if not 1 <= len(team) <= LONGEST:
        raise ValueError("name the team.")
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise ValueError("write the day as 2020-10-09.") from None
    if on > now.date():
        raise ValueError("the day has not come yet.")
    if not (done.isdecimal() and of.isdecimal() and int(done) <= int(of) <= MOST and int(of)):
        raise ValueError("write how many have done it, of how many, as numbers.")
    return Completion(
        module=titles[title.casefold()],
        team=team,
        on=on,
        done=int(done),
        of=int(of),
        entered_by=by,
        at=now,
    )


def completions() -> list[Completion]:
    """Give what stands of each module and team: the newest day, and of it the last entry."""
    rows = Completion.objects.select_related("module").order_by("on", "at", "pk")
    newest = {(row.module_id, row.team): row for row in rows}
    return sorted(newest.values(), key=lambda row: (row.module.title, row.team))


def trained_on(module: Module, team: str) -> date | None:
    """Give the first day by which at least half of a team had done a module; None if none yet."""
    rows: Iterable[Completion] = Completion.objects.filter(module=module, team=team).order_by("on")
    return next((row.on for row in rows if 2 * row.done >= row.of), None)
