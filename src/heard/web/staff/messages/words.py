"""What the pages about messages say: counts that name nobody, costs, and how far one has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from heard.core.prices import pence_per_fragment
from heard.core.timing import london_date
from heard.core.wording import fragments
from heard.membership.audience import LEFT_OUT, Audience
from heard.membership.broadcast import in_words
from heard.membership.dress import REPLY, STOP
from heard.membership.models import Channel, Interest, Message, Stage, Translation
from heard.places.areas import names
from heard.places.impact_areas import impact_areas
from heard.places.wards import wards
from heard.web.languages import BY_CODE
from heard.web.staff.times import moment

FEW = 10
_TOKEN = "x" * 22
STAGES: Mapping[str, tuple[str, str]] = {  # words, and the colour of a tag
    Stage.DRAFT: ("Being written", "grey"),
    Stage.ASKED: ("Waits for a second person", "yellow"),
    Stage.READY: ("Approved", "blue"),
    Stage.SENT: ("Sent", "green"),
    Stage.CANCELLED: ("Cancelled", "red"),
}


def about(count: int) -> str:
    """Give a count rounded to tens, since exact ones of small places could be set against others.

    None and few are the same.
    """
    if count < FEW:
        return f"Fewer than {FEW}"
    return f"About {rounded(count):,}"


def rounded(count: int) -> int:
    """Round half up to tens."""
    return (count + FEW // 2) // FEW * FEW


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An audience as a page shows it: lines of words and numbers."""

    total: str
    channels: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, str, str], ...]  # name, how many, how it is there
    left_out: tuple[tuple[str, str], ...]
    cost: str


def seen(message: Message, audience: Audience, *, site: str, force: str, now: datetime) -> Seen:
    """Say who gets a message, in which language, who does not, and what it costs."""
    channels = (("By e-mail", Channel.EMAIL), ("By text", Channel.SMS))
    return Seen(
        total=about(audience.total),
        channels=tuple((said, about(audience.by(way))) for said, way in channels),
        languages=tuple(
            (language_name(code), about(count), _there(message, code))
            for code, count in audience.languages.items()
            if count >= FEW or code == "en"
        ),
        left_out=tuple((LEFT_OUT[why], about(n)) for why, n in sorted(audience.left_out.items())),
        cost=_cost(message, audience, site=site, force=force, now=now),
    )


def language_name(code: str) -> str:
    """Give the English name of a language; the code where it is none of ours."""
    return BY_CODE[code].english if code in BY_CODE else code


def place(message: Message) -> str:
    """Say for whom a message is, by where they live and what interests them."""
    parts = [", ".join(names()[code] for code in message.areas) or "The whole force"]
    if message.wards:
        parts.append(", ".join(wards()[code].name for code in message.wards if code in wards()))
    if message.impact_area:
        parts.append(impact_areas()[message.impact_area].name)
    if message.interests:
        parts.append(", ".join(str(Interest(one).label) for one in message.interests))
    return "; ".join(parts)


def state(message: Message, now: datetime) -> str:
    """Say how far a message has come."""
    if message.stage == Stage.READY:
        if message.due_at is None:
            return "Set aside after it failed three times; the journal says why"
        if message.due_at > now:
            return f"Approved, and leaves on {moment(message.due_at)}"
        return "Is being sent"
    return STAGES[message.stage][0]


def _there(message: Message, code: str) -> str:
    if code == "en":
        return "As it is written"
    found = Translation.objects.filter(message=message, language=code).first()
    if found is None:
        return "Not translated: they get it in English"
    if not found.checked_by:
        return "Translated, and not checked yet: they get it in English"
    return f"Translated, checked by {found.checked_by}"


def _cost(message: Message, audience: Audience, *, site: str, force: str, now: datetime) -> str:
    """Say what the texts cost at the list price, for numbers rounded up to tens."""
    each = pence_per_fragment(Channel.SMS, london_date(now))
    pence, links = Decimal(0), {REPLY: f"{site}/community/message/{_TOKEN}"}
    links[STOP] = f"{site}/community/stop/{_TOKEN}"
    for (language, way), count in audience.reached.items():
        if way == Channel.SMS:
            text = in_words(message, reads=language, force=force).filled("sms", links)
            pence += each * fragments(text) * -(-count // FEW) * FEW
    return f"£{pence / 100:,.2f} at most, without VAT" if pence else "Nothing: no texts"
