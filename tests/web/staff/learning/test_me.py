"""One's own page: figures in batches, words, thanks, a note; and no way to anybody else's."""

import pytest

from heard.accounts.models import User
from heard.improvement.commend import decide, nominate, publish
from heard.improvement.models import Commendation
from heard.improvement.training import Given, add
from heard.journal.models import Entry
from tests.improvement.colleagues import KIND, PERSON, a_handler, scored, somebody, wrote
from tests.insight.flow import CALLED, known
from tests.insight.teams import replies
from tests.web.staff.people import browser_of, inside, read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/me"
LOW = [2] * 14 + [9]


def test_below_fifteen_replies_nothing_is_told_not_even_how_many_there_are() -> None:
    mo = a_handler()
    scored(LOW[:14])
    known()
    page = read(browser_of(mo), PAGE)
    assert "15 replies about you are needed before anything of a survey is shown" in page
    assert "There is nothing yet of: Text after a call" in page
    for telling in ("14", "one more", "Yours"):
        assert telling not in page, telling


def test_from_fifteen_replies_on_each_question_has_its_base_range_and_verdict() -> None:
    mo, ann = a_handler(), somebody("Ann")
    replies("FC-B", 60, 40)
    responses = scored(LOW)
    wrote(responses[14], f"{KIND} Thank you PC Smith.", feeling="+")
    add(
        Given(
            title="Treating people well",
            link="https://training.example/treatment",
            kind="refresher",
            drivers=("treatment",),
        ),
        by=ann,
        now=CALLED,
    )
    known()
    client = browser_of(mo)
    page = read(client, PAGE)
    assert "Something to learn: below what is expected" in page
    assert "Training for it: Treating people well" in page
    assert 'href="https://training.example/treatment"' in client.get(PAGE).content.decode()
    assert "Thank you PC [name]. October to December 2020" in page
    assert "FC-B" not in page
    assert Entry.objects.filter(act="web.look").latest("id").subject == "page:me"


def test_a_page_stays_as_it_is_until_fifteen_more_have_replied() -> None:
    mo = a_handler()
    replies("FC-B", 60, 40)
    scored(LOW)
    known()
    client = browser_of(mo)
    before = read(client, PAGE)
    scored([9], person=PERSON)
    known()
    after = read(client, PAGE)
    assert "7% 1% to 30%" in before
    assert after == before


def test_a_note_is_kept_and_read_by_its_writer_alone() -> None:
    mo, lee = a_handler(), a_handler("FC-A-1", name="Lee")
    known()
    client = browser_of(mo)
    assert client.post(PAGE, {"does": "note", "words": "Ask again."}).status_code == 303
    assert "Ask again." in read(client, PAGE)
    assert "Ask again." not in read(browser_of(lee), PAGE)
    wrong = client.post(PAGE, {"does": "note", "words": "x" * 10_001})
    assert (wrong.status_code, b"at most 10,000" in wrong.content) == (400, True)
    assert client.post(PAGE, {"does": "else"}).status_code == 400


def test_thanks_are_published_only_by_whom_they_are_about_and_gone_at_once() -> None:
    mo, lee = a_handler(), a_handler("FC-A-1", name="Lee")
    ann, bea = somebody("Ann"), somebody("Bea")
    number = nominate(mo, "Stayed on the line for an hour.", by=ann, now=CALLED).pk
    decide(number, approves=True, why="", by=bea, now=CALLED)
    known()
    client = browser_of(mo)
    assert "Stayed on the line for an hour." in read(client, PAGE)
    asked = {"does": "consent", "number": str(number), "shown_as": "Mo"}
    assert browser_of(lee).post(PAGE, asked).status_code == 400
    assert client.post(PAGE, asked | {"number": "x"}).status_code == 400
    client.post(PAGE, asked)
    publish(number, "Stayed with somebody for an hour.", by=bea, now=CALLED)
    assert "Stayed with somebody for an hour." in read(client, "/commendations")
    assert "It is on the public page" in read(client, PAGE)
    client.post(PAGE, {"does": "withdraw", "number": str(number)})
    assert "Stayed with" not in read(client, "/commendations")
    assert Commendation.objects.get().consented_at is None


def test_who_has_no_code_is_told_so() -> None:
    known()
    page = read(inside(User.Role.OFFICER), PAGE)
    assert "It is not known yet which replies are about you" in page
