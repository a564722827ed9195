"""The stream of a conversation at the desk: who may hear it, and what it says."""

import pytest
from django.test import AsyncRequestFactory

from heard.accounts.models import User
from heard.clock.read import now
from heard.conversations import desk
from heard.web.staff.desk import stream
from heard.web.talk_stream import Over
from tests.conversations.talks import at_desk, talk
from tests.web.staff.people import a_person


@pytest.mark.django_db
def test_who_has_it_hears_how_far_it_is_until_it_is_theirs_no_more() -> None:
    ann, mine = at_desk(), talk(with_bot=False, now=now())
    desk.take(mine.pk, by=ann, now=now())
    (told,) = stream.look(ann, mine.pk, 0)
    assert (told.name, told.data) == ("talk", {"said": 1, "state": "adviser"})
    manager = a_person("cas@example.org", role=User.Role.CHAT_MANAGER, password=None)
    desk.transfer(mine.pk, why="Urdu", skills=[], by=ann, now=now())
    (told,) = stream.look(manager, mine.pk, 0)
    assert told.data["state"] == "waiting"
    other = a_person("ben@example.org", role=User.Role.ANALYST, password=None)
    for by, number in ((ann, mine.pk), (manager, 0), (other, mine.pk)):
        with pytest.raises(Over):
            stream.look(by, number, 0)


@pytest.mark.usefixtures("own_database")  # a stream gives its connection up
def test_a_process_for_streams_keeps_the_answer_open_for_the_desk_alone() -> None:
    ask = AsyncRequestFactory().get("/staff/desk/1/stream")
    ask.user = a_person("ben@example.org", role=User.Role.ANALYST, password=None)
    assert stream.show_stream(ask, number=1).status_code == 403
    ask.user = at_desk()
    answer = stream.show_stream(ask, number=1)
    assert answer.headers["Content-Type"] == "text/event-stream"
