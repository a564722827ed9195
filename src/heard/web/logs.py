"""Sends every log to standard error, and keeps the tokens of links out of each line."""

import logging
import logging.config
import re
from typing import Any

import structlog

TOKEN_IN_PATH = re.compile(
    r"/(s|e|staff/link|openrosa|pictures|drawings|community/(?:confirm|manage|change|stop|message)|chat/(?:frame|stream))/[^/\s?#\"'<>\\]+"
)


def mask(text: str) -> str:
    """Return the text with each token in a path replaced by an ellipsis."""
    return TOKEN_IN_PATH.sub(r"/\1/…", text)


class MaskedFormatter(logging.Formatter):
    """Masks the finished line, so that neither arguments nor a traceback can carry a token."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def configure(config: dict[str, Any]) -> None:
    """Set up logging as the settings say (Django's LOGGING_CONFIG), structured logs included."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer(key_order=["event"])],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
