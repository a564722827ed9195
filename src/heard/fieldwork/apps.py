"""The Django application for fieldwork."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    name = "heard.fieldwork"
    label = "fieldwork"
    default_auto_field = "django.db.models.BigAutoField"
