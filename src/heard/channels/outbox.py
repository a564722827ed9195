"""A gateway that writes each message as a line of a file, for trials and simulations."""

import json
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from heard.channels.protocol import Accepted, Inbound, Listed, Message, Receipt, Refused


class Outbox:
    """Appends to the file at `path`, which only its owner may read; any number may append.

    A line is one JSON object with reference, channel, to and body, and where they are not empty
    title and unsubscribe. It is on the disk before its outcome is yielded, so that a crash cuts
    off the last line at most. `rate` is in messages a second.
    """

    recording = True

    def __init__(self, *, path: str, channel: str = "sms", rate: float = math.inf) -> None:
        self.rate = rate
        self._path = Path(path)
        self._channel = channel

    def send(self, messages: Iterable[Message]) -> Iterator[Accepted | Refused]:
        """Write each message and yield its place in the file; a file that won't open is busy."""
        try:
            file = os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        except OSError:
            for message in messages:
                yield Refused(reference=message.reference, code="outbox-closed", retry=True)
            return
        try:
            for message in messages:
                end = _append(file, self._line(message))
                yield Accepted(reference=message.reference, gateway_id=str(end))
        finally:
            os.close(file)

    def collect(self, keep: Callable[[Sequence[Receipt | Inbound]], None]) -> int:  # noqa: ARG002
        """Have nothing to hand over: nobody answers a file."""
        return 0

    def accepted(self, *, since: datetime, until: datetime) -> Iterator[Listed]:  # noqa: ARG002
        """Give every message in the file, of whatever time: lines have none."""
        for line in read_outbox(self._path)[0]:
            yield Listed(reference=line["reference"])

    def _line(self, message: Message) -> bytes:
        words = {
            "reference": message.reference,
            "channel": self._channel,
            "to": message.address,
            "body": message.body,
        }
        words |= {"title": message.title} if message.title else {}
        words |= {"unsubscribe": message.unsubscribe} if message.unsubscribe else {}
        return json.dumps(words, ensure_ascii=False).encode() + b"\n"


def read_outbox(path: Path, offset: int = 0) -> tuple[list[dict[str, str]], int]:
    """Return the whole lines from `offset` bytes on, and the offset of what comes after them.

    A line that a crash cut short is left out, and so is a file that is not there yet.
    """
    if not path.exists():
        return [], offset
    with path.open("rb") as file:
        file.seek(offset)
        whole, newline, _ = file.read().rpartition(b"\n")
    lines = [_decode(line) for line in whole.split(b"\n")]
    return [line for line in lines if line is not None], offset + len(whole) + len(newline)


def _append(file: int, line: bytes) -> int:
    """Write one line in one piece, wait for the disk, and return where the line ends."""
    end = os.lseek(file, 0, os.SEEK_END)
    torn = end > 0 and os.pread(file, 1, end - 1) != b"\n"
    whole = b"\n" + line if torn else line
    if os.write(file, whole) != len(whole):
        raise OSError("the disk took a part of the line only")
    os.fsync(file)
    return os.lseek(file, 0, os.SEEK_CUR)


def _decode(line: bytes) -> dict[str, str] | None:
    try:
        words: dict[str, str] = json.loads(line)
    except ValueError:
        return None
    return words
