"""Forms from the field that could not be taken, the newest first, without their answers."""

from collections.abc import Mapping
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from heard.fieldwork.models import Rejected, Submission
from heard.insight.paging import Page, newest


def rejected(*, before: int | None) -> Page[Mapping[str, Any]]:
    """Give what was rejected; `taken` since, if the same answers came in after all."""
    same = Submission.objects.filter(instance=OuterRef("instance"), content=OuterRef("content"))
    rows = Rejected.objects.annotate(
        taken=Exists(same), erased=ExpressionWrapper(Q(brought__isnull=True), BooleanField())
    ).values(
        *("id", "received_at", "via", "instance", "why", "key", "settled_at", "taken", "erased"),
        *("collector__code", "collector__place"),
    )
    return newest(rows, by="received_at", before=before)
