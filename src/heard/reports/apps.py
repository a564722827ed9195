"""The Django application for reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "heard.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
