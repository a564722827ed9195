"""Every address of Heard, asked for by everybody in every way, gives what this table says."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django import Settings

from heard.accounts.models import OF_A_PART, PartRole, User
from heard.clock import simulate
from heard.responses import record
from tests.addresses import routes
from tests.asked import ASKED, ask
from tests.insight.flow import known
from tests.make import contact_ended, receive
from tests.unpictured import EXCUSED
from tests.web.feeds.scim.addresses import SCIM
from tests.web.parts import path_of
from tests.web.security.headers import WITHOUT, is_sheet, wrong
from tests.web.staff.people import a_person, browser_of, inside
from tests.web.statuses import (
    ACT,
    ACT_DOOR,
    ACT_SHUT,
    ANYBODY,
    ASKS,
    BEGIN,
    CHAT,
    DOOR,
    FORM,
    GONE,
    LED,
    MACHINES,
    NONE,
    OWN,
    OWN_ACT,
    PLAIN,
    PROVE,
    READ,
    READERS,
    SENT,
    SHUT,
    STEP,
    TOKEN_WRONG,
    TRIED,
    for_the_app,
)

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
# In this order TABLE says what each gets; all others are SHUT where OPEN does not say otherwise.
WHO = (
    *("anonymous", "viewer", "analyst", "administrator", "caller", "supervisor", "officer"),
    "chat_manager",
)
EVERYBODY = ("anonymous", *(role.value for role in (*User.Role, *PartRole)))

# What nobody may read on any page, and what only they may whose page it is.
PERSONAL = ("7700900000", "07700 900123", "Jones")
INSIDE = ("Text after a call", "I0", "data.channel", "Looked at a page")

WORDS_OF_COMMUNITY = ("sent", "joined", "changed", "left")
MANAGED = ("", "/wants", "/home", "/pause", "/address", "/about", "/kept", "/leave")
COMMUNITY_LINKS = (
    *(f"community/{name}/<str:token>" for name in ("confirm", "change", "stop", "message")),
    *(f"community/manage/<str:token>{name}" for name in MANAGED),
)
A_FILE = "files/<int:position>"
ONE_MESSAGE = (
    *(f"staff/messages/<int:number>{of}" for of in ("", "/edit", "/in/<slug:language>", "/files")),
    "staff/replies/<int:number>",
)
ONE_FLOW = tuple(f"staff/assistant/<slug:code>{of}" for of in ("", "/edit", "/test"))
DESK_LISTS = tuple(f"staff/desk/{name}" for name in ("calls", "answers", "reports"))
TABLE = {
    "": 4 * (DOOR.replace("405", "302"),),
    "staff/sign-in": 4 * (FORM,),
    "staff/sign-in/code": 4 * (STEP,),
    "staff/sign-in/passkey": 4 * (FORM,),
    "staff/sign-in/away": 4 * (GONE,),
    "staff/sign-in/back": 4 * (GONE,),
    "staff/sign-in/ended": 4 * ("405 405 404 405 405 405 405",),
    "staff/account": (DOOR, *6 * (READ,)),
    "staff/account/password": OWN,
    "staff/account/end/<slug:handle>": OWN_ACT,
    "staff/account/end-everywhere": OWN_ACT,
    "staff/account/app": OWN,
    "staff/account/app/remove": OWN_ACT,
    "staff/account/passkeys/new": OWN,
    "staff/account/passkeys/<int:number>/remove": OWN_ACT,
    "staff/account/codes": (ACT_DOOR, *6 * ("409 409 409 405 405 405 405",)),
    "staff/link/<str:token>": 4 * ("410 410 410 405 405 405 405",),
    "staff/sign-out": 4 * ("405 405 302 405 405 405 405",),
    "staff/": (DOOR, *6 * (READ,)),
    "staff/live": (DOOR, SHUT, READ, READ),
    "staff/stream": ("401 401 405 405 405 405 405", *6 * ("204 204 405 405 405 405 405",)),
    "staff/figures": (DOOR, READ, READ, READ),
    "staff/figures/groups": (DOOR, SHUT, READ, READ),
    "staff/subscriptions": (ACT_DOOR, *3 * ("200 200 400 405 405 405 405",)),
    "staff/subscriptions/stop/<str:token>": 4 * (NONE,),
    "staff/victims": (DOOR, READ, READ, READ),
    "staff/evaluation": (DOOR, READ, READ, READ),
    "staff/contact": (DOOR, READ, READ, READ),
    "staff/response": (DOOR, READ, READ, READ),
    "staff/explore": (DOOR, READ, READ, READ),
    "staff/explore/file/<str:suffix>": (DOOR, GONE, GONE, GONE),
    "staff/explore/image/<slug:drawing>/<str:suffix>": (DOOR, GONE, GONE, GONE),
    "staff/reports": (ACT_DOOR, FORM, FORM, FORM),
    "staff/pictures": (DOOR, SHUT, READ, READ),
    "staff/pictures/new": (ACT_DOOR, ACT_SHUT, FORM, FORM),
    "staff/pictures/<int:number>/revoke": (*ACT[:2], *2 * (SENT,)),
    "drawings/<str:held>.svg": 4 * (GONE,),
    "pictures/<str:token>.<slug:suffix>": 4 * (GONE,),
    "staff/messages": (DOOR, SHUT, SHUT, READ),
    "staff/messages/new": (ACT_DOOR, *2 * (ACT_SHUT,), ASKS),
    "staff/replies": (DOOR, SHUT, SHUT, READ),
    "staff/chat-review": (ACT_DOOR, ACT_SHUT, *2 * ("200 200 400 405 405 405 405",)),
    "staff/chat-measures": (DOOR, READ, READ, READ),
    "staff/chat-measures/file/<str:suffix>": (DOOR, GONE, GONE, GONE),
    "staff/community/confidence": (DOOR, READ, READ, READ),
    "staff/community/confidence/file/<str:suffix>": (DOOR, GONE, GONE, GONE),
    "staff/community/waves": (ACT_DOOR, ACT_SHUT, ASKS, ASKS),
    "staff/community/waves/<int:number>": (ACT_DOOR, ACT_SHUT, NONE, NONE),
    **dict.fromkeys(ONE_MESSAGE, (ACT_DOOR, *2 * (ACT_SHUT,), NONE)),
    f"staff/messages/<int:number>/{A_FILE}": (DOOR, *2 * (SHUT,), GONE),
    "staff/ledger": (DOOR, SHUT, READ, READ),
    "staff/history": (DOOR, SHUT, READ, READ),
    "staff/history/<str:kind>/<key:key>": (DOOR, SHUT, READ, READ),
    "staff/holds": (DOOR, SHUT, READ, READ),
    "staff/holds/<int:number>": (ACT_DOOR, ACT_SHUT, *2 * ("404 404 409 405 405 405 405",)),
    "staff/outbox": (DOOR, SHUT, READ, READ),
    "staff/alerts": (DOOR, SHUT, READ, READ),
    "staff/alerts/<int:number>": (ACT_DOOR, ACT_SHUT, *2 * ("404 404 404 405 405 405 405",)),
    "staff/words/<str:kind>/<int:number>": (ACT_DOOR, ACT_SHUT, NONE, NONE),
    "staff/did-we-text": (ACT_DOOR, ACT_SHUT, FORM, FORM),
    "staff/spending": (DOOR, SHUT, READ, READ),
    "staff/spending/budget": ACT,
    "staff/sending": (DOOR, SHUT, SHUT, READ),
    "staff/sending/stop": ACT,
    "staff/sending/ask": ACT,
    "staff/sending/lift": ACT,
    "staff/sending/settle": ACT,
    "staff/dead-letters": (DOOR, SHUT, SHUT, READ),
    "staff/field/devices": (ACT_DOOR, ACT_SHUT, ACT_SHUT, FORM),
    "staff/field/devices/<int:number>/revoke": (*ACT[:3], "405 405 303 405 405 405 405"),
    "staff/field/rejected": (DOOR, SHUT, SHUT, READ),
    "staff/field/rejected/<int:number>": (ACT_DOOR, ACT_SHUT, ACT_SHUT, NONE),
    "staff/journal": (DOOR, SHUT, SHUT, READ),
    "staff/people": (ACT_DOOR, ACT_SHUT, ACT_SHUT, "200 200 400 405 405 405 405"),
    "staff/people/<int:number>": (ACT_DOOR, ACT_SHUT, ACT_SHUT, "200 200 400 405 405 405 405"),
    "staff/programmes": (DOOR, SHUT, READ, READ),
    "staff/programmes/<slug:slug>": (ACT_DOOR, ACT_SHUT, FORM, FORM),
    "staff/programmes/<slug:slug>/values": (ACT_DOOR, ACT_SHUT, ACT_SHUT, FORM),
    "staff/programmes/<slug:slug>/open": (ACT_DOOR, ACT_SHUT, ACT_SHUT, FORM),
    "staff/programmes/<slug:slug>/close": (ACT_DOOR, ACT_SHUT, ACT_SHUT, FORM),
    "staff/programmes/<slug:slug>/parallel": (ACT_DOOR, ACT_SHUT, ACT_SHUT, FORM),
    "staff/programmes/<slug:slug>/shadow": (
        *(ACT_DOOR, ACT_SHUT, FORM, "200 200 303 405 405 405 405"),
    ),
    "staff/changes/<int:number>": (*(ACT_DOOR, ACT_SHUT, ACT_SHUT, "404 404 404 405 405 405 405"),),
    "staff/codes": (ACT_DOOR, ACT_SHUT, ACT_SHUT, FORM),
    "staff/questionnaires": (DOOR, READ, READ, READ),
    "staff/questionnaires/new": (ACT_DOOR, ACT_SHUT, *2 * ("200 200 400 405 405 405 405",)),
    "staff/questionnaires/<slug:form>/<int:number>": (DOOR, READ, READ, READ),
    "staff/questionnaires/<slug:form>/<int:number>/preview": (ACT_DOOR, FORM, FORM, FORM),
    "staff/questionnaires/<slug:form>/<int:number>/texts": (DOOR, READ, READ, READ),
    "staff/questionnaires/<slug:form>/<int:number>/telephone": (DOOR, READ, READ, READ),
    "staff/questionnaires/<slug:form>/<int:number>/file/<str:suffix>": (DOOR, READ, READ, READ),
    "staff/drafts/<int:draft>": (ACT_DOOR, NONE, NONE, NONE),
    "staff/drafts/<int:draft>/edit": (ACT_DOOR, ACT_SHUT, NONE, NONE),
    "staff/drafts/<int:draft>/scales/<int:number>": (ACT_DOOR, NONE, NONE, NONE),
    "staff/drafts/<int:draft>/discard": (ACT_DOOR, ACT_SHUT, NONE, NONE),
    "staff/drafts/<int:draft>/preview": (ACT_DOOR, NONE, NONE, NONE),
    "staff/drafts/<int:draft>/texts": (DOOR, GONE, GONE, GONE),
    "staff/drafts/<int:draft>/telephone": (DOOR, GONE, GONE, GONE),
    "staff/drafts/<int:draft>/file/<str:suffix>": (DOOR, GONE, GONE, GONE),
    "staff/releases/<int:number>": (ACT_DOOR, NONE, NONE, NONE),
    "staff/coverage": (DOOR, SHUT, READ, READ),
    "staff/confidence": (DOOR, READ, READ, READ),
    "staff/community": (DOOR, READ, READ, READ),
    "staff/community/public": (DOOR, READ, READ, READ),
    "staff/community/file/<str:suffix>": (DOOR, GONE, GONE, GONE),
    "staff/journey": (DOOR, SHUT, READ, READ),
    "staff/questions": (DOOR, READ, READ, READ),
    "staff/questions/<slug:question>": (DOOR, READ, READ, READ),
    "staff/questions/<slug:form>/<slug:own>": (DOOR, GONE, GONE, GONE),
    "staff/voices-not-heard": (DOOR, SHUT, READ, READ),
    "staff/representation": (DOOR, SHUT, READ, READ),
    "staff/journeys": (DOOR, READ, READ, READ),
    "staff/modes": (DOOR, SHUT, READ, READ),
    "staff/teams": (DOOR, SHUT, READ, READ),
    "staff/ways": (ACT_DOOR, *TRIED),
    "staff/ways/<str:code>": (ACT_DOOR, *3 * (NONE,)),
    "staff/ways/<str:code>/poster.pdf": (DOOR, *3 * (GONE,)),
    "staff/ways/<str:code>/qr.png": (DOOR, *3 * (GONE,)),
    "staff/ways/<str:code>/qr.svg": (DOOR, *3 * (GONE,)),
    "staff/community/register": (ACT_DOOR, *2 * (ACT_SHUT,), ASKS),
    "staff/community/register/qr.svg": (DOOR, *2 * (SHUT,), READ),
    "staff/community/drives": (ACT_DOOR, *2 * (ACT_SHUT,), ASKS),
    "staff/community/drives/<int:number>": (ACT_DOOR, *2 * (ACT_SHUT,), NONE),
    "staff/community/drives/file/<str:suffix>": (DOOR, *2 * (SHUT,), GONE),
    "staff/community/drives/codes/<str:code>/poster.pdf": (DOOR, *2 * (SHUT,), GONE),
    "staff/community/pilot": (ACT_DOOR, *2 * (ACT_SHUT,), ASKS),
    "staff/community/lists": (ACT_DOOR, *2 * (ACT_SHUT,), ASKS),
    "staff/community/lists/<int:number>": (ACT_DOOR, *2 * (ACT_SHUT,), NONE),
    "staff/impact-areas": (DOOR, READ, READ, READ),
    "staff/results-pack": (DOOR, READ, READ, READ),
    "staff/results-pack/<str:area>": (ACT_DOOR, *TRIED),
    "staff/assistant": (DOOR, SHUT, SHUT, READ),
    "staff/assistant/new": (ACT_DOOR, *2 * (ACT_SHUT,), ASKS),
    "staff/assistant/hours": (ACT_DOOR, *2 * (ACT_SHUT,), ASKS),
    **dict.fromkeys(ONE_FLOW, (ACT_DOOR, *2 * (ACT_SHUT,), NONE)),
    "staff/themes": (DOOR, READ, READ, READ),
    "staff/themes/comments": (DOOR, SHUT, READ, READ),
    "staff/themes/comments/<int:number>": (ACT_DOOR, ACT_SHUT, NONE, NONE),
    "staff/themes/code": (ACT_DOOR, ACT_SHUT, *2 * ("200 200 303 405 405 405 405",)),
    "staff/themes/agreement": (DOOR, SHUT, READ, READ),
    "staff/themes/topics": (ACT_DOOR, ACT_SHUT, *2 * ("200 200 400 405 405 405 405",)),
    "staff/me": (ACT_DOOR, *5 * (ACT_SHUT,), ASKS),
    "staff/commendations": (ACT_DOOR, ACT_SHUT, ASKS, ASKS, ACT_SHUT, ACT_SHUT, ASKS),
    "staff/commendations/<int:number>": (ACT_DOOR, ACT_SHUT, ACT_SHUT, NONE),
    "staff/commendations/from/<int:number>": (ACT_DOOR, ACT_SHUT, NONE, NONE),
    "staff/comment-reviews": (ACT_DOOR, ACT_SHUT, ASKS, ASKS),
    "staff/training": (ACT_DOOR, ACT_SHUT, TRIED[0], ASKS),
    "staff/desk": (ACT_DOOR, *6 * (ACT_SHUT,), "200 200 409 405 405 405 405"),
    **dict.fromkeys(DESK_LISTS, (ACT_DOOR, *6 * (ACT_SHUT,), ASKS)),
    "staff/desk/all": (DOOR, *6 * (SHUT,), READ),
    "staff/desk/<int:number>/stream": (
        *("401 401 405 405 405 405 405", *6 * (SHUT,), "204 204 405 405 405 405 405"),
    ),
    "staff/desk/<int:number>": (ACT_DOOR, *6 * (ACT_SHUT,), NONE),
    "staff/targets": (ACT_DOOR, ACT_SHUT, TRIED[0], ASKS),
    "staff/targets/<int:number>": (ACT_DOOR, ACT_SHUT, NONE, NONE),
    "staff/fair-play": (ACT_DOOR, ACT_SHUT, ACT_SHUT, ASKS),
    "staff/calls": (DOOR, *3 * (SHUT,), READ, READ),
    "staff/calls/offers": (DOOR, *4 * (SHUT,), READ),
    "staff/calls/offers/<int:number>/consent": (ACT_DOOR, *4 * (ACT_SHUT,), NONE),
    "staff/calls/offers/<int:number>/exclusion": (ACT_DOOR, *4 * (ACT_SHUT,), NONE),
    "staff/calls/results": (DOOR, *4 * (SHUT,), READ),
    "staff/calls/words": (ACT_DOOR, *4 * (ACT_SHUT,), "200 200 400 405 405 405 405"),
    "staff/calls/ended": (DOOR, *3 * (SHUT,), READ, SHUT),
    "staff/calls/<int:number>": (DOOR, *3 * (SHUT,), *2 * ("404 404 405 405 405 405 405",)),
    "staff/calls/<int:number>/check": (ACT_DOOR, *4 * (ACT_SHUT,), NONE),
    "staff/calls/<int:number>/withdraw": (ACT_DOOR, *3 * (ACT_SHUT,), NONE, NONE),
    "staff/calls/<int:number>/begin": (ACT_DOOR, *3 * (ACT_SHUT,), BEGIN, ACT_SHUT),
    "staff/calls/<int:number>/call": (ACT_DOOR, *3 * (ACT_SHUT,), LED, ACT_SHUT),
    "staff/field/": (DOOR, SHUT, SHUT, READ, SHUT, SHUT, READ),
    "staff/field/me.json": for_the_app("{0} {0} 405 405 405 405 405"),
    "staff/field/pack.json": for_the_app("{0} {0} 405 405 405 405 405"),
    "staff/field/submissions": for_the_app("405 405 {0} 405 405 405 405", done=400),
    "staff/field/sw.js": ANYBODY,
    "staff/field/manifest.webmanifest": ANYBODY,
    "s/<str:token>": ANYBODY,
    "s/<str:token>/start": 4 * (SENT,),
    "s/<str:token>/q/<path:key>": 4 * (FORM,),
    "s/<str:token>/<int:position>": 4 * ("303 303 200 405 405 405 405",),
    "s/<str:token>/check": 4 * (READ,),
    "s/<str:token>/submit": 4 * (SENT,),
    "s/<str:token>/opt-out": 4 * ("200 200 303 405 405 405 405",),
    "s/<str:token>/stop": 4 * ("200 200 400 405 405 405 405",),
    "s/<str:token>/leaving": 4 * (GONE,),
    "e/<str:apart>": 4 * (FORM,),
    "e/<str:apart>/<slug:asked>": 4 * ("200 200 303 405 405 405 405",),
    "leave": 4 * ("303 303 405 405 405 405 405",),
    "c/<str:code>": 4 * ("404 404 405 405 405 405 405",),
    "c/<str:code>/start": 4 * ("405 405 404 405 405 405 405",),
    "thank-you": 4 * (PLAIN,),
    "opted-out": 4 * (PLAIN,),
    "did-we-text-you": 4 * (FORM,),
    "did-we-text-you/asked": 4 * (PLAIN,),
    "commendations": ANYBODY,
    "community": ANYBODY,
    "community/messages/<int:number>": 4 * (GONE,),
    f"community/messages/<int:number>/{A_FILE}": 4 * (GONE,),
    f"community/message/<str:token>/{A_FILE}": 4 * (GONE,),
    "community/join": 4 * (FORM,),
    **dict.fromkeys((f"community/{name}" for name in WORDS_OF_COMMUNITY), 4 * (PLAIN,)),
    **dict.fromkeys(COMMUNITY_LINKS, 4 * ("404 404 404 405 405 405 405",)),
    **CHAT,
    "privacy": 4 * (PLAIN,),
    "accessibility": 4 * (PLAIN,),
    "feeds/openapi.json": 4 * ("200 200 200 200 200 200 200",),
    "feeds/events": MACHINES,
    "feeds/receipts": MACHINES,
    "feeds/notify/receipts": MACHINES,
    "feeds/notify/inbound": MACHINES,
    "feeds/mail": MACHINES,
    "api/openapi.json": 4 * ("200 200 200 200 200 200 200",),
    "api/surveys": READERS,
    "api/figures": READERS,
    "api/figures.csv": READERS,
    "api/": 4 * ("404 404 404 404 404 404 404",),
    "feeds/": 4 * ("404 404 404 404 404 404 404",),
    "openrosa/formList": PROVE,
    "openrosa/forms/<str:form>/<str:version>": PROVE,
    "openrosa/forms/<str:form>/<str:version>/manifest": PROVE,
    "openrosa/submission": 4 * ("405 401 401 405 405 405 405",),
    "openrosa/<str:token>/formList": TOKEN_WRONG,
    "openrosa/<str:token>/forms/<str:form>/<str:version>": TOKEN_WRONG,
    "openrosa/<str:token>/forms/<str:form>/<str:version>/manifest": TOKEN_WRONG,
    "openrosa/<str:token>/submission": 4 * ("405 403 403 405 405 405 405",),
    **SCIM,
    "healthz": ANYBODY,
}


# What else each role may open, and like whom: those who see figures as a viewer does.
FIGURES = dict.fromkeys(
    (
        *("staff/figures", "staff/contact", "staff/response", "staff/journeys", "staff/themes"),
        *("staff/impact-areas", "staff/results-pack", "staff/results-pack/<str:area>"),
        *("staff/victims", "staff/evaluation", "staff/subscriptions", "staff/confidence"),
        *("staff/explore", "staff/explore/file/<str:suffix>", "staff/reports"),
        *("staff/community", "staff/community/public", "staff/community/file/<str:suffix>"),
        *("staff/community/confidence", "staff/community/confidence/file/<str:suffix>"),
        *("staff/chat-measures", "staff/chat-measures/file/<str:suffix>"),
        "staff/explore/image/<slug:drawing>/<str:suffix>",
    ),
    "viewer",
)
PACK = "staff/results-pack/<str:area>"  # here of the area that the commander has
NO_AREA = {route: like for route, like in FIGURES.items() if route != PACK}
TEAMS = {"staff/teams": "analyst"}
WORDS, CODES = ({f"staff/themes/{page}": "analyst"} for page in ("comments", "code"))


def like(who: str, *beginnings: str) -> dict[str, str]:
    """Give every route that begins so, open to others as it is to `who`."""
    return {route: who for route in TABLE if route.startswith(beginnings)}


PAPERS = like("viewer", "staff/questionnaires", "staff/drafts", "staff/questions", "staff/releases")
POLICY = like("administrator", "staff/programmes", "staff/changes", "staff/codes")
MINE = [route for route in TABLE if route.startswith("staff/account")]
WAYS = [route for route in TABLE if route.startswith("staff/ways")]
THANKS = {"staff/commendations": "officer"}
DECIDES = {"staff/commendations/<int:number>": "administrator"}
LEADS = like("administrator", "staff/training", "staff/targets")
LISTS = like("administrator", "staff/community/lists")
REGISTER = like("administrator", "staff/community/register")
APP = {f"staff/field/{name}": "officer" for name in ("", "me.json", "pack.json", "submissions")}
DRIVES = like("administrator", "staff/community/drives")
PILOT = like("administrator", "staff/community/pilot")
MESSAGES = dict.fromkeys(
    (
        *(*ONE_MESSAGE, f"staff/messages/<int:number>/{A_FILE}"),
        *("staff/messages", "staff/messages/new", "staff/replies"),
    ),
    "administrator",
)
WAVES = like("analyst", "staff/community/waves")
AT_DESK = dict.fromkeys(
    (
        *("staff/desk", "staff/desk/calls", "staff/desk/<int:number>"),
        "staff/desk/<int:number>/stream",
    ),
    "chat_manager",
)
DESK_MANAGER = {"staff/": "viewer", "staff/chat-review": "analyst"}
DESK_MANAGER |= like("administrator", "staff/assistant")
OPEN = {
    "neighbourhood": MESSAGES | REGISTER | DRIVES | APP,
    "officer": NO_AREA,
    "contact_handler": NO_AREA | AT_DESK | THANKS | {"staff/me": "officer"},
    "team_supervisor": NO_AREA | TEAMS | THANKS | WORDS,
    "commander": FIGURES | TEAMS | THANKS | WORDS | {PACK: "analyst"} | MESSAGES | DRIVES,
    "part_analyst": FIGURES | TEAMS | WORDS | CODES | {"staff/comment-reviews": "analyst"},
    "part_reviewer": CODES,
    "adviser": FIGURES,
    "chat_manager": FIGURES | DESK_MANAGER,
    "code_lead": FIGURES,
    "training_lead": FIGURES | TEAMS | THANKS | DECIDES | LEADS,
    "policy_manager": FIGURES | PAPERS | POLICY | dict.fromkeys(WAYS, "viewer"),
    "communications": FIGURES
    | REGISTER
    | LISTS
    | DRIVES
    | PILOT
    | MESSAGES
    | WAVES
    | PAPERS
    | THANKS
    | DECIDES
    | dict.fromkeys(WAYS, "analyst")
    | {"staff/spending": "analyst"}
    | like("analyst", "staff/pictures"),
    "auditor": {"staff/journal": "administrator"},
    "hold_reviewer": like("analyst", "staff/holds"),
    "duty_reviewer": like("analyst", "staff/alerts", "staff/words"),
    "reference_reviewer": {"staff/themes/code": "analyst", "staff/themes/agreement": "analyst"},
}

OPEN = {who: opened | {"staff/": "viewer"} for who, opened in OPEN.items()}


def gets(route: str, who: str) -> dict[str, int]:
    """Give the status of each method. Who is not in the row of a route is shut out of it."""
    row = TABLE[route]
    closed = {DOOR: SHUT, ACT_DOOR: ACT_SHUT, ACT[0]: ACT[1]}
    shut = closed.get(row[0], row[1]) if len({*row}) > 1 else row[0]
    like = OPEN.get(who, {}).get(route, who)
    if route in MINE and who not in WHO[:-1]:
        like = "viewer"
    column = WHO.index(like) if like in WHO else len(row)
    statuses = row[column] if column < len(row) else shut
    return dict(zip(METHODS, map(int, statuses.split()), strict=True))


ROUTES = routes()
STAFF = [route for route in ROUTES if TABLE.get(route, ("",))[0] in {DOOR, ACT_DOOR}]


@pytest.fixture(scope="module")
def filled(of_the_file: Path) -> Iterator[Path]:
    """Fill a simulation once for all tests of this file, each of which undoes what it does."""
    with override_settings(CLOCK="simulated"):
        simulate.begin(seed=1, now=ASKED)
        fill()
        for role in User.Role:
            KEYS[role.value] = inside(role).cookies["sessionid"].value
        for held, part in OF_A_PART.items():
            person = a_person(f"{part}@example.org", role=User.Role(held), unit="BE", password=None)
            KEYS[part] = browser_of(person).cookies["sessionid"].value
        yield of_the_file


@pytest.fixture(autouse=True)
def _its_facts(filled: Path, settings: Settings) -> None:
    """Look at the facts of all these tests, and not at a folder of each one's own."""
    settings.FACTS = filled


