"""The words of an invitation: what a text costs, and what neither text nor e-mail may say."""

import re
from functools import lru_cache
from importlib.resources import files

# The default alphabet of 3GPP TS 23.038 and its extension, whose characters take two places.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
_GSM7 = re.compile(f"[{re.escape(''.join(sorted(_BASIC | _EXTENDED)))}]*")

# What word processors put in and GOV.UK Notify takes out before it sends.
_TYPOGRAPHY = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a", "'"),
        **dict.fromkeys("\u201c\u201d\u201e", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u202f\t", " "),
        **dict.fromkeys("\u00ad\u180e\u200b\u200c\u2028\u2029\u2060\ufeff", ""),
        "\u2026": "...",
    }
)

_LINK = "{link}"
_QUESTION = "{question}"
_LONGEST_TITLE = 78  # RFC 5322, 2.1.1: what a line should not exceed

# What stands under every e-mail, so that no template can leave it out: that it is voluntary, that
# nobody reads replies, whom to call instead, and how to stop.
_FOOTER = """\
You do not have to take part. It makes no difference to the help you get from us.

Please do not reply to this e-mail: nobody reads the replies, and nothing can be reported by \
e-mail here. In an emergency call 999 (textphone 18000). To reach us at any other time call 101 \
(textphone 18001 101).

To stop e-mails like this one, open this page and press its button:
{stop}
"""
_LOOPBACK = frozenset(("127.0.0.1", "localhost"))

_UNSAID = re.compile(
    "|".join(
        r"\b" + re.escape(word).replace(r"\*", r"\w*") + r"\b"
        for line in files("heard.core").joinpath("unsaid.txt").read_text("utf-8").splitlines()
        if not line.startswith("#")
        for word in line.split()
    ),
    re.IGNORECASE,
)
# A log number, a clock time or a date, a postcode.
_UNSAID_FIGURES = re.compile(
    r"\d{3,}|\d[:./]\d|\d ?(?:[ap]\.?m|st|nd|rd|th)\b"
    r"|\d (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b[A-Z]{1,2}\d",
    re.IGNORECASE,
)


class WordingError(ValueError):
    """An invitation that may not be sent; `rule` is the safe-contact rule that it breaks."""

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(f"{rule}: {sentence}")
        self.rule = rule


def normalise(text: str) -> str:
    """Replace typographic quotes, dashes, spaces and invisible marks by their plain forms."""
    return text.translate(_TYPOGRAPHY)


def is_gsm7(text: str) -> bool:
    """Tell whether a text fits the cheap seven-bit alphabet of text messages."""
    return _GSM7.fullmatch(text) is not None


def fragments(text: str) -> int:
    r"""Return how many text messages are paid for: 160 places or 153 each, 70 or 67 in UCS-2.

    In GSM-7 the characters ^ { } \ [ ~ ] | and € take two places; in UCS-2 those outside the
    Basic Multilingual Plane do. Source: 3GPP TS 23.038 and 23.040.
    """
    if is_gsm7(text):
        places, single, joined = len(text) + sum(map(text.count, _EXTENDED)), 160, 153
    else:
        places, single, joined = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if places <= single else -(-places // joined)


def unsaid(template: str) -> list[str]:
    """Return what a template says and may not (rule SC-23), in its own words."""
    return list(_unsaid(template))


@lru_cache(maxsize=256)  # few templates, and a letter of each to everybody
def _unsaid(template: str) -> tuple[str, ...]:
    text = normalise(template).replace(_LINK, " ")
    return tuple(
        match.group() for pattern in (_UNSAID, _UNSAID_FIGURES) for match in pattern.finditer(text)
    )


def compose_invitation(template: str, link: str, *, host: str, most: int = 1) -> str:
    """Fill a template with its link and return the text as it will be read.

    `host` is the force's own domain, `most` the fragments that may be paid for. Raises
    WordingError with the rule: SC-23 for words that could put someone at risk, SC-24 for a text
    too long, SC-25 for a link that is not https on `host` with a token of at least 128 bits. Only
    a host that nobody but this machine can reach, as a simulation's, goes by http.
    """
    plain = normalise(template)
    _require_one(_LINK, plain)
    if found := unsaid(plain):
        raise WordingError("SC-23", f"an invitation may not say {', '.join(map(repr, found))}")
    _require_own(link, host)
    text = plain.replace(_LINK, link)
    if (count := fragments(text)) > most:
        raise WordingError("SC-24", f"the invitation takes {count} fragments and may take {most}")
    return text


def compose_email(
    template_title: str, template_body: str, link: str, *, host: str
) -> tuple[str, str]:
    """Fill the templates of an e-mail with its link; give its title and its body as plain text.

    Under the body stands what every e-mail has to say, with the page that stops them. Raises
    WordingError as `compose_invitation` does, and SC-24 for a title that is no one line of at most
    78 characters. A title is read on a lock screen: it is held to the same words, and has no link.
    """
    title, body = normalise(template_title).strip(), normalise(template_body).strip()
    if not (title.isprintable() and 0 < len(title) <= _LONGEST_TITLE):
        raise WordingError("SC-24", f"a title is one line of up to {_LONGEST_TITLE} characters")
    _require_no_more(title)
    _require_one(_LINK, body)
    if found := [*unsaid(title), *unsaid(body)]:
        raise WordingError("SC-23", f"an invitation may not say {', '.join(map(repr, found))}")
    _require_own(link, host)
    footer = _FOOTER.format(stop=stop_page(link))
    return title, f"{body.replace(_LINK, link)}\n\n{footer}"


def stop_page(link: str) -> str:
    """Give the page behind a link where one press, or one click of a mail program, opts out."""
    return f"{link}/stop"


def _require_own(link: str, host: str) -> None:
    scheme = "http" if host.partition(":")[0] in _LOOPBACK else "https"
    path = r"(?:/[a-z0-9-]+)*/[A-Za-z0-9_-]{22,}"
    if not re.fullmatch(f"{scheme}://{re.escape(host)}{path}", link):
        raise WordingError("SC-25", f"the link is not https on {host} with a long enough token")


def compose_opening(template: str, question: str, *, most: int = 1) -> str:
    """Fill the template of a survey by text with its first question: SC-23 to SC-25 as above."""
    plain = normalise(template)
    _require_one(_QUESTION, plain)
    if found := unsaid(plain.replace(_QUESTION, " ")):
        raise WordingError("SC-23", f"an invitation may not say {', '.join(map(repr, found))}")
    text = plain.replace(_QUESTION, question)
    if (count := fragments(text)) > most:
        raise WordingError("SC-24", f"the first text takes {count} fragments and may take {most}")
    return text


def _require_one(place: str, template: str) -> None:
    if template.count(place) != 1:
        raise WordingError("SC-25", f"an invitation holds {place} exactly once")
    _require_no_more(template.replace(place, ""), place)


def _require_no_more(rest: str, place: str = _LINK) -> None:
    if re.search(r"[{}]", rest):
        raise WordingError("SC-23", f"an invitation is filled with {place} and nothing else")
    if re.search(r"://|www\.", rest, re.IGNORECASE):
        raise WordingError("SC-25", f"an invitation holds no link but {place}")
