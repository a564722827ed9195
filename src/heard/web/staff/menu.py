"""The menu of the pages for staff: sections, and the pages of the one that is looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from django.http import HttpRequest
from django.urls import resolve, reverse

from heard.web.staff.seen import held

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Home": {"start": "Home", "subscriptions": "Told by e-mail"},
    "Figures": {
        "figures": "Overview",
        "live": "Live",
        "victims": "Victims",
        "contact": "Force Contact",
        "chat-measures": "Live chat",
        "chat-review": "Review of triggers",
        "response": "Force Response",
        "explore": "Explore",
        "reports": "Saved reports",
        "pictures": "Shared pictures",
        "journeys": "One journey",
        "teams": "Teams",
        "modes": "Ways of asking",
        "ledger": "Ledger",
        "evaluation": "The pilot",
        "impact-areas": "Impact areas",
        "results-packs": "Results packs",
    },
    "Who is heard": {
        "representation": "Representativeness",
        "coverage": "Coverage",
        "unheard": "Voices not heard",
        "confidence": "Public confidence",
    },
    "Community": {
        "community": "Members",
        "community-public": "Members and the public",
        "community-confidence": "What members say",
        "waves": "Survey of members",
        "messages": "Messages to members",
        "message-replies": "Replies of members",
        "community-register": "Register somebody",
        "community-lists": "Lists of partners",
        "community-drives": "Sign-up drives",
        "community-pilot": "Pilot outside the teams",
    },
    "What people write": {
        "themes": "Themes",
        "theme-comments": "Comments",
        "theme-code": "Code comments",
        "theme-agreement": "Agreement",
        "theme-topics": "Other topics",
    },
    "Learn": {
        "me": "My work",
        "commendations": "Commendations",
        "comment-reviews": "Before they see it",
        "training": "Training",
        "targets": "Targets",
        "fair-play": "Fair play",
    },
    "Surveys": {
        "programmes": "Programmes",
        "questionnaires": "Questionnaires",
        "questions": "Question bank",
        "ways": "Ways in",
    },
    "Live chat": {
        "desk": "Desk",
        "desk-all": "Whole desk",
        "desk-calls": "Call backs",
        "desk-answers": "Ready answers",
        "desk-reports": "Reports",
        "assistant": "What the assistant knows",
        "assistant-hours": "Hours",
    },
    "Alerts": {"alerts": "Alerts"},
    "Texts and e-mails": {
        "outbox": "Outbox",
        "holds": "Held",
        "sending": "Sending",
        "spending": "Spending",
        "dead-letters": "Dead letters",
        "did-we-text": "Did we text?",
    },
    "Calls": {
        "calls": "Worklist",
        "call-offers": "Offers",
        "call-results": "What was said",
        "call-words": "Words",
    },
    "Field": {
        "field": "In the field",
        "field-devices": "Devices",
        "field-rejected": "Not taken",
    },
    "Records": {"history": "History", "journal": "Journal", "people": "People"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section with its pages, name and words of each, that somebody may open."""

    label: str
    pages: Sequence[tuple[str, str]]
    is_current: bool


def menu(request: HttpRequest) -> dict[str, object]:
    """Give templates `menu(page)`: each section with a page that this person may open."""
    return {"menu": partial(_menu, request)}


def may_open(request: HttpRequest, name: str) -> bool:
    """Tell whether whoever asks may open the page of this name."""
    return not held(request).roles.isdisjoint(_roles_of(name))


def _menu(request: HttpRequest, page: str) -> list[Section]:
    roles = held(request).roles
    found = []
    for label, pages in SECTIONS.items():
        if mine := [(name, words) for name, words in pages.items() if roles & _roles_of(name)]:
            found.append(Section(label=label, pages=mine, is_current=page in pages))
    return found


@cache  # each page has fifty of them in its menu
def _roles_of(name: str) -> frozenset[str]:
    found: frozenset[str] = vars(resolve(reverse(f"staff:{name}")).func)["roles"]
    return found
