"""The kill switch: one person stops what leaves, at once; it takes two to let it leave again."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from heard.delivery.models import Halt
from heard.journal.write import Actor, write

EVERYTHING = "everything"
_CHANNEL, _ACCOUNT = "channel:", "account:"


class NotLifted(Exception):
    """The switch stays as it is; the message says why, in a sentence for whoever asked."""


def channel(name: str) -> str:
    """The scope of one channel."""
    return f"{_CHANNEL}{name}"


def account(slug: str) -> str:
    """The scope of one account, which is a programme's slug."""
    return f"{_ACCOUNT}{slug}"


def standing() -> list[Halt]:
    """Give what is stopped, the oldest first."""
    return list(Halt.objects.filter(lifted_at=None).order_by("stopped_at", "id"))


@transaction.atomic
def stop(scope: str, *, by: Actor, reason: str, now: datetime) -> Halt:
    """Let nothing within `scope` leave from now on. `reason` holds no personal data.

    Where it is stopped already it stays so, and whoever asked to lift it has to ask again.
    IntegrityError for a scope that is none.
    """
    halt, is_new = Halt.objects.get_or_create(
        scope=scope,
        lifted_at=None,
        defaults={"reason": reason, "stopped_at": now, "stopped_by": by.label},
    )
    if not is_new:
        Halt.objects.filter(pk=halt.pk).update(asked_at=None, asked_by="", asked_by_id="")
    write("sending.stop", subject=f"sending:{scope}", actor=by, now=now, reason=reason)
    return halt


@transaction.atomic
def ask_to_lift(scope: str, *, by: Actor, now: datetime) -> None:
    """Ask that what is within `scope` may leave again: another person has to confirm that.

    NotLifted where nothing is stopped, or where somebody has asked already.
    """
    halt = _held(scope)
    if halt.asked_by_id:
        raise NotLifted(f"{halt.asked_by} has asked for this already: confirm it.")
    Halt.objects.filter(pk=halt.pk).update(asked_at=now, asked_by=by.label, asked_by_id=by.id)
    write("sending.ask_to_lift", subject=f"sending:{scope}", actor=by, now=now)


@transaction.atomic
def lift(scope: str, *, by: Actor, now: datetime) -> None:
    """Let what is within `scope` leave again, as somebody else has asked.

    NotLifted where nothing is stopped, nobody has asked, or it was the same person.
    """
    halt = _held(scope)
    if not halt.asked_by_id:
        raise NotLifted("Nobody has asked for this yet.")
    if halt.asked_by_id == by.id:
        raise NotLifted("It takes two people: somebody else has to confirm what you asked for.")
    Halt.objects.filter(pk=halt.pk).update(lifted_at=now, lifted_by=by.label, lifted_by_id=by.id)
    write("sending.lift", subject=f"sending:{scope}", actor=by, now=now)


def stopped(halts: Sequence[Halt]) -> Q | None:
    """Match the letters that these stop; None where they stop none."""
    found = Q()
    for halt in halts:
        kind, _, name = halt.scope.partition(":")
        found |= ~Q(pk=None) if halt.scope == EVERYTHING else Q(**{kind: name})
    return found or None


def _held(scope: str) -> Halt:
    """Give what is stopped, and hold it until the caller's transaction ends."""
    halt = Halt.objects.select_for_update().filter(scope=scope, lifted_at=None).first()
    if halt is None:
        raise NotLifted("This is not stopped.")
    return halt
