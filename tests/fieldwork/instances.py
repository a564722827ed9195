"""Instances of the form of every kind, as a client of OpenRosa fills them in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from tests.open_ways import NOW
from tests.questionnaires.all_kinds import SAID

START = NOW - timedelta(minutes=9)
FLAT = ("treatment", "worries", "why", "order", "district", "park", "age")
VISIT = ("day", "hour", "miles")


def instance(
    code: str,
    said: Mapping[str, str] = SAID,
    *,
    uuid: str = "uuid:1",
    version: str = "1",
    start: datetime | None = START,
    more: str = "",
) -> bytes:
    """Write what was said, in the order of the form, with its meta block as JavaRosa has it."""
    children = {key.split("/")[1] for key in said if key.startswith("child/")} - {"0"}
    parts = [_element("start", start.isoformat(timespec="milliseconds") if start else "")]
    parts += ["<hello/>", *(_element(name, said.get(name, "")) for name in FLAT)]
    parts += [_element("grown", "1"), "<visit>"]
    parts += [*(_element(name, said.get(name, "")) for name in VISIT), "</visit>"]
    parts += [_element(name, said.get(name, "")) for name in ("safe", "where")]
    for nth in sorted(children):
        called, years = (said.get(f"child/{nth}/{name}", "") for name in ("called", "years"))
        parts.append(f"<child>{_element('called', called)}{_element('years', years)}</child>")
    parts.append(_element("seen", said.get("seen", "")))
    meta = f"<orx:meta><orx:instanceID>{uuid}</orx:instanceID></orx:meta>" if uuid else ""
    named = f'id="trial.{code}" version="{version}" xmlns:orx="http://openrosa.org/xforms"'
    return f"<?xml version='1.0' ?><data {named}>{''.join(parts)}{more}{meta}</data>".encode()


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else f"<{name}/>"
