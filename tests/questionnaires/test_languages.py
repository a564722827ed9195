"""What a questionnaire says in each language, what is missing, and what can be left out."""

import pytest

from heard.questionnaires._compile import compile_form
from heard.questionnaires._sheets import read
from heard.questionnaires.languages import languages, names, only_in, strings
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.bilingual import ENGLISH, REWORDED, WELSH, bilingual
from tests.questionnaires.forms import COMMENT, TREATMENT, write_form


def _counts(source: str) -> list[tuple[str, int, int, int]]:
    return [(one.code, one.present, one.total, one.percent) for one in languages(read(source))]


def test_every_string_is_counted_in_every_language() -> None:
    assert _counts(bilingual()) == [("en", 13, 13, 100), ("cy", 13, 13, 100)]
    assert _counts(bilingual(welsh="")) == [("en", 13, 13, 100), ("cy", 12, 13, 92)]


def test_one_string_that_is_missing_among_many_is_never_rounded_up_to_all() -> None:
    source = ALL_KINDS.replace("Pam cyffuriau?", "")
    (_, welsh) = _counts(source)
    assert (welsh[1] + 1 == welsh[2], welsh[3] < 100) == (True, True)


def test_hints_and_messages_are_strings_too_and_what_nobody_says_is_none() -> None:
    found = [(s.about, s.word) for s in strings(read(ALL_KINDS)) if s.sheet == "survey"]
    assert ("treatment", "hint") in found
    assert ("worries", "constraint_message") in found
    assert ("worries", "hint") not in found
    assert ("visit", "label") in found
    assert [about for about, _ in found if about in {"start", "grown"}] == []


def test_a_form_that_names_no_language_has_one() -> None:
    (only,) = languages(read(write_form(TREATMENT, COMMENT)))
    assert (only.name, only.code, only.is_first, only.is_complete) == ("", "en", True, True)


def test_a_language_beside_columns_that_name_none_is_another() -> None:
    source = bilingual().replace(f"::{ENGLISH}", "")
    assert names(read(source)) == ("", WELSH)


def test_the_first_language_is_the_one_that_the_settings_name() -> None:
    source = bilingual().replace(f"| 1 | {ENGLISH} |", f"| 1 | {WELSH} |")
    assert names(read(source)) == (WELSH, ENGLISH)


def test_the_words_of_scales_are_told_from_any_other_words() -> None:
    english, welsh = languages(read(bilingual()))
    assert welsh.anchors[0] == ("N10", "0", "0 \N{EN DASH} ddim o gwbl", "0 \N{EN DASH} not at all")
    assert len(welsh.anchors) == 11
    (_, same) = languages(read(bilingual(question="How kind were we?")))
    (_, other) = languages(read(bilingual(points=REWORDED)))
    assert (same.words_hash, other.words_hash == welsh.words_hash) == (welsh.words_hash, False)
    assert english.words_hash != welsh.words_hash


def test_lists_that_are_no_scale_have_no_words_to_be_read() -> None:
    english, _ = languages(read(ALL_KINDS))
    assert {scale for scale, *_ in english.anchors} == {"N10"}


def test_a_form_in_all_its_languages_is_left_word_for_word() -> None:
    assert only_in(f"# A word\n{bilingual()}", [WELSH, ENGLISH]) == f"# A word\n{bilingual()}"


@pytest.mark.parametrize("source", [ALL_KINDS, bilingual(welsh="")])
def test_a_form_in_one_of_its_languages_says_nothing_in_the_other(source: str) -> None:
    cut = only_in(source, [ENGLISH])
    assert ("Welsh" in cut, "gwbl" in cut) == (False, False)
    form = compile_form(cut)
    assert form.languages == ("en",)
    assert [item.label for item in form.items][-1] in {"Anything else?", "You may stop at any time"}
