"""The command `heard`: first the environment, then Django, then the command line."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from heard.cli import environment
from heard.home import HomeError

try:
    environment.prepare()
    django.setup()
except (Exception, SystemExit):
    if sys.argv[1:2] == ["receive-mail"]:
        sys.exit(environment.TRY_AGAIN)
    raise

# Django has to know its settings before its models.
from heard.cli.app import app
from heard.cli.processes import NotServed
from heard.clock.read import ClockRefused

REFUSALS = (HomeError, ClockRefused, ImproperlyConfigured, NotServed, OperationalError)


def main() -> None:
    """Run the command; what stands in its way is said in one sentence."""
    try:
        app()
    except REFUSALS as error:
        sys.exit(f"heard: {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()
