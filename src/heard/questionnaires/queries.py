"""Lists what is published, what is written, and what waits for a second person."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from heard.questionnaires.models import Decision, Discard, Manuscript, Release, Version


def versions() -> Sequence[Version]:
    """Give every version without its source, by questionnaire, the newest first."""
    found = Version.objects.select_related("questionnaire").defer("source", "xform")
    return tuple(found.order_by("questionnaire__slug", "-number"))


def find_version(slug: str, number: int) -> Version | None:
    """Give one version with its source."""
    found = Version.objects.select_related("questionnaire")
    return found.filter(questionnaire__slug=slug, number=number).first()


def drafts() -> Sequence[Manuscript]:
    """Give the newest saving of each draft that is neither out nor discarded, the newest first."""
    followed = Manuscript.objects.filter(follows=OuterRef("pk"))
    out = Version.objects.filter(questionnaire__slug=OuterRef("slug"), number=OuterRef("number"))
    gone = Discard.objects.filter(manuscript=OuterRef("pk"))
    found = Manuscript.objects.filter(~Exists(followed), ~Exists(out), ~Exists(gone))
    found = found.defer("source")
    return tuple(found.order_by("-saved_at", "-pk"))


def find_draft(number: int) -> Manuscript | None:
    """Give one saving of a draft."""
    return Manuscript.objects.filter(pk=number).first()


def newest(manuscript: Manuscript) -> Manuscript:
    """Give the newest saving of the draft that this is one of."""
    first = manuscript.first_id or manuscript.pk
    found = Manuscript.objects.filter(first=first).order_by("-pk").first()
    return found or manuscript


def waiting() -> Sequence[Release]:
    """Give the releases that nobody has decided on, of drafts that were kept, the oldest first."""
    gone = Discard.objects.filter(manuscript=OuterRef("manuscript"))
    found = _undecided().filter(~Exists(gone)).select_related("manuscript")
    return tuple(found.order_by("asked_at", "pk"))


def releases_of(manuscript: Manuscript) -> Sequence[Release]:
    """Give what was asked for one saving of a draft, the newest first."""
    return tuple(Release.objects.filter(manuscript=manuscript).order_by("-pk"))


def find_release(number: int) -> tuple[Release, Decision | None] | None:
    """Give a release, and what was decided on it."""
    release = Release.objects.select_related("manuscript").filter(pk=number).first()
    if release is None:
        return None
    decision = Decision.objects.select_related("version__questionnaire").filter(release=release)
    return release, decision.first()


def _undecided() -> QuerySet[Release]:
    return Release.objects.filter(~Exists(Decision.objects.filter(release=OuterRef("pk"))))
