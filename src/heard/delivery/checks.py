"""What Django's system check asks of the gateways before anything runs."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from heard.delivery.gateways import build


def gateways_fit(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 - Django passes it by name
    **_options: object,
) -> list[CheckMessage]:
    """Report each gateway that cannot be made, or that a simulated clock must not use."""
    return [wrong for name in settings.CHANNELS for wrong in _gateway_fits(name)]


def _gateway_fits(name: str) -> list[CheckMessage]:
    try:
        gateway = build(name)
    except ImproperlyConfigured as wrong:
        return [Error(str(wrong), id="delivery.E001")]
    if settings.CLOCK == "system" or gateway.recording:
        return []
    sentence = f"Channel {name!r} could reach real people and HEARD_CLOCK is simulated."
    hint = "Give it a recording gateway, such as heard.channels.outbox.Outbox."
    return [Error(sentence, hint=hint, id="delivery.E002")]
