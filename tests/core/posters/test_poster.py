"""What may not stand on a poster is refused with the item and the rule."""

from dataclasses import replace

import pytest

from heard.core.posters import Poster, PosterError, make
from tests.core.posters.known import LTR, NINE, headed, language, poster, read, scanned

ENGLISH = NINE[0]
ADDRESS = "https, a host, and what may stand in an address after it"
CODE = "one to 16 of A to Z, 0 to 9 and -, and no - at its beginning"
LANGUAGE = "its code is two or three small letters, as in ISO 639"


def one(**changes: object) -> Poster:
    return poster(languages=(replace(ENGLISH, **changes),))  # type: ignore[arg-type]  # a table


@pytest.mark.parametrize(
    ("wrong", "item", "rule"),
    [
        (poster(force="x" * 61), "force", "longer than 60 characters"),
        (poster(place="x" * 61), "place", "longer than 60 characters"),
        (headed("x" * 81), "heading (en)", "longer than 80 characters"),
        (headed("x", "y", "x" * 161), "sentence 2 (en)", "longer than 160 characters"),
        (poster(force=""), "force", "may not be empty"),
        (headed(" \u00a0"), "heading (en)", "may not be empty"),
        (headed("x", " "), "sentence 1 (en)", "may not be empty"),
        (poster(place="a\nb"), "place", "U+000A is a control and cannot be printed"),
        (poster(place="a\tb"), "place", "U+0009 is a control and cannot be printed"),
        (headed("a\x00"), "heading (en)", "U+0000 is a control and cannot be printed"),
        (headed("a\u202eb"), "heading (en)", "U+202E is a control and cannot be printed"),
        (headed("a\u2067b"), "heading (en)", "U+2067 is a control and cannot be printed"),
        (headed("a\u2028b"), "heading (en)", "U+2028 is a control and cannot be printed"),
        (headed("a\ud800b"), "heading (en)", "U+D800 is a control and cannot be printed"),
        (headed("a\ue000b"), "heading (en)", "U+E000 is a control and cannot be printed"),
        (headed("a\uffffb"), "heading (en)", "U+FFFF is a control and cannot be printed"),
        (headed("a" + "\u0301" * 5), "heading (en)", "more than 4 marks on one letter"),
        (poster(code=""), "code", CODE),
        (poster(code="a7"), "code", CODE),
        (poster(code="-A7"), "code", CODE),
        (poster(code="A7\n"), "code", CODE),
        (poster(code="A" * 17), "code", CODE),
        (poster(address="http://survey.example.org/x"), "address", ADDRESS),
        (poster(address="https:///x"), "address", ADDRESS),
        (poster(address="https://me@survey.example.org/"), "address", ADDRESS),
        (poster(address="https://survey.example.org/a b"), "address", ADDRESS),
        (poster(address="https://survey.example.org/ŵ"), "address", ADDRESS),
        (poster(address=f"https://{'x' * 113}"), "address", "longer than 120 characters"),
        (poster(languages=()), "languages", "from one to 9"),
        (poster(languages=(*NINE, language("fr", LTR, "x", "y"))), "languages", "from one to 9"),
        (poster(languages=(ENGLISH, ENGLISH)), "languages", "each only once"),
        (one(code="en-GB"), "language", LANGUAGE),
        (one(sentences=()), "sentences (en)", "from one to 2"),
        (one(sentences=("a", "b", "c")), "sentences (en)", "from one to 2"),
    ],
)
def test_what_breaks_a_rule_is_refused_by_name(wrong: Poster, item: str, rule: str) -> None:
    with pytest.raises(PosterError) as refused:
        make(wrong)
    assert (refused.value.item, refused.value.rule) == (item, rule)
    assert str(refused.value) == f"{item}: {rule}"


@pytest.mark.parametrize(
    "right",
    [
        poster(),
        poster(force="x" * 60, place="y" * 60, code="A" * 16),
        headed("x" * 80, "x" * 160, "y" * 160),
        headed("\u0645\u06cc\u200c\u062e \u0995\u09cd\u200d\u09b7 a\u200e b\u200f"),
        headed("a" + "\u0301" * 4),
        poster(address="https://survey.example.org"),
        poster(address="https://survey.example.org:8443/a/%C5%B5?b=c&d=e#f"),
        one(code="ckb"),
    ],
)
def test_what_keeps_the_rules_passes(right: Poster) -> None:
    assert len(read(make(right)).pages) == 1


def test_only_a_trial_may_lead_to_a_site_without_https() -> None:
    trial = poster(address="http://127.0.0.1:8000/c/abcd2345", trial=True)
    assert [address for address, _ in scanned(make(trial))] == [trial.address]
    with pytest.raises(PosterError, match=f"address: {ADDRESS}"):
        make(replace(trial, address="ftp://127.0.0.1/"))
