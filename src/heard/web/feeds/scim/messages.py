"""The messages of SCIM 2.0 (RFC 7644) that Heard takes: filters, patches, lists and errors."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
MOST = 100  # resources in a list, and operations in a patch
LONGEST = 200  # characters of a value
_FILTER = re.compile(r'(\w+)\s+eq\s+"((?:[^"\\]|\\["\\])*)"', re.IGNORECASE | re.ASCII)
_ONE_OF = re.compile(r'(\w+)\[\s*value\s+eq\s+"([^"\\]*)"\s*\]', re.IGNORECASE | re.ASCII)
_YES_NO = {"true": True, "false": False}

Attributes = Mapping[str, Any]


class Refused(Exception):
    """A request that cannot be done; `kind` is SCIM's word for why, where it has one."""

    def __init__(
        self, why: str, *, kind: str = "invalidValue", status: HTTPStatus = HTTPStatus.BAD_REQUEST
    ) -> None:
        super().__init__(why)
        self.kind, self.status = kind, status

    def message(self) -> dict[str, Any]:
        """Give it as SCIM has it."""
        told = {"schemas": [ERROR], "status": str(int(self.status)), "detail": str(self)}
        return told | ({"scimType": self.kind} if self.kind else {})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that a patch does: op is add, replace or remove."""

    op: str
    attribute: str
    value: Any


def wanted(text: str, attributes: Sequence[str]) -> tuple[str, str] | None:
    """Read a filter that one of these equals a text; None where there is no filter. Refused."""
    if not text:
        return None
    found = _FILTER.fullmatch(text.strip())
    named = {name.lower(): name for name in attributes}
    if found is None or found[1].lower() not in named:
        offered = ", ".join(f'{name} eq "…"' for name in attributes)
        raise Refused(f"A filter is one of: {offered}.", kind="invalidFilter")
    return named[found[1].lower()], re.sub(r"\\(.)", r"\1", found[2])


def changes(body: Attributes) -> Iterator[Change]:
    """Read a patch, whatever the capitals of its operations. Refused."""
    operations = next((v for k, v in body.items() if k.lower() == "operations"), None)
    if not isinstance(operations, list) or not 0 < len(operations) <= MOST:
        raise Refused(f"A patch has Operations, {MOST} at most.", kind="invalidSyntax")
    for one in operations:
        yield from _changes(one)


def _changes(one: object) -> Iterator[Change]:
    if not isinstance(one, dict):
        raise Refused("An operation is an object.", kind="invalidSyntax")
    op, path, value = str(one.get("op", "")).lower(), one.get("path") or "", one.get("value")
    if op not in {"add", "replace", "remove"} or not isinstance(path, str):
        raise Refused("An operation is add, replace or remove.", kind="invalidSyntax")
    if found := _ONE_OF.fullmatch(path):
        yield Change(op=op, attribute=found[1], value=[{"value": found[2]}])
    elif path:
        yield Change(op=op, attribute=path, value=value)
    elif isinstance(value, dict):
        for name, given in value.items():
            yield Change(op=op, attribute=name, value=given)
    else:
        raise Refused("Without a path the value is an object.", kind="noTarget")


def text_of(given: object, *, name: str) -> str:
    """Give a value that has to be a text. Refused."""
    if not isinstance(given, str) or len(given) > LONGEST or "\0" in given:
        raise Refused(f"{name}: a text of {LONGEST} characters at most.")
    return given.strip()


def flag_of(given: object, *, name: str) -> bool:
    """Give a value that has to be true or false, also as directories write it. Refused."""
    found = _YES_NO.get(given.lower()) if isinstance(given, str) else given
    if not isinstance(found, bool):
        raise Refused(f"{name}: true or false.")
    return found


def members_of(given: object) -> list[str]:
    """Give the ids of the users that a value lists. Refused."""
    one_by_one = given if isinstance(given, list) else [given]
    found = [one.get("value") if isinstance(one, dict) else None for one in one_by_one]
    if not all(isinstance(one, str) for one in found):
        raise Refused("members: a list of objects, each with the id of a user as its value.")
    return [str(one) for one in found]


def listed(found: Sequence[dict[str, Any]], *, start: int, total: int) -> dict[str, Any]:
    """Give a page of resources, the first of which is number `start` of `total`."""
    return {
        "schemas": [LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(found),
        "Resources": list(found),
    }
