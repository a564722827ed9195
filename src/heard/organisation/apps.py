"""The Django application for the organisation."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "heard.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"
