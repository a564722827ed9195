"""Conversations as Django knows them."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "heard.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"
