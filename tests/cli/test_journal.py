"""The journal is sealed and verified from the command line."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from heard.home import Server
from heard.journal.models import Entry, Seal
from heard.journal.write import SYSTEM, write
from tests.cli.terminal import heard, refused

pytestmark = pytest.mark.usefixtures("given")
NOW = datetime(2020, 10, 1, 12, tzinfo=UTC)


def test_a_journal_is_sealed_verified_and_found_out(server: Server) -> None:
    name = connection.settings_dict["NAME"]
    write("trial", subject="x", actor=SYSTEM, now=NOW, reason="so")
    total, entry = Entry.objects.count(), Entry.objects.latest("id").pk
    assert heard("journal", "verify").stdout == (
        f"0 entries are as they were sealed; {total} are not yet.\n"
    )
    done = heard("journal", "seal", "--print")
    hash_of = bytes(Seal.objects.get(entry=entry).hash).hex()
    assert (done.stderr, done.stdout) == (f"{total} entries sealed.\n", f"{entry}:{hash_of}\n")
    good = f"{total} entries are as they were sealed; 0 are not yet.\n"
    assert heard("journal", "verify", "--kept", done.stdout).stdout == good
    assert heard("journal", "seal").stdout == ""
    with psycopg.connect(server.url(name, "heard_admin"), autocommit=True) as owner:
        owner.execute("UPDATE journal_entry SET reason = 'not so' WHERE id = %s", [entry])
    assert refused("journal", "verify") == (
        f"heard: entry {entry} of the journal is not what was sealed; {total - 1} are good.\n"
    )


def test_what_is_no_seal_is_said_to_be_none() -> None:
    assert refused("journal", "verify", "--kept", "12:xyz") == (
        "heard: 12:xyz is no seal: one looks like 120:5f3a…, as it was printed.\n"
    )
