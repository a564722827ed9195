"""What Django's system check asks of single sign-on before anything runs."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error


def roles_exist(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 - Django passes it by name
    **_options: object,
) -> list[CheckMessage]:
    """Report each role that a group is to get and that there is not."""
    if settings.SINGLE_SIGN_ON is None:
        return []
    user: Any = get_user_model()
    unknown = sorted({*settings.SINGLE_SIGN_ON.roles.values()} - {*user.Role.values})
    return [
        Error(f"HEARD_SINGLE_SIGN_ON: there is no role {role}.", id="admission.E001")
        for role in unknown
    ]
