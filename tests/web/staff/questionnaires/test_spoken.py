"""Each text is shown with what it costs, and what a caller reads out in every language."""

import html

import pytest
from django.test import Client

from heard.eligibility.models import Programme
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.bilingual import bilingual, saved
from tests.web.staff.people import read

pytestmark = pytest.mark.django_db


def _read(client: Client, source: str, page: str) -> str:
    return html.unescape(read(client, f"/staff/drafts/{saved(source).pk}/{page}"))


def test_each_text_stands_with_its_fragments(vic: Client) -> None:
    page = _read(vic, bilingual(), "texts")
    assert "How polite were we? Reply 0 (not at all) to 10 (completely). 1" in page
    assert "Anything else? Reply in your own words, or NO to skip. 1" in page
    assert "No text is sent in Welsh (cy)" in page


def test_a_long_text_and_one_in_other_letters_cost_more(vic: Client) -> None:
    page = _read(vic, bilingual(question=f"How {30 * 'very '}polite were we?"), "texts")
    assert "Reply 0 (not at all) to 10 (completely). 2" in page
    page = _read(vic, bilingual(question="How polite were we in Łódź?"), "texts")
    assert "Reply 0 (not at all) to 10 (completely). 1 70 characters each" in page


def test_the_reason_why_a_text_cannot_carry_it_is_said(vic: Client) -> None:
    page = _read(vic, ALL_KINDS, "texts")
    assert "It cannot be asked by text:" in page
    assert "Question order of version 1 of the questionnaire is of the kind rank" in page
    assert "Group child of version 1 of the questionnaire is asked several times" in page
    assert "why Only if selected(${worries}, 'drugs')" in page


def test_the_first_text_of_a_programme_that_asks_by_text_is_shown(vic: Client) -> None:
    Programme.objects.filter(slug="sms_contact").update(
        by_turns=True, wording="Tell us: {question}"
    )
    page = html.unescape(read(vic, "/staff/questionnaires/pilot/2/texts"))
    assert "Text after a call Tell us: How polite and respectful were we? Reply 0" in page
    Programme.objects.filter(slug="sms_contact").update(wording="Nothing to fill in")
    page = html.unescape(read(vic, "/staff/questionnaires/pilot/2/texts"))
    assert "It cannot leave SC-25: an invitation holds {question} exactly once." in page


def test_a_caller_reads_out_every_question_with_its_answers(vic: Client) -> None:
    page = _read(vic, ALL_KINDS, "telephone?language=cy")
    assert "2. treatment Pa mor gwrtais oeddem ni? 0 yw ddim o gwbl 0: 0 - ddim o gwbl 1 2" in page
    assert "Asked for each of several Only if ${grown} = 1" in page
    assert "Must be: count-selected(.) <= 2" in page


def test_what_is_read_out_from_right_to_left_says_so(vic: Client) -> None:
    page = vic.get("/staff/questionnaires/pilot/3/telephone?language=ar").content.decode()
    assert 'lang="ar" dir="rtl"><strong>' in page
