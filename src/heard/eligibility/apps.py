"""The Django application for eligibility."""

from django.apps import AppConfig


class EligibilityConfig(AppConfig):
    name = "heard.eligibility"
    label = "eligibility"
    default_auto_field = "django.db.models.BigAutoField"
