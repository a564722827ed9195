"""A message to a hundred thousand members: copies and letters a second, until all are posted."""

import secrets
from time import perf_counter

import psycopg

from benchmarks.result import Row
from benchmarks.trial import NOW, Trial, Trials
from heard import bulk
from heard.journal.write import Actor
from heard.membership import broadcast, write
from heard.membership.models import Copy, Member, Message, Priority
from heard.membership.write import Content, Who
from heard.vault.ring import fingerprint_email
from heard.worker import BATCH

_MEMBERS = 100_000
_AT_ONCE = 5_000
_BODY = "Three sheds were broken into in the last week.\n\nLock yours, and call 101 if you saw it."
_BARE = """
    CREATE TABLE bare (LIKE delivery_letter INCLUDING DEFAULTS INCLUDING INDEXES);
    INSERT INTO bare SELECT * FROM delivery_letter;
"""


def to_members(trials: Trials) -> list[Row]:
    """Who gets it, words and links of each, sealed, its copy and its letter: by one process."""
    with trials.begin(lanes=()) as trial:
        _register()
        message = _approved()
        begun = perf_counter()
        found, sending = BATCH, broadcast.ours(secrets.token_bytes)
        while found >= BATCH:
            found = broadcast.broadcast(now=NOW, limit=BATCH, sending=sending)
        speed = _MEMBERS / (perf_counter() - begun)
        copies = Copy.objects.filter(message=message).values("member").distinct().count()
        bare = _bare(trial)
    return [
        Row(
            measure="A message to 100,000 members",
            result=speed,
            unit="a second",
            peer=bare,
            peer_is="INSERT … SELECT of the same letters, sealed already, in one statement",
            aim=None,
            least=True,
            note=f"{copies:,} members with one copy each, batches of {BATCH}, one process.",
        )
    ]


def _register() -> None:
    """Keep the members as the register would, without the letters by which each joined."""
    seal_email = Member._meta.get_field("email").get_prep_value
    seal_token = Member._meta.get_field("stop_token").get_prep_value
    for first in range(0, _MEMBERS, _AT_ONCE):
        rows = []
        for number in range(first, first + _AT_ONCE):
            address = f"member{number}@people.example"
            row = Member(email=address, email_print=fingerprint_email(address))
            rows.append(
                {
                    "key": row.key,
                    "state": "member",
                    "email": seal_email(address),
                    "email_print": row.email_print,
                    "phone_print": "",
                    "area": "BE",
                    "ward": "",
                    "impact_area": "",
                    "language": "en",
                    "interests": [],
                    "channels": ["email"],
                    "frequency": "each",
                    "how": "loaded",
                    "source": "",
                    "stop_token": seal_token(secrets.token_urlsafe(16)),
                    "asked_at": NOW,
                    "joined_at": NOW,
                }
            )
        bulk.insert(Member, rows)


def _approved() -> Message:
    author, second = (Actor(id=f"user:{n}", label=f"Person {n}") for n in (1, 2))
    content = Content(title="Sheds", body=_BODY, priority=Priority.ROUTINE)
    message = write.draft(content, who=Who(actor=author, leads=True), now=NOW)
    write.ask(message, who=Who(actor=author, leads=True), now=NOW)
    write.approve(message, who=Who(actor=second, leads=True), now=NOW)
    return message


def _bare(trial: Trial) -> float:
    """Copy the letters into a table like theirs, its indexes with it; so many a second."""
    with psycopg.connect(trial.owner_url, autocommit=True) as connection:
        begun = perf_counter()
        connection.execute(_BARE)
        return _MEMBERS / (perf_counter() - begun)
