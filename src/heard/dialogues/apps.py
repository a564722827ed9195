"""The Django application for dialogues."""

from django.apps import AppConfig


class DialoguesConfig(AppConfig):
    name = "heard.dialogues"
    label = "dialogues"
    default_auto_field = "django.db.models.BigAutoField"
