"""The command `heard`: first the environment, then Django, then the command line."""

import django

from heard.cli import environment

environment.prepare()
django.setup()

from heard.cli.app import app  # noqa: E402 - Django has to know its settings before its models


def main() -> None:
    app()


if __name__ == "__main__":
    main()
