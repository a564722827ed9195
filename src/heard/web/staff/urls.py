"""Where the pages for staff are."""

from django.urls import path, register_converter

from heard.web.staff import (
    dashboard,
    dead_letters,
    history,
    holds,
    journal,
    ledger,
    outbox,
    pages,
    sign_in,
)
from heard.web.staff.calls import offers, results, script, worklist
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
    path("staff/holds", holds.show_holds, name="holds"),
    path("staff/holds/<int:number>", holds.show_hold, name="hold"),
    path("staff/outbox", outbox.show_outbox, name="outbox"),
    path("staff/dead-letters", dead_letters.show_dead_letters, name="dead-letters"),
    path("staff/journal", journal.show_journal, name="journal"),
    path("staff/calls", worklist.show_calls, name="calls"),
    path("staff/calls/offers", offers.show_offers, name="call-offers"),
    path("staff/calls/offers/<int:number>/consent", offers.show_consent, name="call-consent"),
    path("staff/calls/offers/<int:number>/exclusion", offers.show_exclusion, name="call-exclusion"),
    path("staff/calls/results", results.show_results, name="call-results"),
    path("staff/calls/words", offers.show_words, name="call-words"),
    path("staff/calls/ended", script.show_ended, name="call-ended"),
    path("staff/calls/<int:number>", worklist.show_case, name="call-case"),
    path("staff/calls/<int:number>/check", worklist.show_check, name="call-check"),
    path("staff/calls/<int:number>/withdraw", worklist.show_withdraw, name="call-withdraw"),
    path("staff/calls/<int:number>/begin", worklist.begin, name="call-begin"),
    path("staff/calls/<int:number>/call", script.show_call, name="call"),
]
