"""The process of the event streams beside the web server, and its address for the pages."""

import os
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from heard.cli import processes


def streams(*, host: str, port: int = 0) -> Sequence[processes.Child]:
    """Give the process, and tell pages where it is if nobody has; before they are served.

    Production serves streams only where it was told by which address browsers reach them.
    """
    if settings.PRODUCTION and not settings.STREAM_URL:
        return []
    free = processes.free_port(host, port)
    if not settings.STREAM_URL:
        here = f"http://{urlsplit(settings.SITE_URL).hostname}:{free}{reverse('staff:stream')}"
        settings.STREAM_URL = os.environ["HEARD_STREAM_URL"] = here
    return [processes.streams(host=host, port=free)]
