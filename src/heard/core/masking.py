"""Shows the shape of what a machine sent without what it says: only what is listed is shown.

A field that nobody listed, a word that no list has and every number are replaced, whatever they
are: a sender that puts a name where a code belongs gives nothing away.
"""

import json
import re
from collections.abc import Callable, Collection, Mapping

from heard.core.addresses import PhoneKind, read_phone

LONGEST = 50  # of a list, items; of an object, fields
DEEPEST = 8
_ID = re.compile(r"[A-Za-z]{0,4}[-_:./]?\d[0-9A-Fa-f:./_-]{0,98}")
# A number within a day, and the day: nobody dials that.
_OF_A_DAY = re.compile(r"\d{1,6}[-/](19|20)\d\d(0[1-9]|1[0-2])([0-2]\d|3[01])")
_CODE = re.compile(r"[A-Z]{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ][\d:.]{5,15}([Zz]|[+-]\d\d:?\d\d)?")

Shows = Callable[[str], bool]


def is_id(text: str) -> bool:
    """Tell a system's id: up to four letters, then digits; never what reads as a telephone's."""
    of_a_day = _OF_A_DAY.fullmatch(text) is not None
    return of_a_day or (_ID.fullmatch(text) is not None and not _dialled(text))


def is_code(text: str) -> bool:
    """Tell a code of the national list's form, mapped or not."""
    return _CODE.fullmatch(text) is not None


def is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None


def one_of(words: Collection[str]) -> Shows:
    """Give what shows a word of this list and no other."""
    return frozenset(words).__contains__


def mask(text: str, shown: Mapping[str, Shows]) -> str:
    """Give JSON with its listed fields, and of their text what `shown` says may be read.

    Of text that is no JSON, only its length.
    """
    try:
        item = json.loads(text)
    except (ValueError, RecursionError):
        return f"(not JSON: {len(text):,} characters)"
    return json.dumps(_masked(item, shown, None, 0), indent=2, ensure_ascii=False)


def _masked(item: object, shown: Mapping[str, Shows], shows: Shows | None, depth: int) -> object:
    if depth > DEEPEST:
        return "(nested deeper than is shown)"
    match item:
        case None | bool():
            return item
        case str():
            return item if shows and shows(item) else f"(text of {len(item):,} characters)"
        case list():
            listed = [_masked(part, shown, shows, depth + 1) for part in item[:LONGEST]]
            return (
                [*listed, f"(and {len(item) - LONGEST:,} more)"] if len(item) > LONGEST else listed
            )
        case dict():
            return _object(item, shown, depth)
        case _:
            return "(a number)"


def _object(
    item: Mapping[str, object], shown: Mapping[str, Shows], depth: int
) -> dict[str, object]:
    """Mask the fields that are listed; count the others, since a name of one may be personal."""
    listed = [name for name in item if name in shown][:LONGEST]
    masked = {name: _masked(item[name], shown, shown[name], depth + 1) for name in listed}
    if others := len(item) - len(listed):
        masked["(fields that Heard does not know)"] = others
    return masked


def _dialled(text: str) -> bool:
    """Tell what somebody may have dialled, whatever stands in front of it or between."""
    digits = "".join(filter(str.isdigit, text))
    spelt = f"+{digits}" if digits.startswith("44") else digits
    return read_phone(spelt).kind is not PhoneKind.BAD
