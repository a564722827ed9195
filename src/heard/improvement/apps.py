"""The Django application for improvement."""

from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "heard.improvement"
    label = "improvement"
    default_auto_field = "django.db.models.BigAutoField"
