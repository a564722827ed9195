"""Every shipped text, filled ten thousand times: it says that there was a contact, no more."""

import csv
import re
import tomllib
from base64 import urlsafe_b64encode
from pathlib import Path
from random import Random

import pytest

import heard.eligibility
from heard.core.wording import WordingError, compose_invitation, fragments, is_gsm7
from heard.eligibility.programmes import SHIPPED

RULES = Path(heard.eligibility.__file__).with_name("rules")
WORDINGS = {
    slug: (words["wording"], words.get("title", ""))
    for slug, words in tomllib.loads(SHIPPED.read_text("utf-8")).items()
    if words["channel"] == "sms"
}
HOSTS = ("survey.a-force.police.uk", "have-your-say.example.police.uk", "s.example.org")
TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
CONTEXTS = 10_000


def categories() -> list[str]:
    with (RULES / "nsir_categories.csv").open(encoding="utf-8", newline="") as file:
        return [row["category"] for row in csv.DictReader(file)]


@pytest.mark.parametrize("slug", WORDINGS)
def test_a_filled_invitation_is_the_same_for_everybody_but_for_its_link(slug: str) -> None:
    wording, _ = WORDINGS[slug]
    chance = Random(20201009)  # noqa: S311 - the same contexts in every run
    rest = set()
    for _ in range(CONTEXTS):
        host = chance.choice(HOSTS)
        token = urlsafe_b64encode(chance.randbytes(16)).rstrip(b"=").decode()
        link = f"https://{host}/s/{token}"
        text = compose_invitation(wording, link, host=host)
        assert (fragments(text), is_gsm7(text), len(text) <= 160) == (1, True, True)
        assert re.findall(r"https?://\S+", text) == [link]
        assert TOKEN.fullmatch(link.rpartition("/")[2])
        rest.add(text.replace(link, "{link}"))
    assert rest == {wording}


@pytest.mark.parametrize("slug", WORDINGS)
@pytest.mark.parametrize("category", categories())
def test_no_invitation_may_name_what_happened(slug: str, category: str) -> None:
    wording, _ = WORDINGS[slug]
    link = f"https://{HOSTS[0]}/s/{22 * 'x'}"
    for named in (category, category.upper(), f"the {category.lower()}"):
        with pytest.raises(WordingError, match="SC-23"):
            compose_invitation(f"{named}. {wording}", link, host=HOSTS[0], most=9)


@pytest.mark.parametrize(
    "detail",
    [
        *("at 14 Elm Road", "B1 1AA", "your address", "at the hospital", "in Elm Street"),
        *("Mr Jones", "your neighbour", "your husband", "your daughter", "the victim"),
        *("PC 4471", "our officer", "Sergeant Khan", "constable"),
        *("on Monday", "at 14:05", "yesterday", "last night", "on 9 October", "9/10", "at 2 pm"),
        *("log 0417", "reference 7731", "your 999 call", "crime no 20DY"),
        *("eich trosedd", "y digwyddiad", "swyddog", "neithiwr"),
    ],
)
def test_no_invitation_may_say_where_when_or_who(detail: str) -> None:
    link = f"https://{HOSTS[0]}/s/{22 * 'x'}"
    for wording, _ in WORDINGS.values():
        with pytest.raises(WordingError, match="SC-23"):
            compose_invitation(f"About {detail}: {wording}", link, host=HOSTS[0], most=9)


@pytest.mark.parametrize(
    "link",
    [
        f"http://{HOSTS[0]}/s/{22 * 'x'}",
        f"https://{HOSTS[0]}.evil.example/s/{22 * 'x'}",
        f"https://evil.example/{HOSTS[0]}/s/{22 * 'x'}",
        f"https://{HOSTS[0]}@evil.example/s/{22 * 'x'}",
        f"https://{HOSTS[0]}/s/{21 * 'x'}",
        f"https://{HOSTS[0]}/s/{22 * 'x'}?to=evil",
        f"https://{HOSTS[0]}:8443/s/{22 * 'x'}",
        f"https://bit.ly/{22 * 'x'}",
        "",
    ],
)
def test_the_link_is_the_forces_own_and_cannot_be_guessed(link: str) -> None:
    for wording, _ in WORDINGS.values():
        with pytest.raises(WordingError, match="SC-25"):
            compose_invitation(wording, link, host=HOSTS[0])


@pytest.mark.parametrize(
    ("template", "rule"),
    [
        ("{link} {link}", "SC-25"),
        ("Hello", "SC-25"),
        ("{link} {name}", "SC-23"),
        ("{link} or www.example.org", "SC-25"),
        (f"{160 * 'a'} {{link}}", "SC-24"),
        ("Ŵ {link} " + 40 * "a", "SC-24"),
    ],
)
def test_a_template_that_breaks_a_rule_is_refused_by_its_rule(template: str, rule: str) -> None:
    with pytest.raises(WordingError, match=rule):
        compose_invitation(template, f"https://{HOSTS[0]}/s/{22 * 'x'}", host=HOSTS[0])
