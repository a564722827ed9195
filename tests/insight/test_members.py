"""What is said of few members: nothing that tells of one, and no figure without its population."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from pytest_django import Settings

from heard.equality.models import Profile
from heard.insight import members
from heard.insight.members_said import Groups, said
from heard.membership.ledger import Line, note
from heard.membership.models import How, Member, Movement, State
from heard.places.areas import names
from heard.places.population import SHIPPED
from heard.web.staff.members.group_notes import alike

NOW = datetime(2020, 11, 2, 10, tzinfo=UTC)
BEFORE = NOW - timedelta(days=60)
pytestmark = pytest.mark.django_db


def join(area: str, *, at: datetime = BEFORE, n: int = 1, **says: str | int) -> None:
    """Let people join in an area, who say of themselves what is given, in the month in which."""
    rows = [
        Member(
            state=State.MEMBER,
            area=area,
            how=How.SELF,
            asked_at=at,
            joined_at=at,
            apart=uuid4() if says else None,
        )
        for _ in range(n)
    ]
    Member.objects.bulk_create(rows)
    note(
        [
            Line(person=one.key, kind=Movement.Kind.JOIN, from_area=None, to_area=area)
            for one in rows
        ],
        at=at,
        now=at,
    )
    month = at.date().replace(day=1)
    Profile.objects.bulk_create(
        Profile(apart=one.apart, month=month, version=1, **says) for one in rows if one.apart
    )


def groups() -> Mapping[str, Groups]:
    return {one.by: one for one in said(now=NOW, minimum_base=10)}


def counted(by: str) -> dict[str, int | None]:
    found = groups()[by]
    return {one.code: one.n for one in found.lines} | {"": found.not_recorded}


def test_a_year_ends_with_november() -> None:
    assert members.year_to(date(2021, 1, 26)) == (date(2019, 11, 30), date(2020, 11, 30))
    assert members.year_to(date(2020, 11, 30)) == (date(2019, 11, 30), date(2020, 11, 30))
    assert members.year_to(date(2020, 11, 29)) == (date(2018, 11, 30), date(2019, 11, 30))
    assert members.end_of(date(2020, 6, 30)) == datetime(2020, 6, 30, 22, 59, 59, 999_999, UTC)


def test_a_group_of_few_is_held_back_with_another_one() -> None:
    join("BE", n=20, ethnic_group="white")
    join("CV", n=12, ethnic_group="asian")
    join("CV", n=3, ethnic_group="black")
    join("CV", n=40)
    assert counted("ethnic_group") == {
        "asian": None,
        "black": None,
        "mixed": 0,
        "other": 0,
        "white": 20,
        "": 40,
    }


def test_a_gender_of_one_to_four_is_held_back_with_the_next_and_none_is_told_as_none() -> None:
    join("BE", n=20, gender_group="female")
    join("BE", n=10, gender_group="male")
    join("BE", n=4, gender_group="trans_man")
    join("BE", n=30)
    found = counted("gender")
    assert (found["trans_man"], found["male"], found["female"]) == (None, None, 20)
    assert (found["intersex"], found[""]) == (0, 30)


def test_where_it_is_held_back_who_did_not_say_there_are_no_shares() -> None:
    join("BE", n=40, gender_group="female")
    join("BE", n=3)
    found = groups()["gender"]
    assert (found.recorded, found.not_recorded) == (None, None)
    assert all(one.share is None for one in found.lines)


def test_nobody_who_has_just_joined_is_seen_coming() -> None:
    join("BE", n=20, gender_group="female")
    before = counted("gender")["female"]
    join("BE", at=NOW - timedelta(hours=1), n=10, gender_group="female")
    assert counted("gender")["female"] == before == 20
    assert groups()["gender"].members == 30


def test_an_index_leaves_out_who_prefers_not_to_say() -> None:
    join("BE", n=30, ethnic_group="white")
    join("BE", n=30, ethnic_group="asian")
    join("BE", n=40, ethnic_group="skip")
    join("BE", n=50)
    (white,) = (one for one in groups()["ethnic_group"].lines if one.code == "white")
    assert white.share is not None
    assert white.index is not None
    assert (white.share.value, white.index.n) == (0.3, 60)
    assert white.population is not None
    assert white.index.value == pytest.approx(0.5 / white.population)


def test_groups_of_the_population_have_an_indicator_unless_one_is_held_back() -> None:
    for group, n in (("white", 60), ("asian", 30), ("black", 20), ("mixed", 20), ("other", 20)):
        join("BE", n=n, ethnic_group=group)
    join("BE", n=50)
    found = groups()
    indicators = found["ethnic_group"].indicators
    assert indicators is not None
    assert indicators.rate.n == pytest.approx(2_299_563, abs=4)
    assert indicators.rate.value == pytest.approx(150 / 2_299_563)
    assert set(indicators.categories["ethnic_group"]) == {
        one.code for one in found["ethnic_group"].lines
    }
    assert "R-indicator: 1.000" in alike(indicators)
    assert found["religion"].indicators is None
    join("BE", n=3, ethnic_group="black")
    join("BE", n=4, ethnic_group="skip")
    assert groups()["ethnic_group"].indicators is None


def test_what_a_source_puts_together_is_one_group(settings: Settings, tmp_path: Path) -> None:
    settings.POPULATION = tmp_path / "own.csv"
    settings.POPULATION.write_text(
        f"{SHIPPED.read_text(encoding='utf-8').splitlines()[0]}\n"
        "own,religion,christian+other,,0.6,2020-01-01,residents,us\n"
        "own,religion,none,,0.4,2020-01-01,residents,us\n"
    )
    for religion, n in (("christian", 40), ("other", 35), ("none", 30), ("skip", 31)):
        join("BE", n=n, religion=religion)
    join("BE", n=50)
    lines = {one.code: one for one in groups()["religion"].lines}
    assert groups()["religion"].indicators is not None
    assert {code: one.n for code, one in lines.items()} == {
        "christian+other": 75,
        "none": 30,
        "skip": 31,
    }
    assert lines["christian+other"].index is not None
    assert lines["skip"].index is None
    assert (lines["none"].missing, lines["christian+other"].missing) == (12, 0)


def test_without_members_or_people_nothing_is_held_against_the_public(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert members.public(NOW, minimum_base=10) is None
    join("BE", n=12)
    found = members.public(NOW, minimum_base=10)
    assert found is not None
    assert (found.members, found.unknown, found.areas[0].shortfall) == (12, 0, 0)
    long_ago = datetime(2015, 1, 1, tzinfo=UTC)  # before any population was out
    assert members.public(long_ago, minimum_base=10) is None
    (month,) = members.by_month(long_ago, long_ago + timedelta(days=1), minimum_base=10)
    assert (month.coverage, month.indicators, month.members) == (None, None, 0)
    monkeypatch.setattr(members, "counts", lambda *_, **__: dict.fromkeys(names(), 5))
    assert members.public(NOW, minimum_base=10) is None  # more members than people


def test_few_members_have_no_indicator() -> None:
    join("BE", n=3)
    join("", n=2)
    found = members.public(NOW, minimum_base=10)
    assert found is not None
    assert (found.unknown, found.indicators.r.value, found.indicators.variation) == (2, None, None)
    assert all(not one.index.shown for one in found.areas)


def test_months_tell_who_came_and_went() -> None:
    join("BE", n=12)
    (one, *_) = Member.objects.all()
    left = Line(person=one.key, kind=Movement.Kind.LEAVE, from_area="BE", to_area=None)
    note([left], at=NOW, now=NOW)
    months = members.by_month(datetime(2020, 7, 31, tzinfo=UTC), NOW, minimum_base=10)
    assert [(f"{m.month:%m}", m.members, m.flow.joined, m.flow.left) for m in months] == [
        ("08", 0, 0, 0),
        ("09", 12, 12, 0),
        ("10", 12, 0, 0),
        ("11", 11, 0, 1),
    ]


def test_whom_messages_do_not_reach_is_counted_by_area() -> None:
    join("BE", n=3)
    bounced, paused, _ = Member.objects.all()
    Member.objects.filter(pk=bounced.pk).update(bounced_at=NOW, dormant_at=NOW)
    Member.objects.filter(pk=paused.pk).update(paused_until=NOW + timedelta(days=1))
    assert members.reach(now=NOW) == {
        "BE": members.Reach(members=3, bounced=1, dormant=1, paused=1)
    }
