"""Finds the people whom a command names, and says why one of them will not do."""

from collections.abc import Collection

from heard.accounts.models import User
from heard.cli.database import fail
from heard.clock.read import now


def named(word: str, *, option: str, roles: Collection[User.Role]) -> User:
    """Find who is meant by an e-mail address or a name, and may do what the option is about."""
    word = word.strip()
    found = [*User.objects.filter(email=word.lower())] or [*User.objects.filter(name=word)]
    if not found:
        raise fail(f"{option}: nobody is called {word}: give an address of `heard staff add`.")
    if len(found) > 1:
        raise fail(f"{option}: several are called {word}: give the address that is meant.")
    (person,) = found
    if not person.is_active:
        raise fail(f"{option}: {word} is shut out.")
    held = person.roles(now=now())
    if not held & {*roles}:
        wanted, what = " or ".join(roles), " and ".join(sorted(held)) or "nobody yet"
        raise fail(f"{option}: {word} is {what}, and it takes {wanted}.")
    return person
