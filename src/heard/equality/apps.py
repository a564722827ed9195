"""The Django application for the equality answers."""

from django.apps import AppConfig


class EqualityConfig(AppConfig):
    name = "heard.equality"
    label = "equality"
