"""How people feel in comments: as a person coded it last, before what the machine made of it."""

import pytest

from heard.core.text.frame import Feeling
from heard.themes.by_hand import keep
from heard.themes.feelings import feelings
from heard.themes.models import Coding
from heard.themes.own import frame_version
from tests.themes.written import KIND, NOW, RUDE, wrote
from tests.web.staff.people import a_person

pytestmark = pytest.mark.django_db


def test_a_person_counts_before_the_machine_and_what_nobody_read_has_none() -> None:
    kind, rude, unread, waiting = (wrote(words)[0] for words in (KIND, RUDE, KIND, KIND))
    for comment, feeling in ((kind, "+"), (rude, "+"), (unread, "")):
        Coding.objects.create(
            comment=comment, frame=frame_version(), themes={}, feeling=feeling, coded_at=NOW
        )
    ann = a_person()
    for feeling in ("0", "-"):
        keep(rude, named=[], feeling=feeling, is_blind=False, by=ann, now=NOW)
    found = feelings([kind.pk, rude.pk, unread.pk, waiting.pk])
    assert found == {kind.pk: Feeling.PLEASED, rude.pk: Feeling.DISPLEASED}
