"""Where the pages of the live chat are, for staff."""

from django.urls import path

from heard.web.staff import chat_measures, chat_review
from heard.web.staff.desk import lists as desk_lists
from heard.web.staff.desk import stream as desk_stream
from heard.web.staff.desk import talk as desk_talk
from heard.web.staff.desk import views as desk

PATHS = [
    path("staff/chat-review", chat_review.show_chat_review, name="chat-review"),
    path("staff/chat-measures", chat_measures.show_chat_measures, name="chat-measures"),
    path(
        "staff/chat-measures/file/<str:suffix>",
        chat_measures.show_chat_measures_file,
        name="chat-measures-file",
    ),
    path("staff/desk", desk.show_desk, name="desk"),
    path("staff/desk/all", desk_lists.show_all, name="desk-all"),
    path("staff/desk/calls", desk_lists.show_calls, name="desk-calls"),
    path("staff/desk/answers", desk_lists.show_answers, name="desk-answers"),
    path("staff/desk/reports", desk_lists.show_reports, name="desk-reports"),
    path("staff/desk/<int:number>", desk_talk.show_talk, name="talk"),
    path("staff/desk/<int:number>/stream", desk_stream.show_stream, name="talk-stream"),
]
