"""Where the pages for staff are."""

from django.urls import path, register_converter

from heard.web.staff import (
    changes,
    coverage,
    dashboard,
    dead_letters,
    history,
    journal,
    ledger,
    outbox,
    pages,
    programmes,
    sign_in,
)
from heard.web.staff.keys import Key

app_name = "staff"

register_converter(Key, "key")

urlpatterns = [
    path("", pages.home, name="home"),
    path("staff/sign-in", sign_in.sign_in, name="sign-in"),
    path("staff/link/<str:token>", sign_in.link, name="link"),
    path("staff/sign-out", sign_in.sign_out, name="sign-out"),
    path("staff/figures", pages.show_figures, name="figures"),
    path("staff/contact", dashboard.contact, name="contact"),
    path("staff/response", dashboard.response, name="response"),
    path("staff/ledger", ledger.show_ledger, name="ledger"),
    path("staff/history", history.search, name="history"),
    path("staff/history/<str:kind>/<key:key>", history.show_touchpoint, name="touchpoint"),
    path("staff/outbox", outbox.show_outbox, name="outbox"),
    path("staff/dead-letters", dead_letters.show_dead_letters, name="dead-letters"),
    path("staff/programmes", programmes.show_programmes, name="programmes"),
    path("staff/programmes/<slug:slug>", programmes.show_programme, name="programme"),
    path("staff/programmes/<slug:slug>/values", changes.propose_values, name="propose-values"),
    path("staff/programmes/<slug:slug>/open", changes.propose_opening, name="propose-opening"),
    path("staff/programmes/<slug:slug>/close", changes.propose_closing, name="propose-closing"),
    path("staff/programmes/<slug:slug>/shadow", changes.show_shadow, name="shadow"),
    path("staff/changes/<int:number>", changes.show_change, name="change"),
    path("staff/codes", changes.show_codes, name="codes"),
    path("staff/coverage", coverage.show_coverage, name="coverage"),
    path("staff/journey", coverage.show_journey, name="journey"),
    path("staff/voices-not-heard", coverage.show_unheard, name="unheard"),
    path("staff/journal", journal.show_journal, name="journal"),
]
