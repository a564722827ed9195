"""On the pages one asks and another approves, and nothing goes out that is not ready."""

import pytest
from django.test import Client

from heard.eligibility.models import Programme
from heard.journal.models import Entry
from heard.questionnaires import drafts, queries
from heard.questionnaires.models import Reading, Release
from tests.asked import TOKEN, ask
from tests.questionnaires.bilingual import REWORDED, WELSH, bilingual
from tests.questionnaires.forms import write_form
from tests.web.staff.people import read
from tests.web.staff.questionnaires.sending import newest, said, typed

pytestmark = pytest.mark.django_db
SPRING = {"day": "2021-03-01", "reason": "Shorter words"}


def _path(page: str = "") -> str:
    return f"/staff/drafts/{newest().pk}{page}"


def confirm_on_pages(client: Client, *numbers: int) -> list[tuple[int, str]]:
    """Press the button under the scales of these languages, counted from 1."""
    hashes = [status.language.words_hash for status in drafts.statuses(newest())]
    return [said(client.post(_path(f"/scales/{n}"), {"words": hashes[n - 1]})) for n in numbers]


def test_two_people_publish_what_a_third_has_read(ann: Client, ben: Client, cat: Client) -> None:
    typed(ann, bilingual())
    assert "It cannot be published yet: the first language is not ready." in read(ann, _path())
    assert confirm_on_pages(cat, 1, 2) == 2 * [(303, _path())]
    page = read(ann, _path())
    assert "It goes out in: English (en), Welsh (cy)." in page
    assert ("Not ready, and left out" in page, "Ready: its scales were read" in page) == (
        False,
        True,
    )
    status, address = said(ann.post(_path(), SPRING))
    assert (status, address) == (303, f"/staff/releases/{Release.objects.get().pk}")
    assert "an administrator other than you decides" in read(ann, address)
    assert "An administrator who did not ask decides on it." in read(cat, address)
    assert "trial, version 1 Ann Lee 12 October 2020" in read(ben, "/staff/questionnaires")
    assert said(ben.post(address, {"decision": "approve", "why": "Good"})) == (303, address)
    page = read(ben, address)
    assert "Approved by Ann Lee on 12 October 2020" in page  # everybody here has that name
    assert "See what was published" in page
    assert queries.find_version("trial", 1) is not None
    assert "trial, version 1 To come 1 March 2021 at 00:00" in read(ben, "/staff/questionnaires")
    assert read(ann, _path()).count("Published") == 2
    assert Entry.objects.filter(act="questionnaires.approve_release", reason="Good").exists()


def test_nobody_approves_what_they_asked_for_nor_without_the_role(ann: Client, cat: Client) -> None:
    typed(cat, bilingual())
    confirm_on_pages(ann, 1, 2)
    _, address = said(ann.post(_path(), SPRING))
    approve = {"decision": "approve"}
    assert said(ann.post(address, approve))[1].startswith("It takes two people")
    assert cat.post(address, approve).status_code == 200
    assert ann.post(address, {"decision": "perhaps"}).status_code == 200
    assert queries.find_version("trial", 1) is None


def test_what_is_not_ready_is_left_out_and_the_page_says_so_before(
    ann: Client, ben: Client
) -> None:
    typed(ann, bilingual(welsh=""))
    confirm_on_pages(ben, 1)
    page = read(ann, _path())
    assert "12 of 13 (92%) Below 100% it cannot be published" in page
    assert "Not ready, and left out: Welsh (cy)." in page
    _, address = said(ann.post(_path(), SPRING))
    assert "Not ready, left out Welsh (cy)" in read(ben, address)
    ben.post(address, {"decision": "approve"})
    page = read(ben, "/staff/questionnaires/trial/1")
    assert ("English (en)" in page, "Welsh" in page) == (True, False)


def test_a_word_that_changes_is_read_again(ann: Client, ben: Client) -> None:
    typed(ann, bilingual())
    confirm_on_pages(ben, 1, 2)
    typed(ann, bilingual(points=REWORDED), path=_path("/edit"))
    page = read(ann, _path())
    assert "Complete: its scales wait for a second reader" in page
    assert "Not ready, and left out: Welsh (cy)." in page
    assert confirm_on_pages(ann, 2)[0][1].startswith("It takes a second person")
    assert confirm_on_pages(ben, 2) == [(303, _path())]
    assert Reading.objects.filter(language=WELSH).count() == 2
    assert "Ann Lee read these very words on" in read(ann, _path("/scales/2"))


