"""Lets those who act on the same thing wait: nobody may lock a row that nobody may change."""

from django.db import connection

from heard.questionnaires.models import Manuscript


def lock_draft(manuscript: Manuscript) -> None:
    """Let whoever acts on the same draft wait."""
    _lock(f"questionnaires_draft:{manuscript.first_id or manuscript.pk}")


def lock_releases(slug: str) -> None:
    """Let whoever publishes the same questionnaire wait, also before its first version."""
    _lock(f"questionnaires_release:{slug}")


def _lock(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
