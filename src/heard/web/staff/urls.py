"""Where the pages for staff are."""

from django.urls import path

from heard.web.staff import dashboard, ledger, pages, sign_in

app_name = "staff"

urlpatterns = [
    path("", pages.home, name="home"),
    path("staff/sign-in", sign_in.sign_in, name="sign-in"),
    path("staff/link/<str:token>", sign_in.link, name="link"),
    path("staff/sign-out", sign_in.sign_out, name="sign-out"),
    path("staff/figures", pages.show_figures, name="figures"),
    path("staff/contact", dashboard.contact, name="contact"),
    path("staff/response", dashboard.response, name="response"),
    path("staff/ledger", ledger.show_ledger, name="ledger"),
]
