"""The journal as an administrator reads it: who did or looked at what, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from heard.accounts.models import User
from heard.insight.paging import newest, on
from heard.journal.models import Entry
from heard.journal.write import CITIZEN, SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One entry: who did what to what, when and why."""

    at: datetime
    actor: str
    act: str
    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """A page of entries."""

    acts: Sequence[Act]
    older: int | None


def people() -> list[tuple[str, str]]:
    """Give everybody who may have done something: the id that the journal has, and a name."""
    staff = User.objects.order_by("name", "id").values_list("id", "name")
    return [
        *((actor.id, actor.label) for actor in (SYSTEM, CITIZEN)),
        *((f"user:{number}", name) for number, name in staff),
    ]


def journal(
    *, person: str = "", act: str = "", day: date | None = None, before: int | None = None
) -> Journal:
    """Give what this person (as `people` has them) did, of this act, on this day in London.

    `before` is the key of an earlier page's last entry.
    """
    entries = Entry.objects.all()
    if person:
        entries = entries.filter(actor_id=person)
    if act:
        entries = entries.filter(act=act)
    if day is not None:
        entries = entries.filter(on(day, by="at"))
    named = entries.values("id", "at", "actor", "act", "subject", "reason")
    page = newest(named, by="at", before=before)
    acts = [Act(**{k: v for k, v in row.items() if k != "id"}) for row in page.rows]
    return Journal(acts=acts, older=page.older)