def test_who_cannot_confirm_the_scales_reads_who_can_and_finds_no_button(
    ann: Client, ben: Client, vic: Client
) -> None:
    typed(ann, bilingual(points=("", *REWORDED[1:])))
    old = _path("/scales/1")
    button, another = "I have read each of them", "who saved no state of it does."
    for client, seen in ((ann, (False, True)), (ben, (True, False)), (vic, (True, False))):
        page = read(client, old)
        assert (button in page, another in page) == (seen[0] and client is not vic, seen[1])
    assert "An administrator or an analyst who did not write this draft" in read(vic, old)
    assert "Words of a scale are missing" in read(ben, _path("/scales/2"))
    typed(ann, bilingual(question="How kind?"), path=_path("/edit"))
    assert "its newest saving is the one to read" in read(ben, old)


def test_what_can_be_approved_no_more_says_why_and_can_be_rejected(
    ann: Client, ben: Client
) -> None:
    typed(ann, bilingual())
    confirm_on_pages(ben, 1, 2)
    _, address = said(ann.post(_path(), SPRING))
    typed(ann, bilingual(question="How kind?"), path=_path("/edit"))
    page = read(ben, address)
    assert "It cannot be approved. The draft was saved again since" in page
    assert ("Approve: publish it" in page, "Reject" in page) == (False, True)
    assert said(ben.post(address, {"decision": "reject"})) == (303, address)


def test_words_that_were_not_seen_are_not_confirmed(ann: Client, ben: Client, vic: Client) -> None:
    typed(ann, bilingual())
    path = _path("/scales/2")
    assert said(ben.post(path, {"words": "0"}))[1].startswith("The words have changed since")
    assert vic.post(path, {"words": "0"}).status_code == 200
    assert ben.get(_path("/scales/3")).status_code == 404
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"day": "", "reason": ""}, "First day: enter a day Why: say it"),
        ({"day": "1/3/2021"}, "First day: enter a day as year, month and day: 2020-10-09"),
        (
            {"day": "2020-10-12"},
            "It must start in the future: no invitation that is out may change.",
        ),
        ({"reason": "x" * 1001}, "Why: 1,000 characters at most"),
    ],
)
def test_what_cannot_be_asked_for_is_said(
    ann: Client, ben: Client, given: dict[str, str], wrong: str
) -> None:
    typed(ann, bilingual())
    confirm_on_pages(ben, 1)
    assert said(ann.post(_path(), SPRING | given)) == (400, wrong)
    assert not Release.objects.exists()


def test_a_viewer_cannot_ask(ann: Client, ben: Client, vic: Client) -> None:
    typed(ann, bilingual())
    confirm_on_pages(ben, 1)
    assert vic.post(_path(), SPRING).status_code == 200
    assert not Release.objects.exists()


def test_what_no_text_can_carry_is_refused_where_a_programme_asks_by_text(
    ann: Client, ben: Client
) -> None:
    programme = Programme.objects.get(slug="sms_contact")
    Programme.objects.filter(pk=programme.pk).update(by_turns=True)
    note = ("note", "hello", "A few questions", "", "", "")
    typed(ann, write_form(note, slug="pilot", version="9"))
    status, why = said(ann.post(_path(), SPRING))
    nothing = "Version 9 of the questionnaire asks nothing to begin with."
    assert (status, why) == (400, f"{programme.name} asks by text. {nothing}")


def test_whoever_was_invited_keeps_their_version(ann: Client, ben: Client) -> None:
    invitation = ask()
    other = ("select_one n10", "kindness", "How kind were we?", "yes", "N10", "kindness")
    typed(ann, write_form(other, slug="pilot", version="9"))
    confirm_on_pages(ben, 1)
    _, address = said(ann.post(_path(), SPRING | {"day": "2021-02-01"}))
    assert said(ben.post(address, {"decision": "approve"}))[0] == 303
    invitation.refresh_from_db()
    assert invitation.version.number == 2
    Client().post(f"/s/{TOKEN}/start")
    page = Client().get(f"/s/{TOKEN}/q/treatment").content.decode()
    assert ("How polite and respectful" in page, "How kind" in page) == (True, False)


def test_an_old_saving_says_that_there_is_a_newer_one(ann: Client, ben: Client) -> None:
    typed(ann, bilingual())
    old = _path()
    typed(ben, bilingual(question="How kind were we?"), path=_path("/edit"))
    page = read(ann, old)
    assert "saved this draft again on" in page
    assert "Change it" not in page
