"""The gateways that the settings name, one a channel."""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from heard.channels.protocol import Channel


def build(name: str) -> Channel:
    """Make the gateway of one channel; ImproperlyConfigured where path or options do not fit."""
    setting = settings.CHANNELS[name]
    try:
        gateway: Channel = import_string(setting["gateway"])(**setting.get("options", {}))
    except (ImportError, KeyError, TypeError, ValueError) as wrong:
        sentence = f"The gateway of channel {name!r} in HEARD_CHANNELS cannot be made: {wrong}."
        raise ImproperlyConfigured(sentence) from wrong
    return gateway


@cache
def channels() -> Mapping[str, Channel]:
    """Give every gateway by the name of its channel, made once a process."""
    return {name: build(name) for name in settings.CHANNELS}


def recording() -> bool:
    """Tell whether no gateway can reach a real person."""
    return all(gateway.recording for gateway in channels().values())
