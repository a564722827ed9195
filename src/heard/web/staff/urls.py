"""Where the pages for staff are."""

from django.urls import path, register_converter

from heard.web.staff import (
    alerts,
    changes,
    coverage,
    dashboard,
    dead_letters,
    did_we_text,
    history,
    holds,
    journal,
    ledger,
    outbox,
    pages,
    programmes,
    sending,
    sign_in,
    spending,
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
    path("staff/alerts", alerts.show_alerts, name="alerts"),
    path("staff/alerts/<int:number>", alerts.show_alert, name="alert"),
    path("staff/did-we-text", did_we_text.show_did_we_text, name="did-we-text"),
    path("staff/spending", spending.show_spending, name="spending"),
    path("staff/spending/budget", spending.set_budget, name="set-budget"),
    path("staff/sending", sending.show_sending, name="sending"),
    path("staff/sending/stop", sending.stop, name="stop-sending"),
    path("staff/sending/ask", sending.ask_to_lift, name="ask-to-lift"),
    path("staff/sending/lift", sending.lift, name="lift"),
    path("staff/sending/settle", sending.settle, name="settle"),
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
