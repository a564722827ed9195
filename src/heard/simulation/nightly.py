"""Writes a night of the simulated force as its command-and-control system would: a row a log.

The logs and calls are those of the pilot's simulation, on one Friday. What a reader must be able
to see in a file is added by hand: a remark of two lines, and a few rows that are wrong.
"""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from io import StringIO
from itertools import cycle
from typing import Any, BinaryIO

from heard.core import journeys
from heard.core.timing import LONDON
from heard.events.nightly import ColumnMap, read_map
from heard.simulation.pilot import pilot_events

MAP = "controlworks"
DAY = date(2020, 10, 9)
WRITTEN = datetime(2020, 10, 10, 2, tzinfo=LONDON)
ROWS = 500
_CALL = timedelta(minutes=9)  # what a call lasts here: its log is opened in the last eight of them

Cells = dict[str, str]
Told = Mapping[str, Any]
Words = Callable[[str, Iterable[str]], str]

HEADINGS = (
    *("Log Number", "Log Opened", "Contact Reference", "Call Source", "Call Start", "Call End"),
    *("Seconds To Answer", "Answered By"),
    *("Caller Number", "Caller Age", "Call Handler", "Contact Team", "NPU", "Ward"),
    *("Opening Codes", "Qualifiers", "Grade", "Units", "Response Team", "First Unit Assigned"),
    *("First Unit At Scene", "Last Unit Left", "Closing Codes", "Resulted", "Closed", "Reopened"),
    *("Master Log", "Remarks"),
)
_REMARKS = (
    "",
    "",
    "Caller will ring again.",
    "",
    "Rang before, no answer.\nRang again, spoken to.",
)
_NO_UTF_8 = "\udc92"  # written as byte 0x92, an apostrophe in Windows-1252


def write_night(seed: int, out: BinaryIO) -> int:
    """Write the CSV file in UTF-8 with its byte-order mark, and give the number of its rows."""
    told = StringIO(newline="")
    sheet = csv.writer(told)
    sheet.writerow(HEADINGS)
    rows = list(_rows(seed))
    _spoil(rows)
    sheet.writerows(row.values() for row in rows)
    out.write(told.getvalue().encode("utf-8-sig", errors="surrogateescape"))
    return len(rows)


def _rows(seed: int) -> Iterator[Cells]:
    """Yield the last logs of the day as they stand when the file is written."""
    words = _words(read_map(MAP))
    logs: dict[str, list[Told]] = defaultdict(list)
    calls: dict[str, Told] = {}
    for event in _once(pilot_events(seed)):
        if event["type"] != journeys.CONTACT_ENDED:
            logs[event["data"]["incident_id"]].append(event)
            continue
        for log in event["data"]["incident_ids"]:
            calls.setdefault(log, event)
    opened = {log: _first(events, journeys.CREATED) for log, events in logs.items()}
    today = [log for log, event in opened.items() if event and _local(event).date() == DAY]
    for log, remark in zip(sorted(today)[-ROWS:], cycle(_REMARKS), strict=False):
        row = _log(log, logs[log], words) | {"Remarks": remark}
        yield dict.fromkeys(HEADINGS, "") | _call(calls.get(log), words) | row


def _once(events: Iterable[Told]) -> list[Told]:
    """Give what happened until the file is written, once each and in that order."""
    by_id = {event["id"]: event for event in events if _local(event) <= WRITTEN}
    return [by_id[name] for name in sorted(by_id)]


def _words(column_map: ColumnMap) -> Words:
    """Give a function that puts our words back into the force's, and joins them."""
    theirs = {
        name: {ours: word for word, ours in table.items()}
        for name, table in column_map.words.items()
    }
    return lambda table, ours: ";".join(theirs[table].get(word, word) for word in ours)


def _call(event: Told | None, words: Words) -> Cells:
    if event is None:
        return {}
    data = event["data"]
    age = data["caller_age"]
    return {
        "Contact Reference": data["contact_id"],
        "Call Source": words("call_sources", [data["channel"]]),
        "Call Start": _cell(_local(event) - _CALL),
        "Call End": _cell(_local(event)),
        "Seconds To Answer": str(data.get("seconds_to_answer", "")),
        "Answered By": words("answered_by", filter(None, [data.get("handler_type")])),
        "Caller Number": data["calling_number"] or "",
        "Caller Age": "" if age is None else str(age),
        "Call Handler": data["handler"],
        "Contact Team": data["team"],
    }


def _log(log: str, events: Sequence[Told], words: Words) -> Cells:
    total = journeys.fold_incident(_told(events))
    return _visit(events) | {
        "Log Number": log,
        "Log Opened": _time(_first(events, journeys.CREATED)),
        "NPU": words("areas", [total.area]),
        "Ward": total.ward,
        "Opening Codes": words("incidents", total.opening_codes),
        "Qualifiers": words("qualifiers", total.tags),
        "Grade": words("grades", [total.grade] if total.grade else []),
        "Closing Codes": words("incidents", total.closing_codes),
        "Resulted": _time(_last(events, journeys.RESULTED)),
        "Closed": _time(_last(events, journeys.CLOSED)),
        "Reopened": _time(_last(events, journeys.REOPENED)),
        "Master Log": ";".join(total.master_ids),
    }


def _visit(events: Sequence[Told]) -> Cells:
    total = journeys.fold_attendance(_told(events))
    if total is None:
        return {}
    return {
        "Units": ";".join(total.units),
        "Response Team": total.team,
        "First Unit Assigned": _time(_first(events, journeys.ASSIGNED)),
        "First Unit At Scene": _cell(total.arrived_at),
        "Last Unit Left": _cell(total.ended_at),
    }


def _told(events: Iterable[Told]) -> list[journeys.Told]:
    return [
        journeys.Told(type=e["type"], at=_local(e), event_id=e["id"], data=e["data"])
        for e in events
    ]


def _spoil(rows: Sequence[Cells]) -> None:
    """Make a row wrong in each of the ways that a reader should have seen."""
    for start, column, spoilt in (
        (14, "Grade", "P9"),
        (61, "Call Source", "FAX"),
        (113, "Call End", "25:61"),
        (170, "Resulted", ""),
        (231, "Qualifiers", "ALCOHOL RELATED;;DRUGS RELATED"),
        (288, "Caller Age", "4O"),
        (345, "Remarks", f"Caller{_NO_UTF_8}s own words."),
    ):
        row = next(row for row in rows[start:] if row[column])
        row[column] = spoilt
    rows[402][""] = "one cell too many"
    del rows[459]["Remarks"]


def _first(events: Iterable[Told], kind: str) -> Told | None:
    return next((event for event in events if event["type"] == kind), None)


def _last(events: Sequence[Told], kind: str) -> Told | None:
    return _first(reversed(events), kind)


def _local(event: Told) -> datetime:
    return datetime.fromisoformat(event["time"]).astimezone(LONDON)


def _cell(at: datetime | None) -> str:
    return f"{at.astimezone(LONDON):%d/%m/%Y %H:%M:%S}" if at else ""


def _time(event: Told | None) -> str:
    return _cell(_local(event)) if event else ""
