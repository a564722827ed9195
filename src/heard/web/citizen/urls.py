"""Where the citizen's pages are."""

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.urls import path
from django.views.generic import TemplateView

from heard.web.citizen import commendations, did_we_text, equality, leaving, views, ways
from heard.web.citizen.chat.urls import chat
from heard.web.citizen.community import joining, managing, reading, stopping

app_name = "citizen"


def _page(name: str) -> Callable[..., HttpResponseBase]:
    """Give a page that says the same to everybody."""
    return TemplateView.as_view(template_name=f"citizen/{name}.html")


urlpatterns = [
    path("s/<str:token>", views.welcome, name="welcome"),
    path("s/<str:token>/start", views.start, name="start"),
    path("s/<str:token>/<int:position>", views.by_position, name="position"),
    path("s/<str:token>/leaving", views.leaving, name="leaving"),
    path("s/<str:token>/q/<path:key>", views.question, name="question"),
    path("s/<str:token>/check", views.check, name="check"),
    path("s/<str:token>/submit", views.submit, name="submit"),
    path("s/<str:token>/opt-out", views.opt_out, name="opt-out"),
    path("s/<str:token>/stop", views.stop, name="stop"),
    path("e/<str:apart>", equality.gate, name="equality"),
    path("e/<str:apart>/<slug:asked>", equality.page, name="equality-page"),
    path("leave", leaving.leave, name="leave"),
    path("c/<str:code>", ways.welcome, name="open"),
    path("c/<str:code>/start", ways.start, name="open-start"),
    path("thank-you", _page("thanks"), name="thanks"),
    path("opted-out", _page("opted_out"), name="opted-out"),
    path("did-we-text-you", did_we_text.did_we_text, name="did-we-text"),
    path("did-we-text-you/asked", _page("did_we_text_asked"), name="did-we-text-asked"),
    path("commendations", commendations.commendations, name="commendations"),
    path("community", joining.about, name="community"),
    path("community/join", joining.join, name="community-join"),
    path("community/sent", _page("community/sent"), name="community-sent"),
    path("community/confirm/<str:token>", joining.confirm, name="community-confirm"),
    path("community/joined", _page("community/joined"), name="community-joined"),
    path("community/manage/<str:token>", managing.manage, name="community-manage"),
    path("community/manage/<str:token>/wants", managing.prefer, name="community-prefer"),
    path("community/manage/<str:token>/home", managing.move, name="community-move"),
    path("community/manage/<str:token>/pause", managing.pause, name="community-pause"),
    path("community/manage/<str:token>/address", managing.address, name="community-address"),
    path("community/manage/<str:token>/about", managing.about, name="community-about"),
    path("community/manage/<str:token>/kept", managing.download, name="community-kept"),
    path("community/manage/<str:token>/leave", managing.leave, name="community-leave"),
    path("community/change/<str:token>", managing.use_address, name="community-change"),
    path("community/changed", _page("community/changed"), name="community-changed"),
    path("community/messages/<int:number>", reading.public, name="community-message"),
    path(
        "community/messages/<int:number>/files/<int:position>",
        reading.public_file,
        name="community-file",
    ),
    path("community/message/<str:token>", reading.mine, name="community-message-mine"),
    path(
        "community/message/<str:token>/files/<int:position>",
        reading.my_file,
        name="community-file-mine",
    ),
    path("community/stop/<str:token>", stopping.stop, name="community-stop"),
    path("community/left", _page("community/left"), name="community-left"),
    *chat,
    path("privacy", _page("privacy"), name="privacy"),
    path("accessibility", _page("accessibility"), name="accessibility"),
]
