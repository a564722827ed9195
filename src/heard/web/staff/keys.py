"""A touchpoint's key as the last part of an address, whatever characters it holds."""

from urllib.parse import unquote


class Key:
    """Any text. A browser reads `a/../b` as `b`, even in other spellings: such a key is escaped."""

    regex = ".+"

    def to_url(self, key: str) -> str:
        escaped = key.replace("%", "%25").replace("/", "%2F")
        return escaped if key.strip(".") else key.replace(".", "%2E")

    def to_python(self, part: str) -> str:
        return unquote(part)
