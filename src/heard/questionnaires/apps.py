"""The Django application for questionnaires."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    name = "heard.questionnaires"
    label = "questionnaires"
    default_auto_field = "django.db.models.BigAutoField"
