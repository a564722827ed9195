"""A draft is compared with the version before it, cell by cell, with the series that break."""

from datetime import UTC, datetime

import pytest

from heard.journal.write import SYSTEM
from heard.questionnaires import publish
from heard.questionnaires.differences import Change, Differences, differences
from heard.questionnaires.models import Break, Version
from tests.questionnaires.bilingual import ENGLISH, NOON, REWORDED, SPRING, WELSH, bilingual
from tests.questionnaires.forms import COMMENT, HEAD, POINTS, TREATMENT, write_form

pytestmark = pytest.mark.django_db
AUTUMN = datetime(2021, 9, 1, tzinfo=UTC)
ASKED = (*HEAD, "relevant", "constraint", "constraint_message")
RULED = ("integer", "times", "How often?", "no", "", "", "", ". &lt; 9", "Too many")


def _out(source: str, *, at: datetime = SPRING) -> Version:
    return publish.publish(slug="trial", source=source, valid_from=at, now=NOON, by=SYSTEM)


def _compare(source: str, *kept: str) -> Differences:
    return differences(source, kept=kept or (ENGLISH, WELSH))


def _changes(found: Differences) -> list[tuple[str, ...]]:
    return [(one.about, one.what, one.language, one.before, one.after) for one in found.changes]


def test_a_first_version_is_one() -> None:
    found = _compare(bilingual())
    assert (found.version, found.is_same, found.breaks) == (None, True, ())


def test_the_same_again_changes_nothing() -> None:
    version = _out(bilingual())
    found = _compare(bilingual(number="2"))
    assert (found.version, found.is_same, found.breaks, found.unknown) == (version, True, [], ())


def test_words_stand_side_by_side_in_each_language() -> None:
    _out(bilingual())
    found = _compare(bilingual(number="2", question="How kind were we?", points=REWORDED))
    assert found.changes == [
        Change(
            about="treatment",
            what="label",
            language=ENGLISH,
            code="en",
            before="How polite were we?",
            after="How kind were we?",
        ),
        Change(
            about="n10 (treatment): 0",
            what="label",
            language=WELSH,
            code="cy",
            before="0 \N{EN DASH} ddim o gwbl",
            after=REWORDED[0],
        ),
    ]
    assert [(one.question_id, one.language, one.why) for one in found.breaks] == [
        ("treatment", "", "wording"),
        ("treatment", "cy", "choices"),
    ]
    assert not found.is_same


def test_what_would_break_is_what_publishing_marks() -> None:
    _out(bilingual())
    source = bilingual(number="2", question="How kind were we?", points=REWORDED)
    told = [(b.question_id, b.language, b.why, b.words) for b in _compare(source).breaks]
    _out(source, at=AUTUMN)
    marked = Break.objects.filter(version__questionnaire__slug="trial").order_by("pk")
    assert [(b.question_id, b.language, b.why, b.words) for b in marked] == told


def test_questions_come_go_and_move() -> None:
    other = ("text", "wish", "What would you wish?", "no", "TEXT", "free_text")
    third = ("text", "thanks", "Whom to thank?", "no", "TEXT", "free_text")
    _out(write_form(TREATMENT, COMMENT, other))
    found = _compare(write_form(other, TREATMENT, third, version="2"), "")
    assert found.added == [("thanks", "Whom to thank?")]
    assert found.removed == [("comment", "Anything else?")]
    assert found.moved == [("wish", "It was asked after treatment and is asked first now.")]
    assert [(one.question_id, one.why) for one in found.breaks] == [("wish", "order")]
    assert found.changes == []


def test_conditions_rules_groups_and_scales_with_their_polarity() -> None:
    before = write_form((*TREATMENT, "", "", ""), RULED, head=ASKED)
    _out(before.replace("&lt;", "<"))
    group = ("begin_group", "about", "About it", "", "", "", "${treatment} > 3", "", "")
    ruled = (*RULED[:7], ". < 8", "Too many by far")
    after = write_form(
        (*TREATMENT, "", "", ""), group, ruled, ("end_group", *8 * ("",)), head=ASKED, version="2"
    )
    found = _compare(after, "")
    assert _changes(found) == [
        ("times", "constraint", "", ". < 9", ". < 8"),
        ("times", "constraint message", "English", "Too many", "Too many by far"),
        ("times", "group", "", "", "about"),
    ]
    assert [(one.question_id, one.why) for one in found.breaks] == [("times", "asked_of")]


def test_another_scale_is_told_with_its_ends_and_the_better_one() -> None:
    five = ("Strongly agree", "Tend to agree", "Neither agree nor disagree")
    agree = "\n".join(f"| | agr | {at} | {label} |" for at, label in enumerate(five, start=1))
    _out(write_form(TREATMENT))
    source = write_form(("select_one agr", *TREATMENT[1:4], "AGR5", "treatment"), version="2")
    found = _compare(source.replace("| settings |", f"{agree}\n| settings |"), "")
    scale = next(one for one in found.changes if one.what == "scale")
    assert scale.before == "N10 (0 - not at all to 10 - completely; best last)".replace(
        " - ", " \N{EN DASH} "
    )
    assert scale.after == "AGR5 (Strongly agree to Strongly disagree; best first)"
    lists = [one for one in _changes(found) if one[1] == "choices"]
    assert lists == [("agr (treatment)", "choices", "", "", ", ".join(five))]
    assert (found.breaks, len(found.unknown) > 0) == ((), True)


def test_choices_that_go_or_change_places() -> None:
    place = ("select_one n10", "place", "Where?", "yes", "", "")
    _out(write_form(place, points=POINTS[:3]))
    found = _compare(write_form(place, points=POINTS[:2], version="2"), "")
    first, second = ", ".join(POINTS[:3]), ", ".join(POINTS[:2])
    assert _changes(found) == [("n10 (place)", "choices", "", first, second)]
    assert [one.why for one in found.breaks] == ["choices"]


def test_a_language_more_or_less_is_named_and_not_every_word_of_it() -> None:
    _out(bilingual())
    english = bilingual(number="2").replace(f" label::{WELSH} |", " label::Urdu (ur) |")
    found = _compare(english, ENGLISH)
    assert (found.more_languages, found.fewer_languages) == (["Urdu (ur)"], [WELSH])
    assert found.changes == []
    assert [(one.language, one.why) for one in found.breaks] == 2 * [("cy", "language")]


def test_a_draft_with_faults_is_compared_and_says_why_no_break_is_known() -> None:
    _out(bilingual())
    lacking = bilingual(number="2", question="")
    found = differences(lacking, kept=())
    assert _changes(found) == [("treatment", "label", ENGLISH, "How polite were we?", "")]
    assert found.unknown == [
        "The first language lacks words: every string of it must be there first."
    ]
    other = bilingual(number="2").replace("| N10 | treatment |", "| N10 | outcome |")
    assert "needs another name" in _compare(other).unknown[0]


def test_what_is_out_is_compared_with_what_came_before_it() -> None:
    one = _out(bilingual())
    _out(bilingual(number="2", question="How kind?"), at=AUTUMN)
    found = _compare(bilingual(number="2", question="How kind?"))
    assert found.version == one
    assert [one.why for one in found.breaks] == ["wording"]
    assert _compare(bilingual()).version is None
    newest = _compare(bilingual(number="next"), ENGLISH)
    assert newest.version is not None
    assert newest.version.number == 2
