"""A page read as a browser would."""

from heard.simulation.pages import Form, Page

PAGE = """
<form action="/elsewhere"><input name="q" value="x"></form>
<a href="/s/a/opt-out">Stop asking</a><a name="top">Top</a>
<form method="POST" action="/s/a/1" data-question="treatment">
  <input type="hidden" name="csrfmiddlewaretoken" value="k&amp;k">
  <input type="radio" name="answer" value="0"><input type="radio" name="answer" value="10">
  <textarea name="more"></textarea><button>Go on</button>
</form>
<input name="outside" value="no">
"""


def test_forms_are_read_with_their_fields_choices_and_open_texts() -> None:
    search, question = Page(PAGE).forms
    assert search == Form("/elsewhere", "get", "", fields={"q": "x"})
    assert question == Form(
        "/s/a/1",
        "post",
        "treatment",
        fields={"csrfmiddlewaretoken": "k&k"},
        choices={"answer": ["0", "10"]},
        open_text={"more"},
    )


def test_links_are_read_and_anchors_are_not() -> None:
    assert Page(PAGE).links == ["/s/a/opt-out"]
