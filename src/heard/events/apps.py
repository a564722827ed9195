"""The Django application for events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "heard.events"
    label = "events"
    default_auto_field = "django.db.models.BigAutoField"
