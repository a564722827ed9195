"""The Django application for specialist."""

from django.apps import AppConfig


class SpecialistConfig(AppConfig):
    name = "heard.specialist"
    label = "specialist"
    default_auto_field = "django.db.models.BigAutoField"
