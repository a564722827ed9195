"""The application for event streams: a process of its own, since each of them stays open."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application
from granian.utils.proxies import wrap_asgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.settings")
application = get_asgi_application()
if settings.PROXIES:
    application = wrap_asgi_with_proxy_headers(application, settings.PROXIES)
