"""Where passkeys of this site are good: a name for people, and the host that browsers hold to."""

from urllib.parse import urlsplit

from csp.decorators import csp_update
from django.conf import settings

scripts = csp_update({"script-src": ["'self'"]})  # of pages on which a passkey is made or used


def server() -> tuple[str, str]:
    """Give the name of the force and the host of our address."""
    return settings.FORCE_NAME, urlsplit(settings.SITE_URL).hostname or ""
