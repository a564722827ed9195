"""Where the pages of the assistant are."""

from django.urls import path

from heard.web.staff.assistant import hours, views

ASSISTANT = (
    path("staff/assistant", views.show_flows, name="assistant"),
    path("staff/assistant/new", views.new_flow, name="assistant-new"),
    path("staff/assistant/hours", hours.show_hours, name="assistant-hours"),
    path("staff/assistant/<slug:code>", views.show_flow, name="assistant-flow"),
    path("staff/assistant/<slug:code>/edit", views.edit_flow, name="assistant-edit"),
    path("staff/assistant/<slug:code>/test", views.test_flow, name="assistant-test"),
)
