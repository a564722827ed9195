"""What a text costs, and what it may not say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.wording import (
    WordingError,
    compose_email,
    compose_invitation,
    compose_opening,
    fragments,
    is_gsm7,
    normalise,
    stop_page,
    unsaid,
)

HOST = "survey.example.org"
LINK = f"https://{HOST}/s/AbCdEfGhIjKlMnOpQrSt_-"
PILOT = "How was your recent contact with us? 5 quick questions: {link} Opt out there too."
WELSH = "Sut oedd eich cyswllt diweddar â ni? 6 chwestiwn byr: {link}"


@pytest.mark.parametrize(
    ("length", "count"),
    [(0, 1), (160, 1), (161, 2), (306, 2), (307, 3), (459, 3), (460, 4), (918, 6)],
)
def test_plain_letters_go_160_to_one_text_and_153_to_a_part(length: int, count: int) -> None:
    assert fragments("a" * length) == count


@pytest.mark.parametrize(
    ("length", "count"), [(70, 1), (71, 2), (134, 2), (135, 3), (201, 3), (268, 4)]
)
def test_one_welsh_circumflex_leaves_70_to_one_text_and_67_to_a_part(
    length: int, count: int
) -> None:
    assert fragments("ŵ" + "a" * (length - 1)) == count


@pytest.mark.parametrize("character", "^{}\\[~]|€")
def test_an_extension_character_counts_twice(character: str) -> None:
    counts = fragments(character * 80), fragments(character * 80 + "a")
    assert (is_gsm7(character), counts) == (True, (1, 2))


def test_a_character_outside_the_basic_plane_counts_twice() -> None:
    assert (fragments("🙂" * 35), fragments("🙂" * 35 + "a")) == (1, 2)


@pytest.mark.parametrize(
    ("text", "narrow"),
    [("Ä É Ö Ü à ä é è ì ò ö ù ü £ @", True), *((letter, False) for letter in "ŵŷâêîôûáíóúÁ`\t")],
)
def test_only_some_accents_are_free(text: str, narrow: bool) -> None:  # noqa: FBT001 (a table)
    assert is_gsm7(text) == narrow


def test_typography_becomes_plain() -> None:
    fancy = "\u2018Don\u2019t\u2026\u201d\u00a0\u2013\u200b\ufeff\u202f\u2014\tŵ"
    assert normalise(fancy) == "'Don't...\" - - ŵ"


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_the_pilots_invitation_fits_one_text() -> None:
    text = compose_invitation(PILOT, LINK, host=HOST)
    assert (
        text == f"How was your recent contact with us? 5 quick questions: {LINK} Opt out there too."
    )
    assert (len(text), fragments(text)) == (126, 1)


def test_the_welsh_invitation_costs_two_and_says_so() -> None:
    with pytest.raises(
        WordingError, match="SC-24: the invitation takes 2 fragments and may take 1"
    ):
        compose_invitation(WELSH, LINK, host=HOST)
    assert len(compose_invitation(WELSH, LINK, host=HOST, most=2)) == 105


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("How did we do with your domestic incident? {link}", ["domestic", "incident"]),
        ("About 4 Elm Road: {link}", ["Road"]),
        ("Was PC Jones polite? {link}", ["PC"]),
        ("Your BURGLARIES, your victims: {link}", ["BURGLARIES", "victims"]),
        ("We came this evening at 10 pm: {link}", ["evening", "0 pm"]),
        ("On 3rd or 4 May, 4/5, at 9.30: {link}", ["3rd", "4 May", "4/5", "9.3"]),
        ("Log 1234 in B4: {link}", ["Log", "1234", "B4"]),
        ("At nine o\u2019clock: {link}", ["o'clock"]),
        ("Am eich trosedd ddoe: {link}", ["trosedd", "ddoe"]),
        ("Sussex Police: your skills? You may rate us 1-5, free of charge: {link}", []),
    ],
)
def test_what_happened_where_when_and_to_whom_is_not_said(template: str, found: list[str]) -> None:
    assert unsaid(template) == found


@pytest.mark.parametrize(
    ("template", "link", "message"),
    [
        ("Your crime: {link}", LINK, "SC-23: an invitation may not say 'crime'"),
        ("Dear {name}: {link}", LINK, "SC-23: an invitation is filled with {link} and nothing"),
        ("How were we?", LINK, "SC-25: an invitation holds {link} exactly once"),
        ("{link} or {link}", LINK, "SC-25: an invitation holds {link} exactly once"),
        ("See www.example.com {link}", LINK, "SC-25: an invitation holds no link but {link}"),
        (PILOT, LINK.replace("https", "http"), "SC-25: the link is not https on survey"),
        (PILOT, LINK.replace(HOST, "evil.example.org"), "SC-25: the link is not https on survey"),
        (PILOT, LINK.replace(HOST, f"{HOST}@evil.org"), "SC-25: the link is not https on survey"),
        (PILOT, LINK[:-1], "SC-25: the link is not https on survey"),
        (PILOT, f"{LINK}?name=Sam", "SC-25: the link is not https on survey"),
        (PILOT + "a" * 40, LINK, "SC-24: the invitation takes 2 fragments"),
    ],
)
def test_an_invitation_that_breaks_a_rule_names_it(template: str, link: str, message: str) -> None:
    with pytest.raises(WordingError) as refusal:
        compose_invitation(template, link, host=HOST)
    assert str(refusal.value).startswith(message)
    assert refusal.value.rule == message[:5]


TITLE = "How did we do?"
BODY = """\
You were in touch with Trial Police recently. We would like to know how it was for you,
since your answers show us what we must do better.

