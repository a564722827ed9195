"""The Django application for delivery."""

from django.apps import AppConfig
from django.core.checks import register

from heard.delivery.checks import gateways_fit


class DeliveryConfig(AppConfig):
    name = "heard.delivery"
    label = "delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(gateways_fit, "delivery")
