"""What Django's system check asks of the gateways before anything runs."""

from collections.abc import Sequence

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ImproperlyConfigured

from heard.delivery.gateways import Gateway, build, twice


def gateways_fit(
    app_configs: Sequence[AppConfig] | None = None,  # noqa: ARG001 - Django passes it by name
    **_options: object,
) -> list[CheckMessage]:
    """Report each gateway that cannot be made, has a twin, or must not meet a simulated clock."""
    found: list[CheckMessage] = []
    made: dict[str, Sequence[Gateway]] = {}
    for name in settings.CHANNELS:
        try:
            made[name] = build(name)
        except ImproperlyConfigured as wrong:
            found.append(Error(str(wrong), id="delivery.E001"))
        else:
            found += _fits_the_clock(name, made[name])
    twins = [f"Two gateways in HEARD_CHANNELS are named {name!r}." for name in twice(made)]
    return [*found, *(Error(sentence, id="delivery.E003") for sentence in twins)]


def _fits_the_clock(name: str, way: Sequence[Gateway]) -> list[CheckMessage]:
    if settings.CLOCK == "system" or all(gateway.channel.recording for gateway in way):
        return []
    sentence = f"Channel {name!r} could reach real people and HEARD_CLOCK is simulated."
    hint = "Give it a recording gateway, such as heard.channels.outbox.Outbox."
    return [Error(sentence, hint=hint, id="delivery.E002")]
