"""Lets people and machines in: accounts for staff, and keys for the systems that feed Heard."""

import secrets
from datetime import timedelta
from typing import Annotated

import typer
from django.conf import settings
from django.core.exceptions import ValidationError

from heard.accounts import keys, people
from heard.accounts.models import FeedKey, User
from heard.admission import factors, sessions
from heard.cli.database import fail, opened
from heard.clock import read as clock

LINK_LIFE = timedelta(days=1)

staff = typer.Typer(help="Who may sign in.", no_args_is_help=True)
feeds = typer.Typer(help="The keys of the systems that feed Heard.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The address that they sign in with.")]
Source = Annotated[str, typer.Argument(help="The CloudEvents source that the key speaks for.")]
Kind = Annotated[FeedKey.Kind, typer.Option(help="What the key may send.")]


@staff.command()
def add(
    email: Email,
    *,
    name: Annotated[str, typer.Option(help="Their name, as colleagues know it.")],
    role: Annotated[User.Role, typer.Option(help="What they may see.")] = User.Role.VIEWER,
) -> None:
    """Add a person, and print a link that signs them in once within a day."""
    with opened():
        try:
            user = people.add_person(
                email=email, name=name, role=role, password=None, now=clock.now()
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
def change(
    email: Email,
    *,
    role: Annotated[User.Role | None, typer.Option(help="What they may see from now on.")] = None,
    shut_out: Annotated[
        bool | None, typer.Option("--shut-out/--let-in", help="Whether they may not sign in.")
    ] = None,
) -> None:
    """Change what a person may see, or shut them out: whatever they have open ends at once."""
    with opened():
        user = person(email)
        people.change_person(
            user,
            role=User.Role(role or user.role),
            is_active=user.is_active if shut_out is None else not shut_out,
            now=clock.now(),
        )


@staff.command("forget-proofs")
def forget_proofs(email: Email) -> None:
    """Take app, passkeys and recovery codes off an account that lost them; what is open ends."""
    with opened():
        user = person(email)
        factors.remove_all(user, now=clock.now())
        sessions.end_others(user, kept=None, now=clock.now(), reason="lost")


@feeds.command()
def issue(source: Source, *, kind: Kind) -> None:
    """Print a new key for a source. It is shown once; earlier keys stay good until revoked."""
    with opened():
        typer.echo(keys.issue_key(source, kind=kind, now=clock.now(), draw=secrets.token_bytes))


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
