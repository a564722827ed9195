"""Which replies a figure of one person stands on: it moves on by whole batches, or not at all.

Whoever keeps yesterday's figure can take it from today's. What is left is then a batch at least,
which has as many replies as any figure of a person needs, and of which not all say the same. So
nothing that can be worked out is of fewer people than what is shown.
"""

from collections.abc import Sequence

from heard.core.statistics.bases import STAFF

BATCH = STAFF.answers


def edition(counts: Sequence[bool], *, batch: int = BATCH) -> int:
    """Return how many of the replies, in the order in which they came, a figure stands on.

    `counts` says of each whether it is counted. A batch ends at every fifteenth reply, and goes on
    for another fifteen where all of it say the same. What has been in an edition stays in it, as
    long as replies are only added at the end. ValueError for a batch of less than one.
    """
    if batch < 1:
        raise ValueError("a batch has one reply at least")
    closed = 0
    for end in range(batch, len(counts) + 1, batch):
        if 0 < sum(counts[closed:end]) < end - closed:
            closed = end
    return closed


def whole(number: int, *, batch: int = BATCH) -> int:
    """Return how many of so many replies are in whole batches, whatever they say. ValueError."""
    if batch < 1 or number < 0:
        raise ValueError("a batch has one reply at least, and nobody has fewer than none")
    return number - number % batch
