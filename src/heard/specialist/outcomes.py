"""Counts what became of the calls, and of those who were not called."""

from collections.abc import Mapping

from django.db.models import Count

from heard.specialist.models import Call


def outcomes() -> Mapping[str, int]:
    """Give the number of calls that are over by how they ended, in words, in a fixed order."""
    rows = Call.objects.exclude(outcome="").values_list("outcome").annotate(n=Count("pk"))
    counts = dict(rows.order_by())
    return {outcome.label: counts.get(outcome, 0) for outcome in Call.Outcome}
