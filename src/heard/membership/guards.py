"""Who may still get the letters to members: one guard for each kind of letter."""

from collections.abc import Mapping

from heard.delivery.guard import Guard
from heard.membership import broadcast, letters, threads, told

GUARDS: Mapping[str, Guard] = {
    letters.KIND: letters,
    broadcast.KIND: broadcast,
    threads.KIND: threads,
    told.KIND: told,
}
