"""The pages about what people wrote: who reads what, and what they may do there."""

import pytest

from heard.accounts.models import User
from heard.core.text.frame import examples
from heard.journal.models import Entry
from heard.responses.models import Comment
from heard.themes import own
from heard.themes.code import code
from heard.themes.discover import discover
from heard.themes.models import Choice, HumanCoding, OwnTheme
from tests.themes.test_discover import DRONES
from tests.themes.test_own import SENTENCES
from tests.themes.written import BASE, KIND, NOW, RUDE, SEPTEMBER, SILENT, wrote
from tests.web.staff.people import inside, read

pytestmark = pytest.mark.django_db
OCTOBER = "/staff/themes?survey=neighbourhood&month=2020-10"
COMMENTS = "/staff/themes/comments?survey=neighbourhood"
THEME = {"name": "Drones", "dimension": "visibility", "description": "Drones overhead"}


@pytest.fixture
def named() -> Comment:
    """Let people write in two months, and give the comment of one who names somebody."""
    wrote(SILENT, times=20)
    wrote(KIND, times=BASE)
    wrote(SILENT, times=2, at=SEPTEMBER)
    wrote(RUDE, times=20, at=SEPTEMBER)
    (comment,) = wrote("PC Smith was very polite and respectful.")
    code(now=NOW, limit=100)
    return comment


def test_each_theme_has_its_base_its_range_its_verdict_and_the_caveat(named: Comment) -> None:
    page = read(inside(User.Role.VIEWER), OCTOBER)
    for words in (
        "Shares are of those who wrote something, and not of all.",
        "31 of 31 who answered wrote something (100%); 31 of them wrote what could be coded",
        "Keeping people informed Emerging Keeping informed 20 65% 47% to 79%",
        "9% 3% to 28% +55 points +30 to +71 Real change: up 0 / 0 / 20 None yet: 0 of 30",
        "Politeness and respect Treatment 11 35%",
        "None of these themes 0 0% 0% to 11%",
        "Named by nobody in September 2020 or October 2020: Listened to",
        "0 of 31 comments, which count as a person coded them",
        "Nobody has chosen an example of this month yet.",
    ):
        assert words in page, words
    assert "Smith" not in page
    assert page.index("Keeping people informed") < page.index("Politeness and respect")


def test_where_few_wrote_nothing_is_shown_and_filters_are_checked() -> None:
    client = inside()
    assert "Nobody has written anything there yet." in read(client, "/staff/themes")
    assert "Nobody has written anything there yet." in read(client, "/staff/themes/comments")
    wrote(RUDE, times=BASE - 1)
    wrote(RUDE)
    for path in ("/staff/themes?month=2019-01", f"{COMMENTS}&theme=weather"):
        assert "choose one of the list" in read(client, path)


def test_too_few_people_show_no_word_and_no_share() -> None:
    (comment, *_) = wrote(RUDE, times=BASE - 1)
    assert f"{BASE - 1} comments wait to be coded" in read(inside(), OCTOBER)
    code(now=NOW, limit=100)
    client = inside(User.Role.ADMINISTRATOR)
    assert f"Nothing is shown: fewer than {BASE} people" in read(client, OCTOBER)
    page = read(client, f"{COMMENTS}&theme=politeness")
    assert f"Nothing is shown: fewer than {BASE} people" in page
    assert "rude" not in page
    assert client.get(f"/staff/themes/comments/{comment.pk}").status_code == 404
    assert client.get(f"/staff/words/coded/{comment.pk}").status_code == 404
    assert "There is none left" in read(client, "/staff/themes/code")


def test_a_theme_leads_to_its_comments_without_what_leads_to_somebody(named: Comment) -> None:
    client = inside()
    address = f"{COMMENTS}&amp;month=2020-10&amp;theme=politeness"
    assert address in client.get(OCTOBER).content.decode()
    page = read(client, address.replace("&amp;", "&"))
    assert "PC [name] was very polite" in page
    assert "Smith" not in page
    assert "May be what good looks like: Politeness and respect" in page
    assert "11 of 31 comments that were coded" in page
    look = Entry.objects.filter(act="web.look").latest("pk")
    assert look.subject == (
        "page:theme-comments survey=neighbourhood month=2020-10 theme=politeness"
    )


