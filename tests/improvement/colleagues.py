"""Members of staff with a code of theirs, and what people wrote about them."""

from collections.abc import Iterable

from heard.accounts.models import User
from heard.responses.models import Comment, Response
from heard.themes.models import Coding
from heard.themes.own import frame_version
from tests.insight.flow import CALLED
from tests.insight.teams import reply
from tests.web.staff.people import a_person

PERSON = "FC-A-0"
KIND = "She was very polite and respectful."
RUDE = "The call handler was rude to me."


def somebody(name: str, role: User.Role = User.Role.ANALYST, *, unit: str = "") -> User:
    """Add somebody of this name."""
    user = a_person(f"{name}@example.org", role=role, password=None, unit=unit)
    User.objects.filter(pk=user.pk).update(name=name)
    user.name = name
    return user


def a_handler(
    person: str = PERSON, *, name: str = "Mo", role: User.Role = User.Role.CONTACT_HANDLER
) -> User:
    """Add a handler whose own results are these."""
    return somebody(name, role, unit=person)


def scored(scores: Iterable[int], *, person: str = PERSON, team: str = "FC-A") -> list[Response]:
    """Let people answer about somebody, in this order."""
    before = set(Response.objects.values_list("pk", flat=True))
    for score in scores:
        reply(team, person, score)
    return list(Response.objects.exclude(pk__in=before).order_by("pk"))


def wrote(response: Response, words: str, *, feeling: str = "") -> Comment:
    """Let somebody write this, too; a feeling is what the machine makes of it."""
    comment = Comment.objects.create(response=response, question_id="said", version=2, text=words)
    if feeling:
        Coding.objects.create(
            comment=comment, frame=frame_version(), themes={}, feeling=feeling, coded_at=CALLED
        )
    return comment
