"""The address of a bounce names one letter, and nobody else can make one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heard.core.return_paths import ReturnPath

KEY, OLD = "k" * 32, "an older key that is long enough too"
PATH = ReturnPath(domain="bounces.force.example", keys=[KEY, OLD])
REFERENCE = "01890a5d-ac96-774b-bcce-b302099a8057"
ADDRESS = f"b-{REFERENCE}-3wc6e4walo4a2pap@bounces.force.example"


def test_an_address_is_made_and_read_again() -> None:
    assert PATH.address(REFERENCE) == ADDRESS
    assert list(PATH.references(f"to <{ADDRESS.upper()}>, and {ADDRESS}")) == [REFERENCE, REFERENCE]


def test_it_is_short_enough_for_a_mail_server() -> None:
    assert len(ADDRESS.partition("@")[0]) <= 64


def test_a_key_that_signs_no_more_still_vouches() -> None:
    older = ReturnPath(domain=PATH.domain, keys=[OLD]).address(REFERENCE)
    assert older != ADDRESS
    assert list(PATH.references(older)) == [REFERENCE]


@pytest.mark.parametrize(
    "forged",
    [
        ADDRESS.replace("8057", "8058"),
        ADDRESS.replace("@bounces", "@bounce"),
        ADDRESS + ".evil.example",
        ADDRESS.replace("3wc6", "3wc7"),
        f"b-{REFERENCE}@bounces.force.example",
        ReturnPath(domain=PATH.domain, keys=["x" * 32]).address(REFERENCE),
        "",
    ],
)
def test_an_address_that_we_did_not_make_names_nothing(forged: str) -> None:
    assert list(PATH.references(forged)) == []


@given(st.text())
def test_any_text_can_be_looked_through(text: str) -> None:
    assert list(PATH.references(text)) == []


@pytest.mark.parametrize("reference", ["", "A", "a b", "a@b", "a\n", "a" * 46, "-a", "a--b"])
def test_a_reference_that_does_not_fit_is_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="the reference does not fit into an address"):
        PATH.address(reference)


@pytest.mark.parametrize(
    ("domain", "keys", "message"),
    [
        ("force.example", ["short"], "a key of the return path has less than 32 characters"),
        ("force.example", [], "the return path needs a list of keys"),
        ("force.example", KEY, "the return path needs a list of keys"),
        ("Force.example", [KEY], "the domain of the return path is no domain in lower case"),
        ("localhost", [KEY], "the domain of the return path is no domain in lower case"),
        ("a.example>", [KEY], "the domain of the return path is no domain in lower case"),
    ],
)
def test_what_cannot_be_a_return_path_is_refused(
    domain: str, keys: list[str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ReturnPath(domain=domain, keys=keys)


def test_its_keys_are_not_shown() -> None:
    assert KEY not in repr(PATH)
