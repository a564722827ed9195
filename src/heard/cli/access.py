"""Lets people and machines in: accounts for staff, and keys for the systems that feed Heard."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Annotated

import typer
from django.conf import settings
from django.core.exceptions import ValidationError

from heard.accounts import grants, keys, people
from heard.accounts.models import FeedKey, User
from heard.admission import factors, sessions
from heard.cli.database import fail, opened
from heard.clock import read as clock
from heard.journal.write import SYSTEM
from heard.places.areas import names

LINK_LIFE = timedelta(days=1)

staff = typer.Typer(help="Who may sign in.", no_args_is_help=True)
feeds = typer.Typer(help="The keys of the systems that feed Heard.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The address that they sign in with.")]
Source = Annotated[
    str, typer.Argument(help="The CloudEvents source that the key speaks for, or who reads.")
]
Role = Annotated[User.Role, typer.Option(help="Which role.")]
Unit = Annotated[
    str,
    typer.Option(help="For what: an area's code, a team, or whose results, as answers name it."),
]
Kind = Annotated[FeedKey.Kind, typer.Option(help="What the key may send, or figures to read them.")]


@staff.command()
def add(
    email: Email,
    *,
    name: Annotated[str, typer.Option(help="Their name, as colleagues know it.")],
    role: Annotated[User.Role, typer.Option(help="What they may see.")] = User.Role.VIEWER,
    unit: Unit = "",
) -> None:
    """Add a person, and print a link that signs them in once within a day."""
    with opened():
        try:
            user = people.add_person(
                email=email, name=name, role=role, unit=unit, password=None, now=clock.now()
            )
        except ValidationError as error:
            raise fail(" ".join(error.messages)) from None
        typer.echo(sign_in_link(user))


@staff.command()
def link(email: Email) -> None:
    """Print a link that signs a person in once within a day."""
    with opened():
        typer.echo(sign_in_link(person(email, is_active=True)))


@staff.command()
def give(email: Email, *, role: Role, unit: Unit = "") -> None:
    """Let a person hold one more role; whatever they have open ends at once."""
    with opened(), _refusing():
        grants.give(person(email), role=role, unit=unit, by=SYSTEM, now=clock.now())


@staff.command()
def end(email: Email, *, role: Role, unit: Unit = "") -> None:
    """Let a person hold a role no longer; whatever they have open ends at once."""
    with opened(), _refusing():
        user, now = person(email), clock.now()
        found = [one for one in user.held(now=now) if (one.role, one.unit) == (role, unit)]
        if not found:
            raise fail(f"{email} does not hold {role}{f' for {unit}' if unit else ''}.")
        grants.end(found[0], by=SYSTEM, now=now)


@staff.command()
def roles(email: Email) -> None:
    """Print what a person holds today, a line each."""
    with opened():
        for held in person(email).held(now=clock.now()):
            typer.echo(" ".join(part for part in (held.role, held.level, held.unit) if part))


@staff.command()
def change(
    email: Email,
    *,
    shut_out: Annotated[
        bool, typer.Option("--shut-out/--let-in", help="Whether they may not sign in.")
    ],
) -> None:
    """Shut a person out or let them in again: whatever they have open ends at once."""
    with opened(), _refusing():
        people.change_person(person(email), is_active=not shut_out, now=clock.now())


@staff.command()
def sign_out(email: Email) -> None:
    """End whatever a person has open, everywhere; they may sign in again."""
    with opened():
        grants.sign_out_everywhere(person(email), by=SYSTEM, now=clock.now())


@staff.command("forget-proofs")
def forget_proofs(email: Email) -> None:
    """Take app, passkeys and recovery codes off an account that lost them; what is open ends."""
    with opened():
        user = person(email)
        factors.remove_all(user, now=clock.now())
        sessions.end_others(user, kept=None, now=clock.now(), reason="lost")


@feeds.command()
def issue(
    source: Source,
    *,
    kind: Kind,
    area: Annotated[str, typer.Option(help="Of figures: of all areas, this one alone.")] = "",
    teams: Annotated[bool, typer.Option("--teams", help="Of figures: give teams, too.")] = False,
) -> None:
    """Print a new key for a source. It is shown once; earlier keys stay good until revoked."""
    if (area or teams) and kind is not FeedKey.Kind.FIGURES:
        raise fail("--area and --teams are for keys of the kind figures.")
    if area and area not in names():
        raise fail(f"there is no area {area}: {', '.join(names())}.")
    now, draw = clock.now, secrets.token_bytes
    with opened():
        if kind is FeedKey.Kind.FIGURES:
            reader = keys.Reader(source=source, area=area, teams=teams)
            typer.echo(keys.issue_figures_key(reader, now=now(), draw=draw))
        else:
            typer.echo(keys.issue_key(source, kind=kind, now=now(), draw=draw))


@feeds.command()
def revoke(source: Source, *, kind: Kind) -> None:
    """Refuse every key of a source from now on."""
    with opened():
        count = keys.revoke_keys(source, kind=kind, now=clock.now())
        if not count:
            raise fail(f"{source} has no {kind} key.")
        typer.echo(f"{count} of the keys of {source} are refused from now on.", err=True)


def person(email: str, **facts: bool) -> User:
    """Find who signs in by this address."""
    user = User.objects.filter(email=email.strip().lower(), **facts).first()
    if user is None:
        raise fail(f"nobody signs in as {email}: add them with `heard staff add`.")
    return user


def sign_in_link(user: User) -> str:
    """Give the address that signs this person in once."""
    token = people.issue_link(user, now=clock.now(), life=LINK_LIFE, draw=secrets.token_bytes)
    return f"{settings.SITE_URL}/staff/link/{token}"


@contextmanager
def _refusing() -> Iterator[None]:
    """Say why a role cannot be given or ended."""
    try:
        yield
    except grants.NoGrant as refused:
        raise fail(str(refused)) from None
