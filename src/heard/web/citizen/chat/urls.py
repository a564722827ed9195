"""Where the chat is: each page of a conversation by cookie, and by the token of a frame."""

from django.urls import URLPattern, path

from heard.web.citizen.chat import beginning, talking, told, widget
from heard.web.citizen.chat.visits import View, framed, own

SAFE, FORM = ("GET", "HEAD"), ("GET", "HEAD", "POST")
# What of a conversation has an address, by which methods.
PAGES: tuple[tuple[str, View, tuple[str, ...]], ...] = (
    ("say", talking.say, ("POST",)),
    ("news", told.news, SAFE),
    ("end", talking.end, FORM),
    ("transcript", talking.send, FORM),
    ("call-back", talking.call_back, FORM),
)

chat: list[URLPattern] = [
    path("chat", beginning.notice, name="chat"),
    path("chat/begin", beginning.begin, name="chat-begin"),
    path("chat/widget.js", widget.script, name="chat-widget"),
    path("chat/frame", beginning.notice_framed, name="chat-frame"),
    path("chat/frame/begin", beginning.begin_framed, name="chat-frame-begin"),
    path("chat/stream", told.stream, name="chat-stream"),
    path("chat/stream/<str:token>", told.stream, name="chat-frame-stream"),
    path("chat/talk", own(talking.talk, *SAFE), name="chat-talk"),
    path("chat/frame/<str:token>", framed(talking.talk, *SAFE), name="chat-frame-talk"),
]
for _name, _view, _methods in PAGES:
    _at = f"chat/frame/<str:token>/{_name}"
    chat += [
        path(f"chat/talk/{_name}", own(_view, *_methods), name=f"chat-{_name}"),
        path(_at, framed(_view, *_methods), name=f"chat-frame-{_name}"),
    ]
