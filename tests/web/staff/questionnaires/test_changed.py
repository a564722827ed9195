"""What a draft changes stands beside what is out, with the series that would break."""

import pytest
from django.test import Client

from heard.web.staff.questionnaires.changed import side_by_side
from tests.questionnaires.bilingual import REWORDED, WELSH, bilingual
from tests.questionnaires.forms import COMMENT, TREATMENT, write_form
from tests.web.staff.people import read
from tests.web.staff.questionnaires.sending import newest, said, typed
from tests.web.staff.questionnaires.test_releases import SPRING, confirm_on_pages


@pytest.mark.parametrize(
    ("before", "after", "sides"),
    [
        (
            "How polite were we?",
            "How kind were we?",
            (
                [("How ", False), ("polite", True), (" were we?", False)],
                [("How ", False), ("kind", True), (" were we?", False)],
            ),
        ),
        ("", "New", ([], [("New", True)])),
        ("Gone", "", ([("Gone", True)], [])),
        ("It is", "It", ([("It", False), (" is", True)], [("It", False)])),
        ("It", "It is", ([("It", False)], [("It", False), (" is", True)])),
    ],
)
def test_the_words_that_differ_are_marked_on_each_side(
    before: str, after: str, sides: tuple[list[tuple[str, bool]], list[tuple[str, bool]]]
) -> None:
    assert side_by_side(before, after) == sides


def _path(page: str = "") -> str:
    return f"/staff/drafts/{newest().pk}{page}"


def _publish(ann: Client, ben: Client, source: str) -> None:
    typed(ann, source)
    confirm_on_pages(ben, 1, 2)
    _, address = said(ann.post(_path(), SPRING))
    ben.post(address, {"decision": "approve"})


@pytest.mark.django_db
def test_a_first_version_says_that_it_is_one(ann: Client) -> None:
    typed(ann, bilingual())
    assert "this is its first version" in read(ann, _path())


@pytest.mark.django_db
def test_writer_and_approver_see_old_and_new_words_and_the_breaks(
    ann: Client, ben: Client, vic: Client
) -> None:
    _publish(ann, ben, bilingual())
    typed(ann, bilingual(number="2", question="How kind were we?", points=REWORDED))
    page = read(vic, _path())
    assert "Of what In Version 1 This draft treatment label English (en) How polite" in page
    assert f"n10 (treatment): 0 label {WELSH} 0 -" in page
    assert "treatment All languages Another wording The wording was" in page
    assert "treatment Welsh alone Other choices The choice" in page
    source = ann.get(_path()).content.decode()
    assert '<del class="heard-del">polite</del>' in source
    assert '<ins class="heard-ins">kind</ins>' in source
    confirm_on_pages(ben, 1)  # so Welsh is left out, and is no longer asked
    _, address = said(ann.post(_path(), SPRING | {"day": "2021-06-01"}))
    page = read(ben, address)
    assert "Version 1 What is asked for" in page
    assert "Languages that it no longer has: Welsh (cy)." in page
    assert "treatment, comment Welsh alone The language itself" in page


@pytest.mark.django_db
def test_questions_that_come_go_and_move_are_named(ann: Client, ben: Client) -> None:
    other = ("text", "wish", "What would you wish?", "no", "TEXT", "free_text")
    third = ("text", "thanks", "Whom to thank?", "no", "TEXT", "free_text")
    typed(ann, write_form(TREATMENT, COMMENT, other))
    confirm_on_pages(ben, 1)
    _, address = said(ann.post(_path(), SPRING))
    ben.post(address, {"decision": "approve"})
    typed(ann, write_form(other, TREATMENT, third, version="2"))
    page = read(ann, _path())
    assert "Questions that are new Question Wording thanks Whom to thank?" in page
    assert "Questions that are no longer asked Question Wording comment Anything else?" in page
    assert "Questions that moved Question Where wish It was asked after treatment" in page
    typed(ann, write_form(TREATMENT, COMMENT, other, version="2"))
    page = read(ann, _path())
    assert "Nothing is asked otherwise." in page
    assert "None, if it goes out in these languages: English." in page


@pytest.mark.django_db
def test_while_the_first_language_lacks_words_no_break_is_known(ann: Client, ben: Client) -> None:
    _publish(ann, ben, bilingual())
    typed(ann, bilingual(number="2", question=""))
    assert "It cannot be told yet. The first language lacks words" in read(ann, _path())
