"""The application that a web server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.settings")
application = get_wsgi_application()

from heard.web.staff.charts.draw import warm  # noqa: E402 - after the settings

warm()
