"""What GOV.UK Notify's refusals mean: whether it certainly does not have the message."""

import csv
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from importlib.resources import files

from notifications_python_client.errors import HTTPError
from requests import Response
from urllib3.exceptions import ConnectTimeoutError, ProxyError

from heard.channels.protocol import GATEWAY_DOWN, Refused


def _read_errors() -> Mapping[tuple[int, str], tuple[str, str]]:
    """Give code and `retry` (no, yes, tomorrow, unclear) by HTTP status and type of error."""
    with files("heard.channels").joinpath("notify_errors.csv").open(encoding="utf-8") as file:
        return {
            (int(row["http_status"]), row["error_type"]): (row["code"], row["retry"])
            for row in csv.DictReader(file)
        }


_ERRORS = _read_errors()


def refusal(error: HTTPError, reference: str) -> Refused | None:
    """Tell by status and type alone whether Notify certainly does not have it."""
    response: Response | None = error.response
    if response is None:
        return _unsent(error, reference)
    status = response.status_code
    code, retry = _ERRORS.get(
        (status, _type(response)), _ERRORS.get((status, "*"), ("", "unclear"))
    )
    if retry == "unclear":
        return None
    until = _next_midnight(response) if retry == "tomorrow" else None
    return Refused(reference=reference, code=code, retry=retry != "no", until=until)


def _type(response: Response) -> str:
    """Give the type of the first error that Notify names; empty where there is none."""
    try:
        told = response.json()
    except ValueError:
        return ""
    match told:
        case {"errors": [{"error": str(name)}, *_]}:
            return name
    return ""


def _unsent(error: HTTPError, reference: str) -> Refused | None:
    """Tell whether a call failed before a connection stood, so that nothing was written to it."""
    reasons = [getattr(part, "reason", None) for part in getattr(error.__cause__, "args", ())]
    if any(isinstance(reason, ConnectTimeoutError | ProxyError) for reason in reasons):
        return Refused(reference=reference, code=GATEWAY_DOWN, retry=True)
    return None


def _next_midnight(response: Response) -> datetime | None:
    """Give the end of Notify's day, by its own clock."""
    try:
        day = parsedate_to_datetime(response.headers.get("Date", "")).astimezone(UTC)
    except ValueError:
        return None
    return day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
