"""Tells which letters are in a worker's hands at this moment: claimed, and without an outcome."""

from heard.delivery.models import Letter, State


def subjects() -> frozenset[str]:
    """Give what the claimed letters are about; letters of one claim each, some hundreds at most."""
    return frozenset(Letter.objects.filter(state=State.CLAIMED).values_list("subject", flat=True))