def fill() -> None:
    """Let somebody begin to answer, and a feed send what is wrong, with all that may leak."""
    record.start(ask(), now=ASKED)
    sent = contact_ended("C9", number=PERSONAL[1], channel=PERSONAL[2])
    assert len(receive(sent, now=ASKED).rejected) == 1
    known()


KEYS: dict[str, str] = {}  # of the session of somebody of each role


def text(answer: "Response") -> str:
    """Give the words of an answer without the token of its form: chance writes `I0` into it."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", answer.content.decode())


def asked(who: str, method: str, path: str) -> "Response":
    """Ask from a browser that was never used, and undo what that did to the database."""
    with transaction.atomic():
        client = Client()
        if who != "anonymous":
            client.cookies["sessionid"] = KEYS[who]
        answer: Response = client.generic(method, path)
        transaction.set_rollback(True)
    return answer


def ways(route: str) -> list[tuple[str, str]]:
    """Give who asks for a route in which way.

    What is no page of staff looks at nobody's role, and methods that a page does not take are
    refused before it: these are asked by one who has no way in and by one who has all.
    """
    both = ("anonymous", "administrator")
    found = [(who, method) for who in both for method in METHODS]
    if route.startswith("staff/"):
        others = [who for who in EVERYBODY if who not in both]
        found += [(who, method) for who in others for method in ("GET", "POST")]
    return found


def test_every_address_is_in_the_table() -> None:
    unlisted, gone = set(ROUTES) - TABLE.keys(), TABLE.keys() - set(ROUTES)
    assert not unlisted, f"List in TABLE who gets what, by every method: {sorted(unlisted)}"
    assert not gone, f"Take out of TABLE what nothing answers any more: {sorted(gone)}"


@pytest.mark.parametrize("route", sorted(TABLE))
def test_everybody_gets_what_the_table_says_and_nothing_that_is_personal(route: str) -> None:
    path = path_of(route)
    answers = {(who, method): asked(who, method, path) for who, method in ways(route)}
    found = {way: answer.status_code for way, answer in answers.items()}
    assert found == {(who, method): gets(route, who)[method] for who, method in found}
    words = {way: text(answer) for way, answer in answers.items()}
    assert [(word, way) for word in PERSONAL for way in words if word in words[way]] == []
    refused = [words[way] for way, status in found.items() if status in (302, 401, 403, 405)]
    assert [word for word in INSIDE for said in refused if word in said] == []
    assert [
        way for way, answer in answers.items() if is_sheet(answer)
    ] == []  # security/test_sheets
    tokens = not route.startswith(WITHOUT)
    faults = {way: wrong(answer, tokens=tokens) for way, answer in answers.items()}
    assert {way: found for way, found in faults.items() if found} == {}
    if route in STAFF:  # nothing of a page for staff stays in a browser
        kept = {a.headers.get("Cache-Control") for (_, how), a in answers.items() if how == "GET"}
        assert kept == {"no-store"}


def test_a_role_that_is_open_somewhere_is_one() -> None:
    assert OPEN.keys() | {*WHO} == {*EVERYBODY}
    assert {route for opened in OPEN.values() for route in opened} <= TABLE.keys()


@pytest.mark.parametrize("route", STAFF)
def test_without_signing_in_a_page_leads_to_the_door_and_back(route: str) -> None:
    answer = asked("anonymous", "GET", path_of(route))
    assert answer.headers["Location"] == f"/staff/sign-in?next={path_of(route)}"


def test_what_is_kept_from_others_is_there_for_those_whose_it_is() -> None:
    pages = [text(asked("administrator", "GET", path_of(route))) for route in STAFF if route]
    assert [word for word in INSIDE if not any(word in page for page in pages)] == []


def test_what_has_no_picture_is_no_page() -> None:
    assert EXCUSED.keys() <= TABLE.keys()
    answers = [asked("administrator", "GET", path_of(route)) for route in EXCUSED]
    kinds = {(a.status_code, a.headers["Content-Type"].partition(";")[0]) for a in answers}
    assert (200, "text/html") not in kinds
