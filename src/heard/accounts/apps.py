"""The Django application for accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "heard.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
