"""What a peer offered, opened: receipts, and texts whose parts are joined again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from smpp34 import DeliverSm

from heard.channels.protocol import Inbound, Receipt
from heard.channels.smpp._receipts import HEADED, is_receipt, payload, read_receipt
from heard.channels.smpp._session import Offer, Session
from heard.channels.smpp._settings import Settings
from heard.channels.smpp._text import Place, behead, decode
from heard.core.addresses import read_phone

PATIENCE = 3.0  # seconds that a missing part is waited for
_INTERNATIONAL = 1


@dataclass(frozen=True, slots=True)
class Opened:
    """A piece of news, or None where nothing can be made of it, and the offers that it answers."""

    news: Receipt | Inbound | None
    numbers: tuple[int, ...]


@dataclass(slots=True)
class _Joining:
    """The parts of one text as far as they are here."""

    pieces: dict[int, bytes]
    numbers: list[int]
    first: Offer


class Mail:
    """Opens what one session offered. A part that is missing is waited for a few seconds.

    No part is answered before its text is handed over, and a peer may offer the next one only
    after that: then a text comes in pieces, each by itself, and none is lost.
    """

    def __init__(self, session: Session, settings: Settings) -> None:
        self.session = session
        self._settings = settings
        self._joining: dict[tuple[str, str, int, int], _Joining] = {}

    @property
    def is_waiting(self) -> bool:
        """Tell whether there may be something to hand over."""
        return bool(self.session.offers or self.session.late or self._joining)

    def open(self, *, now: float) -> list[Opened]:
        """Give what is complete, and what waited long enough; `now` is in seconds since 1970."""
        opened: list[Opened] = []
        offers = self.session.offers
        while offers:
            opened += self._open(offers.popleft())
        for key, joining in list(self._joining.items()):
            if now - joining.first.arrived >= PATIENCE:
                opened.append(self._join(key))
        return opened

    def _open(self, offer: Offer) -> Iterator[Opened]:
        pdu = offer.pdu
        if is_receipt(pdu):
            receipt = read_receipt(pdu, arrived=_moment(offer), settings=self._settings)
            yield Opened(receipt, (offer.number,))
            return
        octets = payload(pdu)
        place, octets = behead(octets) if pdu.esm_class & HEADED else (None, octets)
        if place is None:
            yield Opened(self._inbound(offer, octets), (offer.number,))
            return
        yield from self._add(offer, place, octets)

    def _add(self, offer: Offer, place: Place, octets: bytes) -> Iterator[Opened]:
        key = (offer.pdu.source_addr, offer.pdu.destination_addr, place.number, place.total)
        joining = self._joining.setdefault(key, _Joining({}, [], offer))
        joining.pieces[place.index] = octets
        joining.numbers.append(offer.number)
        if len(joining.pieces) == place.total:
            yield self._join(key)

    def _join(self, key: tuple[str, str, int, int]) -> Opened:
        joining = self._joining.pop(key)
        octets = b"".join(joining.pieces[index] for index in sorted(joining.pieces))
        return Opened(self._inbound(joining.first, octets), tuple(joining.numbers))

    def _inbound(self, offer: Offer, octets: bytes) -> Inbound:
        pdu = offer.pdu
        return Inbound(
            gateway_id=f"{self.session.name}-{offer.number}",
            address=_sender(pdu),
            to=pdu.destination_addr,
            body=decode(octets, data_coding=pdu.data_coding),
            received_at=_moment(offer),
        )


def _moment(offer: Offer) -> datetime:
    return datetime.fromtimestamp(offer.arrived, tz=UTC)


def _sender(pdu: DeliverSm) -> str:
    """Give the sender in E.164 if it is a number that can be one, else as the peer writes it."""
    written = pdu.source_addr
    whole = pdu.source_addr_ton == _INTERNATIONAL or not written.startswith(("+", "0"))
    phone = read_phone(f"+{written.lstrip('+')}" if whole else written)
    return phone.e164 or written
