"""The Django application for themes."""

from django.apps import AppConfig


class ThemesConfig(AppConfig):
    name = "heard.themes"
    label = "themes"
    default_auto_field = "django.db.models.BigAutoField"
