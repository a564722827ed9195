"""Takes out of a JPEG what it says beside its picture, and leaves the picture as it is."""

# Of Exif and XMP, of Photoshop and IPTC, and comments. Source: ITU-T T.81, B.1.1.3; JEITA CP-3451.
_TELLS = (0xE1, 0xED, 0xFE)
_MARK, _SCAN = 0xFF, 0xDA  # what begins each part; the part from which on it is pixels
_START = b"\xff\xd8"


def bared(content: bytes) -> bytes:
    """Give it without its notes; what is no JPEG, or ends too soon, is a ValueError."""
    if not content.startswith(_START):
        raise ValueError("no JPEG")
    kept, at = [_START], len(_START)
    while at + 4 <= len(content) and content[at] == _MARK:
        mark, size = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == _SCAN:
            return b"".join((*kept, content[at:]))
        if mark not in _TELLS:
            kept.append(content[at : at + 2 + size])
        at += 2 + size
    raise ValueError("no picture in it")
