"""The Django application for consent."""

from django.apps import AppConfig


class ConsentConfig(AppConfig):
    name = "heard.consent"
    label = "consent"
    default_auto_field = "django.db.models.BigAutoField"
