"""The Django application for places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "heard.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"
