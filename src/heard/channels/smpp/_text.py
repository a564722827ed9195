"""How a text lies in short messages: alphabets, parts and the headers that join them again."""

from dataclasses import dataclass, field

from heard.core.wording import is_gsm7

# The default alphabet of 3GPP TS 23.038 in its order; 27 introduces the extension.
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = {10: "\f", 20: "^", 40: "{", 41: "}", 47: "\\", 60: "[", 61: "~", 62: "]", 64: "|"} | {
    101: "€"
}
_ESCAPE = 27
_SEPTETS = {character: bytes([place]) for place, character in enumerate(_BASIC)} | {
    character: bytes([_ESCAPE, place]) for place, character in _EXTENSION.items()
}

GSM7, UCS2 = 0, 8  # data_coding, SMPP 3.4 section 5.2.19
SINGLE = {GSM7: 160, UCS2: 140}  # octets of a short message that stands alone
_JOINED = {GSM7: 153, UCS2: 134}  # and of a part beside its header
_MOST_PARTS = 255  # their number has one octet
# Information elements of a user data header, 3GPP TS 23.040 section 9.2.3.24.
_JOINED_8, _JOINED_16 = 0, 8


class TooLongError(ValueError):
    """A text of more parts than a short message can count."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which part of how many a short message is, of the text that `number` stands for."""

    number: int
    total: int
    index: int  # from 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Coded:
    """A text as octets: `parts` are whole messages, or carry their header if `headed`."""

    data_coding: int
    parts: tuple[bytes, ...] = field(repr=False)
    headed: bool


def encode(body: str, *, number: int, wide: bool = False, whole: bool = False) -> Coded:
    """Code a text in GSM 7-bit where it fits, in UCS-2 where not or if `wide`.

    In GSM 7-bit an octet holds a septet, as SMPP carries it. A text longer than one short message
    is cut into parts that `number` (0 to 255) joins again, unless it is to stay `whole`. Neither
    an escaped character nor a surrogate pair is cut. Raises TooLongError beyond 255 parts.
    """
    narrow = not wide and is_gsm7(body)
    coding = GSM7 if narrow else UCS2
    letters = [_SEPTETS[c] if narrow else c.encode("utf-16-be", "replace") for c in body]
    if whole or sum(map(len, letters)) <= SINGLE[coding]:
        return Coded(data_coding=coding, parts=(b"".join(letters),), headed=False)
    pieces = _cut(letters, size=_JOINED[coding])
    if len(pieces) > _MOST_PARTS:
        raise TooLongError(f"{len(pieces)} parts")
    parts = (
        bytes([5, _JOINED_8, 3, number, len(pieces), index]) + piece
        for index, piece in enumerate(pieces, 1)
    )
    return Coded(data_coding=coding, parts=tuple(parts), headed=True)


def decode(octets: bytes, *, data_coding: int) -> str:
    """Read a text in the alphabet that its `data_coding` names; what makes no sense becomes U+FFFD.

    NUL is left out: it says nothing, and no database takes it.
    """
    if _alphabet(data_coding) == UCS2:
        text = octets.decode("utf-16-be", "replace")
    elif _alphabet(data_coding) == GSM7:
        text = _from_septets(octets)
    else:
        text = octets.decode("latin-1")
    return text.replace("\0", "")


def behead(octets: bytes) -> tuple[Place | None, bytes]:
    """Part the user data header from the text, and say which part it is, if it is one."""
    end = 1 + octets[0] if octets else 0
    header, text = octets[1:end], octets[end:]
    while len(header) > 1:
        kind, size = header[0], header[1]
        value, header = header[2 : 2 + size], header[2 + size :]
        if (kind, len(value)) in {(_JOINED_8, 3), (_JOINED_16, 4)}:
            *number, total, index = value
            if 1 <= index <= total:
                return Place(int.from_bytes(number), total, index), text
    return None, text


def _cut(letters: list[bytes], *, size: int) -> list[bytes]:
    pieces = [b""]
    for letter in letters:
        if len(pieces[-1]) + len(letter) > size:
            pieces.append(b"")
        pieces[-1] += letter
    return pieces


def _alphabet(data_coding: int) -> int | None:
    """Give GSM7, UCS2, or None for one whose octets are characters (3GPP TS 23.038, section 4)."""
    if data_coding in {GSM7, UCS2}:
        return data_coding
    group, alphabet = data_coding >> 4, data_coding >> 2 & 3
    if group in {1, 2, 3}:
        return {0: GSM7, 2: UCS2}.get(alphabet)
    return GSM7 if group == 15 and not data_coding & 4 else None  # noqa: PLR2004 - as the table has it


def _from_septets(octets: bytes) -> str:
    text, escaped = [], False
    for octet in octets:
        if octet == _ESCAPE and not escaped:
            escaped = True
            continue
        basic = _BASIC[octet] if octet < len(_BASIC) else "\ufffd"
        text.append(_EXTENSION.get(octet, basic) if escaped else basic)
        escaped = False
    return "".join(text)
