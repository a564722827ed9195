"""The membership as Django knows it."""

from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "heard.membership"
    label = "membership"
    default_auto_field = "django.db.models.BigAutoField"
