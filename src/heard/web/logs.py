"""Keeps the tokens of links out of every line that is logged."""

import logging
import re

TOKEN_IN_PATH = re.compile(r"/(s|staff/link)/[^/\s?#\"'<>\\]+")


def mask(text: str) -> str:
    """Return the text with each token in a path replaced by an ellipsis."""
    return TOKEN_IN_PATH.sub(r"/\1/…", text)


class MaskedFormatter(logging.Formatter):
    """Masks the finished line, so that neither arguments nor a traceback can carry a token."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))
