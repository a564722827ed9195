"""Where passkeys of this site are good: a name for people, and the host that browsers hold to."""

from urllib.parse import urlsplit

from django.conf import settings


def server() -> tuple[str, str]:
    """Give the name of the force and the host of our address."""
    return settings.FORCE_NAME, urlsplit(settings.SITE_URL).hostname or ""
