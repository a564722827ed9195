"""Writes down what callers of the force say, what they do in distress, and who else helps."""

from datetime import datetime

from django.db import transaction

from heard.journal.write import Actor, write
from heard.specialist.models import Words

LONGEST = 4_000  # characters of each


@transaction.atomic
def write_words(*, opening: str, distress: str, support: str, by: Actor, now: datetime) -> Words:
    """Write all three anew: without them nobody calls. ValueError where one is no good."""
    given = {"opening": opening, "distress": distress, "support": support}
    said = {name: text.strip() for name, text in given.items()}
    if not all(0 < len(text) <= LONGEST for text in said.values()):
        raise ValueError(f"write all three, each in at most {LONGEST:,} characters")
    written = Words.objects.create(**said, written_at=now, written_by=by.label)
    write("specialist.write_words", subject=f"words:{written.pk}", actor=by, now=now)
    return written
