"""The page on which messages are judged."""

import pytest

from heard.accounts.models import User
from heard.conversations.models import Judgement, Sampled
from tests.browser import NewPage, axe
from tests.conversations.talks import hear, talk
from tests.web.staff.people import inside, read, styled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("simulated")]
PAGE = "/staff/chat-review"
DRAWN = {"month": "2020-10", "seed": "1"}


def test_a_manager_draws_and_judges_without_being_told() -> None:
    hear(talk(), "He has a knife")
    client = inside(User.Role.CHAT_MANAGER)
    assert "There is nothing left for you to judge." in read(client, PAGE)
    assert client.post(PAGE, DRAWN).status_code == 303
    assert "He has a knife What it is" in read(client, PAGE)
    one = Sampled.objects.get()
    answer = client.post(PAGE, {"number": one.pk, "category": "weapon"})
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert Judgement.objects.get().category == "weapon"
    page = read(client, PAGE)
    assert "1 messages were judged, 0 are left." in page
    assert "Weapon Too few: 1" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"month": "x", "seed": "1"}, "Month: enter year and month"),
        ({"month": "2020-10", "seed": ""}, "Seed: enter a word"),
        (DRAWN, "Month: Nobody wrote in that month"),
        ({"number": "0", "category": "none"}, "What it is: this message was not drawn"),
        ({"number": "0", "category": "weather"}, "What it is: choose one of the list"),
    ],
)
def test_what_cannot_be_is_said(sent: dict[str, str], said: str) -> None:
    answer = inside(User.Role.CHAT_MANAGER).post(PAGE, sent)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_it_can_be_read_by_everybody(new_page: NewPage) -> None:
    hear(talk(), "I lost my scarf")
    client = inside(User.Role.CHAT_MANAGER)
    client.post(PAGE, DRAWN)
    page = new_page()
    page.set_content(styled(client.get(PAGE)))
    assert axe(page) == []
