"""Every reason has words, and the words are plain."""

from heard.core.reasons import REASONS, Reason


def test_every_reason_has_one_sentence() -> None:
    assert set(REASONS) == set(Reason)
    assert [words for words in REASONS.values() if not words.endswith(".")] == []


def test_no_two_reasons_say_the_same() -> None:
    assert len(set(REASONS.values())) == len(Reason)


def test_a_code_is_what_is_stored() -> None:
    assert [str(reason) for reason in (Reason.SENSITIVE, Reason.NO_CODE)] == [
        "sensitive",
        "no_code",
    ]
