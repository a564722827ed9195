"""What an address gives to each method, in the order of `METHODS` of `test_access`."""

# What each of METHODS gives. Staff mostly read; a form of theirs that searches is a GET too.
READ = "200 200 405 405 405 405 405"
DOOR = "302 302 405 405 405 405 405"
SHUT = "403 403 405 405 405 405 405"
# The same where staff act, too.
ACT_DOOR = "302 302 302 405 405 405 405"
ACT_SHUT = "403 403 403 405 405 405 405"
# A page that the framework shows as it stands answers OPTIONS with what it allows.
PLAIN = "200 200 405 405 405 405 200"
FORM = "200 200 200 405 405 405 405"
# A page of callers and their supervisors, for whom there is no case with that number.
LED = "303 303 303 405 405 405 405"
BEGIN = "303 303 404 405 405 405 405"
NONE = "404 404 404 405 405 405 405"
# What is not there.
GONE = "404 404 405 405 405 405 405"
# What a viewer reads and others change: with nothing typed in, nothing is done.
TRIED = ("200 200 403 405 405 405 405", *2 * ("200 200 400 405 405 405 405",))
# A second step leads back to the first where that was not done.
STEP = "302 302 302 405 405 405 405 "
# A form in which something has to be written.
ASKS = "200 200 400 405 405 405 405"
SENT = "405 405 303 405 405 405 405"
# What an administrator does by a form: nothing is typed in here, so nothing is done.
ACT = tuple(f"405 405 {status} 405 405 405 405" for status in (302, 403, 403, 400))
# Whoever is signed in on the same device is a citizen here like anybody else.
ANYBODY = 4 * (READ,)
# Clients of OpenRosa: without a proof they are asked for one, with a wrong token they are shut out.
PROVE = 4 * ("401 401 405 405 405 405 405",)
TOKEN_WRONG = 4 * ("403 403 405 405 405 405 405",)
READERS = 4 * ("401 405 405 405 405 405 405",)
MACHINES = 4 * ("405 405 401 405 405 405 405",)


def for_the_app(row: str, *, done: int = 200) -> tuple[str, ...]:
    """Give what the officer's app gets, which reads no page."""
    statuses = (401, 403, 403, done, 403, 403, done)
    return tuple(row.format(status) for status in statuses)


# What everybody may do about their own account, and nobody about another's.
OWN = (ACT_DOOR, *6 * (FORM,))
OWN_ACT = (ACT[0], *6 * (SENT,))

# The chat, for whoever is in no conversation.
_TALK = {
    "": GONE,
    "/say": "405 405 404 405 405 405 405",
    "/news": GONE,
    **dict.fromkeys(("/end", "/transcript", "/call-back"), NONE),
}
_BEGIN = "405 405 400 405 405 405 405"
CHAT = {
    **dict.fromkeys(("chat", "chat/frame", "chat/widget.js"), ANYBODY),
    **dict.fromkeys(("chat/begin", "chat/frame/begin"), 4 * (_BEGIN,)),
    **dict.fromkeys(
        ("chat/stream", "chat/stream/<str:token>"), 4 * ("204 204 405 405 405 405 405",)
    ),
    **{f"chat/talk{page}": 4 * (row,) for page, row in _TALK.items()},
    **{f"chat/frame/<str:token>{page}": 4 * (row,) for page, row in _TALK.items()},
}
