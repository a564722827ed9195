"""Fills the environment with what an embedded home provides, before Django reads it."""

import json
import os
import sys
from pathlib import Path

from heard.home import Home, HomeError, open_home

TRY_AGAIN = 75  # EX_TEMPFAIL of sysexits.h: a mail server keeps the mail and comes again
FOLDER = ".heard"  # under the current folder, where HEARD_HOME does not say otherwise


def prepare() -> None:
    """Name the settings; where no database is given, open the home and take its keys."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.settings")
    os.environ.setdefault("HEARD_HOME", str(Path(FOLDER).absolute()))
    asks_for_words = len(sys.argv) == 1 or "--help" in sys.argv
    if not is_embedded() or asks_for_words:
        return
    try:
        found = home()
        os.environ.setdefault("HEARD_KEYS", json.dumps(found.keys()))
        os.environ.setdefault("HEARD_SECRET_KEY", found.secret_key())
    except HomeError as error:
        sys.exit(f"heard: {error}")


def is_embedded() -> bool:
    """Tell whether Heard brings its own PostgreSQL: wherever no DATABASE_URL is given."""
    return "DATABASE_URL" not in os.environ


def home() -> Home:
    """Open the data folder."""
    return open_home(os.environ["HEARD_HOME"])
