"""The Django application for responses."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    name = "heard.responses"
    label = "responses"
    default_auto_field = "django.db.models.BigAutoField"
