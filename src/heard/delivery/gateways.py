"""The gateways that the settings name: one a channel, or several in order of preference."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

from heard.channels.protocol import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """One way out. By its `name` all workers know its health, and each letter which way it went."""

    name: str
    channel: Channel


def build(name: str) -> Sequence[Gateway]:
    """Make the gateways of one channel, the preferred one first.

    A setting is {"gateway": path, "options": {…}}, or a list of these with a "name" each. A single
    one is named as its channel. ImproperlyConfigured where path, options or names do not fit.
    """
    setting = settings.CHANNELS[name]
    given = setting if isinstance(setting, list) else [{"name": name, **setting}]
    try:
        return [Gateway(name=one["name"], channel=_make(one)) for one in given]
    except (ImportError, KeyError, TypeError, ValueError) as wrong:
        sentence = f"The gateway of channel {name!r} in HEARD_CHANNELS cannot be made: {wrong}."
        raise ImproperlyConfigured(sentence) from wrong


@cache
def channels() -> Mapping[str, Sequence[Gateway]]:
    """Give every gateway by its channel, made once a process; ImproperlyConfigured for twins."""
    made = {name: build(name) for name in settings.CHANNELS}
    if twins := twice(made):
        raise ImproperlyConfigured(f"Two gateways in HEARD_CHANNELS are named {twins[0]!r}.")
    return made


def twice(made: Mapping[str, Sequence[Gateway]]) -> list[str]:
    """Give the names that more than one gateway has."""
    names = Counter(gateway.name for way in made.values() for gateway in way)
    return [name for name, count in names.items() if count > 1]


def recording() -> bool:
    """Tell whether no gateway can reach a real person."""
    return all(gateway.channel.recording for way in channels().values() for gateway in way)


def _make(setting: Mapping[str, Any]) -> Channel:
    made: Channel = import_string(setting["gateway"])(**setting.get("options", {}))
    return made
