"""A broadcast, or a survey, that is killed comes to everybody, and to nobody twice."""

import random
import subprocess
import sys
import time
from pathlib import Path

from heard.delivery.models import Letter
from heard.invitations.models import Guest
from heard.membership.models import Asked, Copy, Message, Stage
from tests.membership.asked import NOW
from tests.membership.many import members
from tests.membership.surveyed import approved as a_wave
from tests.membership.surveyed import asked as go_on
from tests.membership.told import approved

ROOT = Path(__file__).parents[2]
WALK = Path(__file__).with_name("walk.py")
MEMBERS, BATCH, KILLS = 300, 7, 2


def walk(environment: dict[str, str], what: str = "message") -> subprocess.Popen[str]:
    """Start a process that sends; it is connected and about to begin when this returns."""
    started = subprocess.Popen(
        [sys.executable, str(WALK), NOW.isoformat(), str(BATCH), what],
        env={**environment, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "begins\n"
    return started


def test_killed_at_any_moment_everybody_gets_it_and_nobody_twice(
    own_database: dict[str, str],
) -> None:
    members(MEMBERS)
    message, chance = approved(), random.Random(20201102)  # noqa: S311 - a seeded test
    for kill in range(1, KILLS + 1):
        started = walk(own_database)
        while Copy.objects.count() < kill * MEMBERS // (KILLS + 2):
            time.sleep(0.001)
        time.sleep(chance.random() * 0.02)
        started.kill()
        started.communicate()
        assert Letter.objects.filter(kind="message").count() == Copy.objects.count() < MEMBERS
    two = [walk(own_database), walk(own_database)]
    assert [one.wait() for one in two] == [0, 0]
    for one in two:
        one.communicate()
    message = Message.objects.get(pk=message.pk)
    subjects = Letter.objects.filter(kind="message").values_list("subject", flat=True)
    assert (message.stage, len(subjects), len(set(subjects))) == (Stage.SENT, MEMBERS, MEMBERS)
    assert Copy.objects.values("member").distinct().count() == MEMBERS


def test_a_survey_that_is_killed_asks_each_member_by_one_link(
    own_database: dict[str, str],
) -> None:
    number = 80
    members(number)
    a_wave()
    started = walk(own_database, "wave")
    while Asked.objects.exclude(channel="").count() < number // 4:
        time.sleep(0.001)
    started.kill()
    started.communicate()
    asked = Asked.objects.exclude(channel="")
    assert asked.count() == Guest.objects.count() == Letter.objects.filter(kind="wave").count()
    go_on()
    subjects = Letter.objects.filter(kind="wave").values_list("subject", flat=True)
    assert len(subjects) == len(set(subjects)) == Guest.objects.count() == number
    assert asked.count() == number