def test_a_comment_is_corrected_beside_the_machine_and_shown_as_written_for_a_reason(
    named: Comment,
) -> None:
    client, path = inside(), f"/staff/themes/comments/{named.pk}"
    assert "Politeness and respect (0.9" in read(client, path)
    assert client.post(path, {"named": ["weather"], "feeling": "+"}).status_code == 400
    assert client.post(path, {"named": ["care"]}).status_code == 400
    assert not HumanCoding.objects.exists()
    assert client.post(path, {"named": ["care"], "feeling": "+"}).status_code == 303
    made = HumanCoding.objects.get()
    assert (made.themes, made.feeling, made.is_blind) == (["care"], "+", False)
    page = read(client, path)
    assert "Politeness and respect (0.9" in page
    assert "Ann Lee Care and reassurance. Pleased." in page
    assert "1 of 31 comments, which count as a person coded them" in read(client, OCTOBER)
    raw = client.post(f"/staff/words/coded/{named.pk}", {"why": "meaning"})
    assert "PC Smith" in raw.content.decode()
    assert Entry.objects.filter(act="dialogues.reveal", subject=f"coded:{named.pk}").exists()


def test_an_example_is_shown_to_everybody_once_chosen_until_it_is_taken_back(
    named: Comment,
) -> None:
    client, path = inside(), f"/staff/themes/comments/{named.pk}"
    viewer = inside(User.Role.VIEWER)
    assert "PC [name]" not in read(viewer, OCTOBER)
    client.post(path, {"does": "show", "theme": "fairness"})  # which it does not name
    assert not Choice.objects.exists()
    client.post(path, {"does": "show", "theme": "politeness"})
    assert "PC [name] was very polite and respectful." in read(viewer, OCTOBER)
    assert "Show it no more under: Politeness" in read(client, path)
    assert "Example" in read(client, f"{COMMENTS}&month=2020-10&theme=politeness")
    client.post(path, {"does": "hide", "theme": "politeness"})
    assert "PC [name]" not in read(viewer, OCTOBER)


def test_comments_are_coded_without_the_machines_until_none_is_left() -> None:
    wrote(KIND, times=BASE)
    code(now=NOW, limit=100)
    client, path = inside(), "/staff/themes/code"
    page = client.get(path).content.decode()
    assert " checked" not in page
    assert "0.9" not in read(client, path)
    number = page.partition('name="number" value="')[2].partition('"')[0]
    assert client.post(path, {"number": number}).status_code == 400
    client.post(path, {"number": "0", "feeling": "+"})
    assert not HumanCoding.objects.exists()
    client.post(path, {"number": number, "named": ["politeness"], "feeling": "+"})
    assert HumanCoding.objects.get().is_blind
    assert f'value="{number}"' not in client.get(path).content.decode()
    assert "None yet: 1 of 30" in read(client, "/staff/themes/agreement")


def test_other_topics_are_shown_and_a_person_makes_a_theme_and_ends_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own, "examples", lambda: examples()[::8])  # enough, and sooner
    for words in DRONES:
        wrote(words, times=5)
    wrote(DRONES[0], at=SEPTEMBER)
    code(now=NOW, limit=100)
    discover(now=NOW)
    client, path = inside(), "/staff/themes/topics"
    page = read(client, path)
    assert "drone" in page
    assert "15 of those who wrote in October 2020, too few wrote in September 2020. Too" in page
    assert page.count("There was a drone above our garden.") > 0
    wrong = client.post(path, THEME | {"sentences": "One."})
    assert (wrong.status_code, OwnTheme.objects.count()) == (400, 0)
    assert "8 to 40 different sentences" in wrong.content.decode()
    assert client.post(path, THEME | {"dimension": "x"}).status_code == 400
    client.post(path, THEME | {"sentences": SENTENCES})
    made = OwnTheme.objects.get()
    assert "Drones Drones overhead" in read(client, path)
    client.post(path, {"does": "end", "number": "0"})
    client.post(path, {"does": "end", "number": str(made.pk)})
    assert "Drones overhead" not in read(client, path)
