"""The command `heard`: first the environment, then Django, then the command line."""

import sys

import django

from heard.cli import environment
from heard.home import HomeError

environment.prepare()
django.setup()

from heard.cli.app import app  # noqa: E402 - Django has to know its settings before its models


def main() -> None:
    """Run the command; what the home objects to is said in one sentence."""
    try:
        app()
    except HomeError as error:
        sys.exit(f"heard: {error}")


if __name__ == "__main__":
    main()
