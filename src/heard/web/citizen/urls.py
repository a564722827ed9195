"""Where the citizen's pages are."""

from django.urls import path
from django.views.generic import TemplateView

from heard.web.citizen import commendations, did_we_text, equality, leaving, views, ways

app_name = "citizen"

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
    path("thank-you", TemplateView.as_view(template_name="citizen/thanks.html"), name="thanks"),
    path(
        "opted-out", TemplateView.as_view(template_name="citizen/opted_out.html"), name="opted-out"
    ),
    path("did-we-text-you", did_we_text.did_we_text, name="did-we-text"),
    path(
        "did-we-text-you/asked",
        TemplateView.as_view(template_name="citizen/did_we_text_asked.html"),
        name="did-we-text-asked",
    ),
    path("commendations", commendations.commendations, name="commendations"),
    path("privacy", TemplateView.as_view(template_name="citizen/privacy.html"), name="privacy"),
    path(
        "accessibility",
        TemplateView.as_view(template_name="citizen/accessibility.html"),
        name="accessibility",
    ),
]
