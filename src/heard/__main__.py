"""The command `heard`: first the environment, then Django, then the command line."""

import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from heard.cli import environment
from heard.home import HomeError

environment.prepare()
django.setup()

# Django has to know its settings before its models.
from heard.cli.app import app  # noqa: E402
from heard.cli.processes import NotServed  # noqa: E402
from heard.clock.read import ClockRefused  # noqa: E402

REFUSALS = (HomeError, ClockRefused, ImproperlyConfigured, NotServed, OperationalError)


def main() -> None:
    """Run the command; what stands in its way is said in one sentence."""
    try:
        app()
    except REFUSALS as error:
        sys.exit(f"heard: {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()