There are 5 short questions:
{link}
"""


def test_an_email_says_who_why_that_it_is_voluntary_whom_to_call_and_how_to_stop() -> None:
    title, body = compose_email(f" {TITLE}\n", BODY, LINK, host=HOST)
    assert title == TITLE
    assert (
        body
        == f"""\
You were in touch with Trial Police recently. We would like to know how it was for you,
since your answers show us what we must do better.

There are 5 short questions:
{LINK}

You do not have to take part. It makes no difference to the help you get from us.

Please do not reply to this e-mail: nobody reads the replies, and nothing can be reported by \
e-mail here. In an emergency call 999 (textphone 18000). To reach us at any other time call 101 \
(textphone 18001 101).

To stop e-mails like this one, open this page and press its button:
{LINK}/stop
"""
    )
    assert stop_page(LINK) == f"{LINK}/stop"


def test_an_email_keeps_letters_that_a_text_would_pay_for() -> None:
    assert compose_email("Sut wnaethon ni? Dŵr", BODY, LINK, host=HOST)[0] == "Sut wnaethon ni? Dŵr"


@pytest.mark.parametrize(
    ("title", "body", "link", "message"),
    [
        ("Your burglary", BODY, LINK, "SC-23: an invitation may not say 'burglary'"),
        ("Call 999", BODY, LINK, "SC-23: an invitation may not say '999'"),
        (TITLE, f"{BODY} Your crime", LINK, "SC-23: an invitation may not say 'crime'"),
        ("Dear {name}", BODY, LINK, "SC-23: an invitation is filled with {link} and nothing"),
        ("See {link}", BODY, LINK, "SC-23: an invitation is filled with {link} and nothing"),
        ("See www.force.example", BODY, LINK, "SC-25: an invitation holds no link but {link}"),
        (TITLE, "How were we?", LINK, "SC-25: an invitation holds {link} exactly once"),
        (TITLE, BODY + "{stop}", LINK, "SC-23: an invitation is filled with {link} and nothing"),
        (TITLE, BODY, LINK.replace("https", "http"), "SC-25: the link is not https on survey"),
        (TITLE, BODY, LINK[:-1], "SC-25: the link is not https on survey"),
        ("", BODY, LINK, "SC-24: a title is one line of up to 78 characters"),
        ("a" * 79, BODY, LINK, "SC-24: a title is one line of up to 78 characters"),
        ("Hello\r\nBcc: a", BODY, LINK, "SC-24: a title is one line of up to 78 characters"),
    ],
)
def test_an_email_that_breaks_a_rule_names_it(
    title: str, body: str, link: str, message: str
) -> None:
    with pytest.raises(WordingError) as refusal:
        compose_email(title, body, link, host=HOST)
    assert str(refusal.value).startswith(message)
    assert refusal.value.rule == message[:5]


ASKED = "How kind were we? Reply 0 (not at all) to 10 (completely)."


def test_a_first_text_by_turns_holds_its_question() -> None:
    assert compose_opening("About your contact\u2026 {question} STOP to end.", ASKED) == (
        f"About your contact... {ASKED} STOP to end."
    )


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("Your crime: {question}", "SC-23: an invitation may not say 'crime'"),
        ("{question} {name}", "SC-23: an invitation is filled with {question} and nothing"),
        ("How were we?", "SC-25: an invitation holds {question} exactly once"),
        ("{question} {link}", "SC-23: an invitation is filled with {question} and nothing"),
        ("See www.example.com {question}", "SC-25: an invitation holds no link but {question}"),
        ("{question}" + 103 * "a", "SC-24: the first text takes 2 fragments and may take 1"),
    ],
)
def test_a_first_text_by_turns_that_breaks_a_rule_names_it(template: str, message: str) -> None:
    with pytest.raises(WordingError) as refusal:
        compose_opening(template, ASKED)
    assert str(refusal.value).startswith(message)
