"""A partner's list in the browser: sent in by one, looked through, and approved by another."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heard.accounts.models import User
from heard.membership import lists
from heard.membership.models import Member, PartnerList
from heard.places import sample
from heard.web.staff.community.lists import state
from heard.web.uploads import LARGEST
from tests.membership.asked import draw
from tests.web.staff.people import inside

pytestmark = pytest.mark.django_db
PAGE = "/staff/community/lists"
TODAY = datetime.now(UTC).date() - timedelta(days=1)
HEAD = "email,phone,postcode,language,agreed_on"
GOOD = f"{HEAD}\nasha@people.example,,ZZ3 1AA,ur,{TODAY}\n,07700 900982,,,{TODAY}\nbad,,,,\n"
SAID = {"partner": "Hilltop Homes", "proof": "A box that they ticked.", "source": "hilltop"}


@pytest.fixture
def writer() -> Client:
    return inside(User.Role.COMMUNICATIONS)


def send(client: Client, content: bytes | str | None = GOOD, **said: str) -> str:
    """Send a list in; give where it leads, or what the page says against it."""
    form: dict[str, object] = {**SAID, **said}
    if content is not None:
        raw = content.encode() if isinstance(content, str) else content
        form["file"] = SimpleUploadedFile("list.csv", raw)
    answer = client.post(PAGE, form)
    assert answer.status_code in {303, 400}
    return answer["Location"] if answer.status_code == 303 else answer.content.decode()


def test_a_list_is_looked_through_without_addresses(writer: Client) -> None:
    sample.install(now=datetime.now(UTC))
    page = writer.get(send(writer)).content.decode()
    assert "Hilltop Homes" in page
    assert "Coventry" in page
    assert "Enter an e-mail address of your own" in page
    assert "asha" not in page
    assert "900982" not in page
    assert "Somebody else has to approve what you sent in" in page
    assert "Waits for approval" in writer.get(PAGE).content.decode()


def test_another_person_approves_and_then_they_are_asked(writer: Client) -> None:
    place = send(writer)
    refused = writer.post(place, {"decision": "approve"})
    assert refused.status_code == 400
    assert "Somebody else has to approve" in refused.content.decode()
    other = inside(User.Role.ADMINISTRATOR)
    assert "Ask them to confirm" in other.get(place).content.decode()
    assert other.post(place, {"decision": ""}).status_code == 400
    assert other.post(place, {"decision": "approve"})["Location"] == place
    assert "Being asked" in other.get(place).content.decode()
    lists.ask_next(site="https://heard.example", draw=draw, now=datetime.now(UTC), limit=9)
    one = PartnerList.objects.get()
    assert (state(one), one.done, one.people) == ("Asked", 2, None)
    assert list(Member.objects.values_list("state", "how")) == [("pending", "partner")] * 2


def test_a_list_is_thrown_away(writer: Client) -> None:
    place = send(writer)
    assert writer.post(place, {"decision": "discard"})["Location"] == place
    assert "Thrown away" in writer.get(place).content.decode()
    assert PartnerList.objects.get().people is None
    assert writer.get(f"{PAGE}/0").status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Choose a file"),
        ("", "Line 1: has no column email"),
        (HEAD, "Nobody can be asked by this list."),
        (f"{HEAD}\nbad,,,,", "Nobody can be asked by this list. Line 2: Enter an e-mail"),
        (b"\xff\xfe", "The file must be a CSV in UTF-8"),
        (b"x" * (LARGEST + 1), "The file has more than 5,000,000 bytes"),
    ],
)
def test_a_file_that_cannot_be_taken_is_named(
    writer: Client, content: bytes | str | None, words: str
) -> None:
    assert words in send(writer, content)
    assert not PartnerList.objects.exists()


def test_whose_list_it_is_and_the_proof_have_to_be_said(writer: Client) -> None:
    page = send(writer, partner="", proof="", source="Not Good")
    assert "Whose list it is: name the partner" in page
    assert "Say how these people agreed" in page
    assert "Source: small letters" in page
