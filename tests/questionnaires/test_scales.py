"""The shipped scales say what may be chosen and what counts."""

from heard.questionnaires.scales import scales


def test_the_rating_offers_eleven_points_and_names_both_ends() -> None:
    middle = {value: str(value) for value in range(1, 10)}
    ends = {0: "0 \N{EN DASH} not at all", 10: "10 \N{EN DASH} completely"}
    assert scales()["N10"].labels == middle | ends
    assert list(scales()["N10"].labels) == list(range(11))


def test_eight_and_more_is_positive_four_and_less_negative() -> None:
    rating = scales()["N10"]
    assert rating.positive == {8, 9, 10}
    assert rating.negative == {0, 1, 2, 3, 4}


def test_text_has_a_length_and_no_points() -> None:
    text = scales()["TEXT"]
    assert (text.longest, dict(text.labels), text.positive) == (1000, {}, frozenset())


def test_what_is_offered_and_does_not_count_is_outside_the_base() -> None:
    satisfied = scales()["SAT7"]
    assert list(satisfied.labels) == [1, 2, 3, 4, 5, 6, 7, 98, 99]
    assert satisfied.base == {1, 2, 3, 4, 5, 6, 7}
    assert satisfied.positive == {1, 2, 3}
    assert scales()["N10"].base == set(range(11))


def test_whoever_chats_is_not_asked_on_the_scale_of_the_texts() -> None:
    assert [dict(scales()[s].labels) for s in ("RATE3", "KNOW3")] == [
        {1: "Good", 2: "Satisfactory", 3: "Poor"},
        {1: "Good", 2: "OK", 3: "Poor"},
    ]
