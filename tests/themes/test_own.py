"""A person may make a theme of what no theme holds, and end it; comments are coded anew."""

import pytest

from heard.core.text.frame import examples
from heard.journal.models import Entry
from heard.themes import own
from heard.themes.own import NoTheme, Proposed, end, frame_version, in_force, make, themes
from tests.themes.written import NOW, coded, shares, wrote
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db

SENTENCES = """The horses frightened my dog.
Mounted police on the pavement.
Horses left a mess on our road.
I liked to see the police horses.
The horse stepped on my foot.
Keep the horses off the green.
A mounted officer rode past the school.
My daughter loved the big horse."""
HORSES = Proposed(
    name="Horses", dimension="visibility", description="Police on horses", sentences=SENTENCES
)


def changed(**parts: str) -> Proposed:
    names = ("name", "dimension", "description", "sentences")
    return Proposed(**{name: getattr(HORSES, name) for name in names} | parts)


def test_a_theme_holds_what_is_near_its_sentences_until_it_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(own, "examples", lambda: examples()[::8])  # enough, and sooner
    said = "A police horse was in front of our house."
    wrote(said, times=10)
    before, version = shares(coded()), frame_version()
    ann = a_person()
    made = make(HORSES, by=ann, now=NOW)
    assert [theme.name for theme in themes()][-1] == "Horses"
    assert frame_version() != version
    assert shares(coded())[made.code] == 10
    assert made.code not in before
    end(made.pk, by=ann, now=NOW)
    end(made.pk, by=ann, now=NOW)
    assert (in_force(), frame_version(), shares(coded())) == ([], version, before)
    acts = Entry.objects.filter(act__startswith="themes.").order_by("pk")
    assert [one.act for one in acts] == ["themes.make", "themes.end"]
    with pytest.raises(NoTheme, match="There is, or was, a theme of that name"):
        make(HORSES, by=ann, now=NOW)


@pytest.mark.parametrize(
    ("parts", "why"),
    [
        ({"name": " "}, "a name of at most 60"),
        ({"name": "Fairness"}, "a theme of that name"),
        ({"dimension": "weather"}, "what the theme belongs to"),
        ({"description": ""}, "in at most 300"),
        ({"sentences": "One.\nTwo."}, "8 to 40 different sentences"),
        ({"sentences": "The same.\n" * 9}, "8 to 40 different sentences"),
        ({"sentences": SENTENCES + "\n" + "x" * 301}, "of at most 300"),
        ({"sentences": SENTENCES + "\nPC Smith rode it."}, "without what leads to anybody"),
    ],
)
def test_a_theme_that_cannot_be_made_is_refused_with_the_reason(
    parts: dict[str, str], why: str
) -> None:
    with pytest.raises(NoTheme, match=why):
        make(changed(**parts), by=a_person(), now=NOW)
    assert in_force() == []
