"""The Django application for subscriptions."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    name = "heard.subscriptions"
    label = "subscriptions"
    default_auto_field = "django.db.models.BigAutoField"
