"""What becomes of a file that somebody gives: a clean one of the same kind, or a reason why not."""

import json

from heard.core.attached.documents import resaved
from heard.core.attached.kinds import Clean, Kind, NotSafe, kind_of
from heard.core.attached.pictures import redrawn


def clean(content: bytes) -> Clean:
    """Give a file as it was written anew. NotSafe."""
    kind = kind_of(content)
    return resaved(content) if kind is Kind.PDF else redrawn(content, kind)


def answer(content: bytes) -> bytes:
    """Give it to another process: a line of JSON, and after it the clean file.

    The line has `kind`, `width` and `height`, or `wrong`.
    """
    try:
        found = clean(content)
    except NotSafe as wrong:
        return json.dumps({"wrong": str(wrong)}).encode() + b"\n"
    told = {"kind": found.kind, "width": found.width, "height": found.height}
    return json.dumps(told).encode() + b"\n" + found.content


def read_answer(given: bytes) -> Clean:
    """Read what `answer` gave. NotSafe; what it cannot have given is a ValueError."""
    line, _, content = given.partition(b"\n")
    told = json.loads(line)
    if "wrong" in told:
        raise NotSafe(told["wrong"])
    sides = {side: int(told[side]) for side in ("width", "height")}
    return Clean(kind=Kind(told["kind"]), content=content, **sides)
