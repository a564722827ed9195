"""The Django application for clock."""

from django.apps import AppConfig


class ClockConfig(AppConfig):
    name = "heard.clock"
    label = "clock"
    default_auto_field = "django.db.models.BigAutoField"
