"""The Django application for delivery."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "heard.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"
