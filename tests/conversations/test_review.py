"""Drawn messages are judged by people, and that tells precision and recall of triggers."""

from datetime import date

import pytest

from heard.accounts.models import User
from heard.conversations import review
from heard.conversations.models import Judgement, Message, Sampled
from heard.conversations.review import NotDrawn
from heard.journal.models import Entry
from heard.journal.write import SYSTEM
from tests.conversations.talks import MINUTE, NOW, hear, talk
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db
OCTOBER = date(2020, 10, 1)
WEAPON = "weapon"


def spoken(harmless: int = 12, weapons: int = 11) -> None:
    one = talk()
    said = [f"I lost my scarf number {at}" for at in range(harmless)]
    said += [f"He has a knife, number {at}" for at in range(weapons)]
    for at, words in enumerate(said):  # as fast as somebody may write
        hear(one, words, now=NOW + at * MINUTE / 12)


def draw(seed: str = "1") -> int:
    return review.draw(OCTOBER, seed=seed, by=SYSTEM, now=NOW)


def who(email: str = "chat@example.org") -> User:
    return a_person(email, role=User.Role.CHAT_MANAGER, password=None)


def judge(user: User, category_of: dict[str, str], *, later: int = 0) -> None:
    while (one := review.next_for(user)) is not None:
        category = category_of.get(one.found, "")
        review.judge(one.pk, category, user=user, by=SYSTEM, now=NOW + later * MINUTE)


def test_some_of_each_kind_are_drawn_and_stand_for_all() -> None:
    spoken(harmless=130, weapons=25)
    assert draw() == 120
    found = {(one.found, one.weight) for one in Sampled.objects.all()}
    assert found == {("", 1.3), (WEAPON, 1.25)}


def test_the_same_seed_draws_the_same_once() -> None:
    spoken(2, 0)
    draw()
    with pytest.raises(NotDrawn, match="drawn before"):
        draw()
    assert draw("2") == 2


def test_where_nobody_wrote_nothing_is_drawn() -> None:
    with pytest.raises(NotDrawn, match="Nobody wrote"):
        draw()


def test_precision_recall_and_agreement_are_those_of_the_judgements() -> None:
    spoken()
    draw()
    first, second = who(), who("other@example.org")
    judge(first, {WEAPON: WEAPON})
    judge(second, {WEAPON: WEAPON}, later=1)
    missed = Sampled.objects.filter(found="").first()
    Judgement.objects.filter(sampled=missed, reviewer=first).update(category=WEAPON)
    found = review.results(minimum_base=5)
    (weapon,) = found.found
    assert (found.judged, found.left) == (23, 0)
    assert (weapon.category, weapon.precision.value, weapon.precision.n) == (WEAPON, 1.0, 11)
    assert weapon.recall.n == 12
    assert weapon.recall.value == pytest.approx(11 / 12)
    assert weapon.recall.low is not None
    assert weapon.recall.low < 11 / 12
    assert found.agreement.value is not None
    assert 0.8 < found.agreement.value < 1


def test_what_stands_for_many_weighs_as_much() -> None:
    spoken(harmless=200, weapons=11)
    draw()
    judge(who(), {WEAPON: WEAPON, "": ""})
    missed = Sampled.objects.filter(found="").first()
    Judgement.objects.filter(sampled=missed).update(category=WEAPON)
    (weapon,) = review.results(minimum_base=5).found
    assert weapon.recall.value == pytest.approx(11 / 13)
    assert weapon.recall.n_effective == pytest.approx(13**2 / (11 + 4))


def test_few_judgements_show_nothing() -> None:
    spoken(2, 2)
    draw()
    judge(who(), {WEAPON: WEAPON})
    (weapon,) = review.results(minimum_base=5).found
    assert (weapon.precision.shown, weapon.recall.shown) == (False, False)


def test_a_message_is_judged_once_by_each_and_only_as_what_there_is() -> None:
    spoken(1, 0)
    draw()
    one, user = Sampled.objects.get(), who()
    for category in (WEAPON, ""):
        review.judge(one.pk, category, user=user, by=SYSTEM, now=NOW)
    assert Judgement.objects.get().category == WEAPON
    assert Entry.objects.filter(act="conversations.judge").count() == 1
    with pytest.raises(ValueError, match="no such category"):
        review.judge(one.pk, "weather", user=user, by=SYSTEM, now=NOW)


def test_what_leads_to_a_person_is_taken_out_and_what_was_erased_is_not_asked_about() -> None:
    hear(talk(), "Call me on 07700 900123")
    draw()
    one = review.next_for(user := who())
    assert one is not None
    assert "07700" not in review.words(one)
    Message.objects.all().delete()
    assert review.next_for(user) is None
    assert review.words(Sampled.objects.get()) == ""
