"""Who may still get the letters to members: one guard for each kind of letter."""

from collections.abc import Mapping

from heard.delivery.guard import Guard
from heard.membership import asked_guard, asking, broadcast, letters, threads, told

GUARDS: Mapping[str, Guard] = {
    letters.KIND: letters,
    broadcast.KIND: broadcast,
    threads.KIND: threads,
    told.KIND: told,
    asking.KIND: asked_guard,
    asking.REMINDER: asked_guard,
}
