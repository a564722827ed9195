"""Every address of Heard, with what each role gets of it by each method."""

from heard.accounts.models import PartRole, User
from tests.web.feeds.scim.addresses import SCIM
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
MANAGES_CHAT = {"staff/": "viewer", "staff/chat-review": "analyst"}
MANAGES_CHAT |= like("administrator", "staff/assistant")
OPEN = {
    "neighbourhood": MESSAGES | REGISTER | DRIVES | APP,
    "officer": NO_AREA,
    "contact_handler": NO_AREA | AT_DESK | THANKS | {"staff/me": "officer"},
    "team_supervisor": NO_AREA | TEAMS | THANKS | WORDS,
    "commander": FIGURES | TEAMS | THANKS | WORDS | {PACK: "analyst"} | MESSAGES | DRIVES,
    "part_analyst": FIGURES | TEAMS | WORDS | CODES | {"staff/comment-reviews": "analyst"},
    "part_reviewer": CODES,
    "adviser": FIGURES,
    "chat_manager": FIGURES | MANAGES_CHAT,
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
