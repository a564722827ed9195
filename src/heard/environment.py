"""How settings are read from the environment, and refused where production is not safe by them."""

import os
import re
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict

PRODUCTION = os.environ.get("HEARD_ENV", "development") == "production"


class Unsafe(Exception):
    """A setting is missing or unsafe; the message names it and the rule."""


def read(name: str, trial: str) -> str:
    """Give the value of `name`; the trial value stands in everywhere but in production."""
    value = os.environ.get(name)
    if value is None and PRODUCTION:
        raise Unsafe(f"{name} is not set: production takes no trial value.")
    return trial if value is None else value


def database(url: str) -> dict[str, object]:
    """Turn a libpq address into Django's words."""
    parts = conninfo_to_dict(url)
    words = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST"}
    named = {theirs: parts.pop(ours) for ours, theirs in words.items() if ours in parts}
    port = parts.pop("port", "")
    # All rows, until a request says otherwise; without this none is seen (`accounts/wall`).
    parts["options"] = f"{parts.get('options', '')} -c heard.scope=all".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
        **named,
    }


def require_recorder(url: str, secret: str, *, production: bool) -> None:
    """Refuse an address that reports are not safe to go to, or a secret that is none. Unsafe."""
    place = urlsplit(url)
    is_here = place.scheme == "http" and place.hostname in {"127.0.0.1", "localhost"}
    is_safe = place.scheme == "https" or (is_here and not production)
    if not is_safe or not place.hostname or place.username is not None:
        raise Unsafe("HEARD_RECORDING_URL must be https:// without a name and a password.")
    if not re.fullmatch(r"(whsec_)?(?:[A-Za-z0-9+/]{4}){8,}[A-Za-z0-9+/=]{0,4}", secret):
        raise Unsafe("HEARD_RECORDING_SECRET must be 24 random bytes or more in base64.")
