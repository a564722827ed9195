"""What people say of themselves is kept once, for good, and leads to nobody."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError

from heard.core.questionnaire.filled import Filled
from heard.equality import form, give
from heard.equality.models import Draft, Profile

NOW = datetime(2020, 10, 12, 10, tzinfo=UTC)
APART = UUID(int=7)
ALL = {
    "birth_year": "1980",
    "condition": "yes",
    "reduces": "lot",
    "ethnic_group": "black",
    "black": "B9",
    "black_words": "Somali",
    "religion": "muslim",
    "sex": "male",
    "gender": "skip",
    "orientation": "heterosexual",
}


def filled(apart: UUID = APART) -> Filled:
    return give.filled(apart, now=NOW, language="en")


def say(*whose: UUID, **texts: str) -> list[str]:
    """Send the pages on which these questions are, and give the keys of the pages there are."""
    apart = whose[0] if whose else APART
    for page in form.pages(form.fill(texts, now=NOW, language="en")):
        names = [question.name for question in page.questions]
        if any(name in texts for name in names):
            give.save(apart, page, texts, now=NOW, language="en")
    return [page.key for page in form.pages(filled(apart))]


def profile(apart: UUID = APART) -> dict[str, object]:
    (found,) = Profile.objects.filter(pk=apart).values()
    return {**found}


@pytest.mark.django_db
def test_everything_is_kept_with_no_more_of_its_time_than_the_month() -> None:
    say(**ALL)
    give.finish(APART, now=NOW)
    assert profile() == {
        "apart": APART,
        "month": date(2020, 10, 1),
        "version": 1,
        "birth_year": 1980,
        "condition": "yes",
        "reduces": "lot",
        "ethnic_group": "black",
        "ethnic_code": "B9",
        "religion": "muslim",
        "sex": "male",
        "gender": "skip",
        "orientation": "heterosexual",
        "gender_group": "",
        "words": '{"black_words": "Somali"}',
    }
    assert Draft.objects.count() == 0


@pytest.mark.django_db
def test_to_prefer_not_to_say_is_an_answer_and_none_at_all_is_another() -> None:
    say(sex="skip", ethnic_group="skip")
    give.finish(APART, now=NOW)
    kept = profile()
    assert (kept["sex"], kept["ethnic_group"], kept["ethnic_code"]) == ("skip", "skip", "NS")
    assert (kept["religion"], kept["birth_year"], kept["words"]) == ("", None, None)


@pytest.mark.django_db
def test_a_group_whose_background_is_not_said_is_kept_without_a_code() -> None:
    say(ethnic_group="white", white="skip")
    give.finish(APART, now=NOW)
    assert (profile()["ethnic_group"], profile()["ethnic_code"]) == ("white", "")


@pytest.mark.django_db
def test_what_was_changed_since_is_not_kept() -> None:
    say(condition="yes", reduces="lot", ethnic_group="black", black="B9", black_words="Somali")
    say(condition="no", ethnic_group="asian", asian="A2", asian_words="not asked for A2")
    give.finish(APART, now=NOW)
    kept = profile()
    assert (kept["condition"], kept["reduces"], kept["ethnic_code"]) == ("no", "", "A2")
    assert kept["words"] is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("born", "asked"), [("", True), ("2003", True), ("2004", False), ("2010", False)]
)
def test_whoever_may_be_under_16_is_not_asked_about_their_orientation(
    born: str, *, asked: bool
) -> None:
    assert ("orientation" in say(birth_year=born)) is asked


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("birth_year", "1899"),
        ("birth_year", "2021"),
        ("birth_year", "?"),
        ("sex", "other"),
        ("religion_words", 101 * "x"),
    ],
)
def test_what_no_page_offers_is_refused_and_nothing_of_the_page_is_kept(
    name: str, text: str
) -> None:
    say(religion="other", sex="male")
    page = next(p for p in form.pages(filled()) if name in [q.name for q in p.questions])
    with pytest.raises(give.Refused, match=f"^{name} does not take that: "):
        give.save(APART, page, {"religion": "other", name: text}, now=NOW, language="en")
    assert json.loads(Draft.objects.get().answers) == {"religion": "other", "sex": "male"}


@pytest.mark.django_db
def test_a_draft_is_sealed_and_knows_the_day_on_which_it_ends_and_no_other_time() -> None:
    say(religion="muslim")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM equality_draft")
        (row,) = cursor.fetchall()
    assert (row[0], row[2], "muslim" in str(row)) == (APART, date(2020, 10, 14), False)


@pytest.mark.django_db
def test_what_was_written_is_sealed() -> None:
    say(religion="other", religion_words="Jain")
    give.finish(APART, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM equality_profile")
        assert "Jain" not in str(cursor.fetchall())


@pytest.mark.django_db
def test_what_is_left_unfinished_is_kept_as_it_stands_when_its_days_are_over() -> None:
    say(sex="female")
    opened = uuid4()
    say(opened, sex="")
    late = datetime(2020, 10, 13, 22, 59, tzinfo=UTC)
    assert give.close_ended(now=late, limit=10) == 0
    assert give.close_ended(now=late + timedelta(minutes=1), limit=1) == 1
    assert give.close_ended(now=late + timedelta(minutes=1), limit=10) == 1
    assert (profile()["sex"], Profile.objects.count(), Draft.objects.count()) == ("female", 1, 0)


@pytest.mark.django_db
def test_to_skip_leaves_nothing() -> None:
    say(sex="female")
    give.skip(APART)
    give.finish(APART, now=NOW)
    assert (Draft.objects.count(), Profile.objects.count()) == (0, 0)


@pytest.mark.django_db
def test_what_was_given_cannot_be_given_again() -> None:
    say(sex="female")
    page = form.pages(filled())[0]
    give.finish(APART, now=NOW)
    with pytest.raises(give.AlreadyGiven):
        give.finish(APART, now=NOW)
    with pytest.raises(give.AlreadyGiven):
        give.skip(APART)
    with pytest.raises(give.AlreadyGiven):
        filled()
    with pytest.raises(give.AlreadyGiven):
        give.save(APART, page, {}, now=NOW, language="en")
    assert (Draft.objects.count(), Profile.objects.count()) == (0, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("sentence", ["UPDATE equality_profile SET sex = ''", "DELETE FROM "])
def test_the_role_that_runs_heard_can_change_nothing_that_was_given(sentence: str) -> None:
    say(sex="female")
    give.finish(APART, now=NOW)
    whole = sentence + ("equality_profile" if sentence.endswith(" ") else "")
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(whole)


@pytest.mark.django_db
def test_a_day_of_the_month_cannot_be_kept() -> None:
    with pytest.raises(IntegrityError, match="no_finer_than_a_month"):
        Profile.objects.create(apart=APART, month=date(2020, 10, 12), version=1)


@pytest.mark.usefixtures("own_database")
def test_of_many_who_finish_at_once_one_does() -> None:
    say(sex="female")
    together = Barrier(4)

    def finish() -> str:
        together.wait()
        try:
            give.finish(APART, now=NOW)
        except give.AlreadyGiven:
            return "already"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(4) as pool:
        found = sorted(future.result() for future in [pool.submit(finish) for _ in range(4)])
    assert found == [*3 * ["already"], "done"]
    assert Profile.objects.count() == 1


@pytest.mark.django_db
def test_every_code_is_of_the_18_of_the_police_and_in_its_group() -> None:
    offered = {}
    for group in form.GROUPS:
        as_is = form.fill({"ethnic_group": group}, now=NOW, language="en")
        step = as_is.step(group)
        assert step is not None
        offered[group] = [code for code, _ in as_is.choices(step)]
    assert offered == {
        "white": ["W1", "W2", "W3", "W9", "skip"],
        "mixed": ["M1", "M2", "M3", "M9", "skip"],
        "asian": ["A1", "A2", "A3", "A4", "A9", "skip"],
        "black": ["B2", "B1", "B9", "skip"],
        "other": ["O2", "O9", "skip"],
    }
