"""The Django application for invitations."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "heard.invitations"
    label = "invitations"
    default_auto_field = "django.db.models.BigAutoField"
