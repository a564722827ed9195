"""The secrets of a home: the key ring, Django's secret key and the database passwords."""

import json
import secrets
from base64 import b64encode
from pathlib import Path
from typing import TypedDict, cast

from heard.home._errors import HomeError
from heard.home._files import locked, read_private, write_private

ADMIN, OWNER, APP = "heard_admin", "heard_owner", "heard_app"


class Keys(TypedDict):
    """`ring` and `lookup` hold base64 of 32 random bytes; `current` is the id that encrypts."""

    ring: dict[str, str]
    current: str
    lookup: str


def keys_file(home: Path) -> Path:
    return home / "keys.json"


def secret_key_file(home: Path) -> Path:
    return home / "secret_key"


def passwords_file(home: Path) -> Path:
    return home / "passwords.json"


def make_missing(home: Path, *, established: bool) -> None:
    """Make each secret that is not there yet; in an established home a lost one is an error.

    New keys beside old rows would make every number and every opt-out unreadable.
    """
    with locked(home / "secrets.lock"):
        for path, text in (
            (keys_file(home), _dump({"ring": {"k1": _key()}, "current": "k1", "lookup": _key()})),
            (secret_key_file(home), secrets.token_urlsafe(64)),
            (
                passwords_file(home),
                _dump({r: secrets.token_urlsafe(32) for r in (ADMIN, OWNER, APP)}),
            ),
        ):
            if path.exists():
                continue
            if established:
                raise HomeError(f"{path} is missing although the home has data: restore it.")
            write_private(path, text)


def read_keys(home: Path) -> Keys:
    keys = cast("Keys", _load(keys_file(home)))
    if not ({"ring", "current", "lookup"} <= keys.keys() and keys["current"] in keys["ring"]):
        raise HomeError(f"{keys_file(home)} must hold a ring, its current key and a lookup key.")
    return keys


def rotate(home: Path) -> str:
    """Add a key, make it the current one and return its id; old keys stay, to decrypt."""
    with locked(home / "secrets.lock"):
        keys = read_keys(home)
        name = f"k{len(keys['ring']) + 1}"
        if name in keys["ring"]:
            raise HomeError(
                f"{keys_file(home)} must name its keys k1, k2 and so on: {name} is there."
            )
        ring = keys["ring"] | {name: _key()}
        write_private(keys_file(home), _dump({**keys, "ring": ring, "current": name}))
    return name


def read_passwords(home: Path) -> dict[str, str]:
    passwords = _load(passwords_file(home))
    if not {ADMIN, OWNER, APP} <= passwords.keys():
        raise HomeError(f"{passwords_file(home)} must hold a password for each of the three roles.")
    return cast("dict[str, str]", passwords)


def _key() -> str:
    return b64encode(secrets.token_bytes(32)).decode()


def _dump(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"


def _load(path: Path) -> dict[str, object]:
    try:
        content = json.loads(read_private(path))
    except ValueError as error:
        raise HomeError(f"{path} must be JSON: {error}.") from error
    if not isinstance(content, dict):
        raise HomeError(f"{path} must be a JSON object.")
    return content
