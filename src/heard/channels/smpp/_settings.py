"""The options of an SMPP gateway, checked when they are given and not when the peer minds them."""

import math
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# The longest values in octets, without their end, of SMPP 3.4 section 5.2.
_LONGEST = {"system_id": 15, "password": 8, "system_type": 12, "sender": 20}
_AT_LEAST = {"port": 1, "window": 1, "timeout": 0.01, "reconnect": 0.01, "enquire": 0.01}
_BASES = frozenset({0, 10, 16})
_SHORT_CODE = 7  # digits at most; what is longer is a whole number
ALPHANUMERIC, INTERNATIONAL, NETWORK = (5, 0), (1, 1), (3, 0)  # TON and NPI


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Options by name; docs/operations.md says in full what each means. Times are in seconds.

    `sender_ton` of -1 lets the look of the sender decide on both. `answer_base` and `receipt_base`
    are 10 or 16 where the peer writes one number in two ways, and 0 where names are just names.
    """

    host: str
    system_id: str
    password: str = field(repr=False)
    sender: str
    port: int = 2775
    tls: bool = False
    ca: str = ""
    system_type: str = ""
    window: int = 10
    rate: float = 10.0
    timeout: float = 30.0
    reconnect: float = 1.0
    enquire: float = 30.0
    ucs2: bool = False
    payload: bool = False
    sender_ton: int = -1
    sender_npi: int = 0
    address_ton: int = 1
    address_npi: int = 1
    answer_base: int = 0
    receipt_base: int = 0
    timezone: str = "UTC"

    def __post_init__(self) -> None:
        for name, longest in _LONGEST.items():
            value: str = getattr(self, name)
            if not value.isascii() or "\0" in value or len(value) > longest:
                raise ValueError(f"{name} takes up to {longest} characters of ASCII")
        for name, least in _AT_LEAST.items():
            if not least <= getattr(self, name) < math.inf:
                raise ValueError(f"{name} is at least {least}")
        if not (self.host and self.sender and self.rate > 0):
            raise ValueError("host and sender are not empty, rate is above 0")
        if not {self.answer_base, self.receipt_base} <= _BASES:
            raise ValueError("answer_base and receipt_base are 0, 10 or 16")
        numbering = (self.sender_ton, self.sender_npi, self.address_ton, self.address_npi)
        if not all(-1 <= each <= 255 for each in numbering):  # noqa: PLR2004 - an octet
            raise ValueError("TON and NPI are octets")
        self.zone()
        self.encryption()

    def zone(self) -> ZoneInfo:
        """Give the time zone of the dates in receipts; ValueError where there is none such."""
        try:
            return ZoneInfo(self.timezone)
        except ZoneInfoNotFoundError as wrong:
            raise ValueError(f"there is no time zone {self.timezone!r}") from wrong

    def encryption(self) -> ssl.SSLContext | None:
        """Give what checks the peer's certificate: against `ca`, or what the system trusts."""
        if not self.tls:
            return None
        try:
            return ssl.create_default_context(cafile=self.ca or None)
        except OSError as wrong:
            raise ValueError(f"ca cannot be read: {self.ca}") from wrong

    def numbering(self) -> tuple[int, int]:
        """Give TON and NPI of the sender."""
        if self.sender_ton >= 0:
            return self.sender_ton, self.sender_npi
        if not self.sender.lstrip("+").isdecimal():
            return ALPHANUMERIC
        return NETWORK if len(self.sender) <= _SHORT_CODE else INTERNATIONAL


def read_settings(options: Mapping[str, object]) -> Settings:
    """Check the types of options as they come from JSON; TypeError, or ValueError, on a bad one."""
    kinds: Mapping[str, Any] = {each.name: each.type for each in fields(Settings)}
    checked: dict[str, Any] = {}
    for name, value in options.items():
        kind = kinds.get(name)
        if kind is None:
            raise TypeError(f"there is no option {name!r}")
        fits = isinstance(value, int | float) if kind is float else isinstance(value, kind)
        if not fits or (isinstance(value, bool) and kind is not bool):
            raise TypeError(f"{name} is not {kind.__name__}")
        checked[name] = value
    return Settings(**checked)


def same_name(name: str, *, base: int) -> str:
    """Write a peer's name for a message in one way, where it is a number to `base` (0: it is not).

    Many name a message in hexadecimal when they take it and in decimal in its receipt.
    """
    try:
        return str(int(name, base)) if base else name
    except ValueError:
        return name
