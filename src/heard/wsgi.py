"""The application that a web server loads."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.settings")
application = get_wsgi_application()
if settings.PROXIES:
    application = wrap_wsgi_with_proxy_headers(application, settings.PROXIES)

from heard.web.staff import ahead  # noqa: E402 - after the settings
from heard.web.staff.warm import warm  # noqa: E402

warm()

# What was loaded stays: the collector need not walk it again at each seven hundred new objects,
# which took a sixth of the time of a batch.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
ahead.begin()
