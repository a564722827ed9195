"""How a message looks as an e-mail, as its plain twin, and as a text.

An e-mail is one column of tables with its styles in each element, and without pictures, since that
is what every mail program shows: Outlook for Windows draws with Word, and some others drop style
sheets. What reads it aloud is told that the tables are for looks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.translation import gettext, override

# What stands for the links of each member, which are put in last. No words have these signs.
REPLY, STOP = "\ue000", "\ue001"
_FONT = "font-family:Arial,Helvetica,sans-serif;color:#0b0c0c;"
_P = f"margin:0 0 16px;{_FONT}font-size:16px;line-height:24px;"
_H1 = f"margin:0 0 20px;{_FONT}font-size:24px;line-height:30px;font-weight:bold;"
_SMALL = f"margin:0 0 12px;{_FONT}font-size:14px;line-height:20px;"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a message says in one language; `language` is that of its words."""

    language: str
    title: str
    body: str
    is_rtl: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dressed:
    """A message for everybody of one language, before the links of each are put in."""

    title: str
    text: str  # of an e-mail
    html: str
    sms: str

    def filled(self, which: str, links: Mapping[str, str]) -> str:
        """Give one of the three with the links of one member."""
        whole: str = getattr(self, which)
        for sign, link in links.items():
            whole = whole.replace(sign, link)
        return whole


def dressed(words: Words, *, reads: str, force: str, has_files: bool = False) -> Dressed:
    """Dress a message for those who read a language, whether it is there in it or not.

    With `has_files` an e-mail says that there are some on the page of the message.
    """
    with override(reads):
        reply = gettext("Read this message on a page, reply to it, or say if it was useful:")
        stop = gettext("Leave: no more messages of your neighbourhood team come to you.")
        who = gettext("From %(force)s. In an emergency call 999.") % {"force": force}
        short = gettext("Reply")
        leave = gettext("Leave")
        missing = gettext("This message is not there in your language, so it is in English.")
        files = gettext("There are files to see on its page.")
    note = missing if words.language != reads else ""
    parts = [one.strip() for one in words.body.split("\n\n") if one.strip()]
    reply = f"{files} {reply}" if has_files else reply
    text = [words.title, *([note] if note else []), *parts]
    text += [f"{reply}\n{REPLY}", who, f"{stop}\n{STOP}"]
    sms = f"{force}: {words.title}. {short}: {REPLY} {leave}: {STOP}"
    return Dressed(
        title=words.title,
        text="\n\n".join(text),
        html=_html(words, parts, note=note, foot=(reply, who, stop)),
        sms=f"{note} {sms}".strip(),
    )


def _html(words: Words, parts: Sequence[str], *, note: str, foot: tuple[str, str, str]) -> str:
    reply, who, stop = map(escape, foot)
    side = ' dir="rtl"' if words.is_rtl else ""
    said = "".join(f'<p style="{_P}">{_lines(one)}</p>' for one in parts)
    noted = f'<p style="{_SMALL}">{escape(note)}</p>' if note else ""
    column = (
        f'<h1 style="{_H1}">{escape(words.title)}</h1>{said}'
        f'<p style="{_P}">{reply}<br><a href="{REPLY}" style="color:#1d70b8;">{REPLY}</a></p>'
        f'<p style="{_SMALL}">{who}</p>'
        f'<p style="{_SMALL}">{stop}<br><a href="{STOP}" style="color:#1d70b8;">{STOP}</a></p>'
    )
    table = 'role="presentation" border="0" cellpadding="0" cellspacing="0" width="100%"'
    return (
        f'<!doctype html><html lang="{escape(words.language)}"{side}><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<title>{escape(words.title)}</title></head><body style="margin:0;background:#ffffff;">'
        f'<table {table}><tr><td align="center" style="padding:24px 12px;">'
        '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->'
        f'<table {table} style="max-width:600px;"><tr><td{side} style="text-align:start;">'
        f"{noted}{column}</td></tr></table>"
        "<!--[if mso]></td></tr></table><![endif]-->"
        "</td></tr></table></body></html>"
    )


def _lines(words: str) -> str:
    return "<br>".join(escape(line) for line in words.splitlines())
