"""What may be wrong with an answer, whatever it is about: its headers, and what could run in it."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

NEEDED = {
    "X-Frame-Options": {"DENY"},
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"strict-origin", "no-referrer"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
}
# Machines, which have no cookie; and mail programs, which stop what a link came with.
STOPS = (
    *("s/<str:token>/stop", "staff/subscriptions/stop/<str:token>"),
    "community/stop/<str:token>",
)
# In a frame of another site, where a browser may keep no cookie: the address has a token.
FRAMED = "chat/frame"
WITHOUT = ("api/", "feeds/", "openrosa/", "scim/", "staff/sign-in/ended", FRAMED, *STOPS)
# A script, a style or a handler that stands in a page itself; each would need `unsafe-inline`.
INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>|\son\w+\s*=|[\"'=]\s*javascript:", re.IGNORECASE)
SHEETS = ("text/csv", "spreadsheet", "excel", "tab-separated")
POSTED = re.compile(r"<form[^>]*method=\"post\".*?</form>", re.IGNORECASE | re.DOTALL)
DRAWN = re.compile(r"<svg.*?</svg>", re.DOTALL)


def wrong(answer: "Response", *, tokens: bool = True) -> list[str]:
    """Give what is wrong with a page; what is no page is asked for its headers alone.

    With `tokens`, each form that acts has the token that keeps other sites from sending it.
    """
    policy = answer.headers.get("Content-Security-Policy", "")
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    found = [name for name, good in NEEDED.items() if answer.headers.get(name) not in good]
    if "unsafe" in policy or rules.get("default-src") != "'none'":
        found.append(f"policy {policy}")
    if rules.get("frame-ancestors") != "'none'" or rules.get("script-src", "'self'") != "'self'":
        found.append(f"frames or scripts {policy}")
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        page = DRAWN.sub("", answer.content.decode())
        found += [f"runs {one}" for one in INLINE.findall(page)]
        forms = POSTED.findall(page) if tokens else []
        found += ["form without token" for one in forms if "csrfmiddlewaretoken" not in one]
    return found


def is_sheet(answer: "Response") -> bool:
    """Tell whether a spreadsheet would open it."""
    return any(kind in answer.headers.get("Content-Type", "") for kind in SHEETS)
