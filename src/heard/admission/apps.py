"""The Django application for admission."""

from django.apps import AppConfig
from django.core.checks import register

from heard.admission.checks import roles_exist


class AdmissionConfig(AppConfig):
    name = "heard.admission"
    label = "admission"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(roles_exist)
