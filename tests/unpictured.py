"""Addresses of which no picture is taken, each with its reason."""

from collections.abc import Mapping
from types import MappingProxyType

SENDING = ("stop", "ask", "lift", "settle")
APP = ("me.json", "pack.json", "submissions", "sw.js", "manifest.webmanifest")
FORM = "forms/<str:form>/<str:version>"
# What shows no page of its own, with the reason. `not-found` has no address: it is any other.
EXCUSED: Mapping[str, str] = MappingProxyType(
    {
        "": "leads on to what needs somebody",
        "staff/stream": "is for browsers",
        "staff/sign-out": "leads on to the sign-in page, or is shown after the provider's",
        "staff/sign-in/ended": "is for the provider alone",
        "staff/sign-in/code": "is shown to who gave a first proof",
        "staff/sign-in/away": "leads to the force's own sign-in page",
        "staff/sign-in/back": "leads on to the figures",
        "staff/account/end/<slug:handle>": "leads back to the account",
        "staff/account/end-everywhere": "leads back to the account",
        "staff/account/app/remove": "leads back to the account",
        "staff/account/passkeys/<int:number>/remove": "leads back to the account",
        "staff/account/codes": "is shown to who has an app or a passkey",
        "staff/changes/<int:number>": "shows what waits for a second person, if anything does",
        **{
            f"staff/messages/<int:number>{of}": "shows what a team wrote, if any did"
            for of in ("", "/edit", "/in/<slug:language>", "/files")
        },
        **{
            f"{place}/files/<int:position>": "is a file to take away"
            for place in (
                *("staff/messages/<int:number>", "community/messages/<int:number>"),
                "community/message/<str:token>",
            )
        },
        "staff/community/waves/<int:number>": "shows a quarter that was set up, if any was",
        "staff/chat-measures/file/<str:suffix>": "is a file to take away",
        "staff/community/confidence/file/<str:suffix>": "is a file to take away",
        "staff/replies/<int:number>": "shows what a member wrote, if any did",
        "staff/desk/<int:number>": "shows what was said in a chat, if anything was",
        "staff/desk/<int:number>/stream": "is for browsers",
        "staff/assistant/<slug:code>/test": "shows what is being written, if anything is",
        "staff/holds/<int:number>": "shows what is held, if anything is",
        "staff/releases/<int:number>": "shows what waits for a second person, if anything does",
        "staff/questionnaires/<slug:form>/<int:number>/file/<str:suffix>": "is a file to take away",
        "staff/drafts/<int:draft>/file/<str:suffix>": "is a file to take away",
        "staff/explore/file/<str:suffix>": "is a file to take away",
        "staff/community/file/<str:suffix>": "is a file to take away",
        "staff/explore/image/<slug:drawing>/<str:suffix>": "is a file to take away",
        "drawings/<str:held>.svg": "is a drawing of other pages",
        "pictures/<str:token>.<slug:suffix>": "is an image for other pages",
        "staff/pictures/<int:number>/revoke": "leads back to the shared pictures",
        "staff/spending/budget": "leads back to the spending",
        **{f"staff/sending/{act}": "leads back to the sending" for act in SENDING},
        "staff/calls/<int:number>/begin": "leads on to the call",
        "c/<str:code>/start": "leads on to the first question",
        "staff/community/register/qr.svg": "is a file",
        "staff/community/lists/<int:number>": "shows a partner's list, if there is one",
        "staff/community/drives/file/<str:suffix>": "is a file to take away",
        "staff/community/drives/codes/<str:code>/poster.pdf": "is a file to print",
        "staff/ways/<str:code>/poster.pdf": "is a file",
        "staff/ways/<str:code>/qr.png": "is a file",
        "staff/ways/<str:code>/qr.svg": "is a file",
        **{f"staff/field/{name}": "is for the officer's app" for name in APP},
        "s/<str:token>/<int:position>": "leads on to the question by its key",
        "s/<str:token>/leaving": "is there only where a programme wants a button to leave",
        "s/<str:token>/start": "leads on to the first question",
        "s/<str:token>/submit": "leads on to the equality questions or the thanks",
        **{
            f"community/{link}": "is shown to who got a link by a letter"
            for link in (
                *(
                    f"{name}/<str:token>"
                    for name in ("confirm", "manage", "change", "stop", "message")
                ),
                *(
                    f"manage/<str:token>/{name}"
                    for name in ("wants", "home", "pause", "address", "about", "kept", "leave")
                ),
            )
        },
        "community/messages/<int:number>": "shows what was sent, if anything was",
        "leave": "leads to a page that is not ours",
        **dict.fromkeys(("chat/begin", "chat/frame/begin"), "leads on to the conversation"),
        **dict.fromkeys(
            ("chat/stream", "chat/stream/<str:token>", "chat/widget.js"), "is for browsers"
        ),
        **{
            f"chat/{place}/{page}": "is shown to who is in a conversation"
            for place in ("talk", "frame/<str:token>")
            for page in ("say", "news", "end", "transcript", "call-back")
        },
        **dict.fromkeys(
            (
                *(f"api/{name}" for name in ("openapi.json", "surveys", "figures", "figures.csv")),
                *(f"feeds/{name}" for name in ("openapi.json", "events", "receipts", "mail", "")),
                *("feeds/notify/receipts", "feeds/notify/inbound", "api/", "healthz"),
                *(
                    f"openrosa/{token}{name}"
                    for token in ("", "<str:token>/")
                    for name in ("formList", "submission", FORM, f"{FORM}/manifest")
                ),
                *("scim/v2/ServiceProviderConfig", "scim/v2/Users", "scim/v2/Users/<int:number>"),
                *("scim/v2/Groups", "scim/v2/Groups/<int:number>", "scim/v2/.search"),
                *("scim/v2/Schemas", "scim/v2/Schemas/<str:name>", "scim/v2/Users/.search"),
                *("scim/v2/ResourceTypes", "scim/v2/ResourceTypes/<str:name>"),
                *("scim/v2/Groups/.search", "scim/v2/<path:other>"),
            ),
            "is for machines",
        ),
        "staff/field/devices/<int:number>/revoke": "leads back to the devices",
        "staff/field/rejected/<int:number>": "shows what could not be taken, if anything was",
    }
)
