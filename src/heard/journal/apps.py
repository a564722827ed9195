"""The Django application for journal."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "heard.journal"
    label = "journal"
    default_auto_field = "django.db.models.BigAutoField"
