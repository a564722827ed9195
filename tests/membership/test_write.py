"""Messages are written by one and approved by another, within limits."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from heard.journal.models import Entry
from heard.journal.write import Actor
from heard.membership import write
from heard.membership.dress import Words
from heard.membership.models import Message, Priority, Stage, Translation
from heard.membership.write import NoMessage, Who
from tests.membership.asked import DAY, NOW
from tests.membership.told import AUTHOR, LEAD, SECOND, approved, content, written

pytestmark = pytest.mark.django_db
FAR = Who(actor=Actor(id="user:4", label="Dan"), areas=("CV",))


def asked(**changes: object) -> Message:
    message = written(**changes)
    write.ask(message, who=AUTHOR, now=NOW)
    return message


def test_each_step_is_in_the_journal_and_the_last_one_sets_when_it_leaves() -> None:
    later = NOW + DAY
    message = asked(send_at=later)
    write.send_back(message, "Which street?", who=SECOND, now=NOW)
    write.edit(message, content(title="Sheds in Elm Road", send_at=later), who=AUTHOR, now=NOW)
    write.ask(message, who=AUTHOR, now=NOW)
    write.approve(message, who=SECOND, now=NOW)
    message.refresh_from_db()
    assert (message.stage, message.due_at) == (Stage.READY, later)
    assert message.ends_at == later + timedelta(days=3)
    write.cancel(message, "Solved", who=AUTHOR, now=NOW)
    message.refresh_from_db()
    assert (message.stage, message.due_at, message.why) == (Stage.CANCELLED, None, "Solved")
    acts = Entry.objects.filter(subject=f"message:{message.pk}").order_by("id")
    done = ["write", "ask", "send_back", "write", "ask", "approve", "cancel"]
    assert list(acts.values_list("act", flat=True)) == [f"membership.{one}" for one in done]


REFUSED: dict[str, tuple[Callable[[Message], object], str]] = {
    "author": (lambda m: write.approve(m, who=AUTHOR, now=NOW), "Somebody else"),
    "elsewhere": (lambda m: write.approve(m, who=FAR, now=NOW), "not a message of yours"),
    "no reason": (lambda m: write.send_back(m, " ", who=SECOND, now=NOW), "Say why"),
    "no why": (lambda m: write.cancel(m, " ", who=AUTHOR, now=NOW), "Say why"),
    "changed": (lambda m: write.edit(m, content(), who=AUTHOR, now=NOW), "meanwhile"),
    "asked": (lambda m: write.ask(m, who=AUTHOR, now=NOW), "meanwhile"),
    "no translation": (lambda m: write.check(m, "pl", who=SECOND, now=NOW), "no translation"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_done_with_one_that_waits_is_refused(what: str) -> None:
    act, why = REFUSED[what]
    message = asked()
    with pytest.raises(NoMessage, match=why):
        act(message)
    message.refresh_from_db()
    assert message.stage == Stage.ASKED


def test_what_is_urgent_is_approved_by_communications_alone() -> None:
    message = asked(priority=Priority.URGENT)
    with pytest.raises(NoMessage, match="communications"):
        write.approve(message, who=SECOND, now=NOW)
    write.approve(message, who=LEAD, now=NOW)


def test_only_its_author_asks_for_approval() -> None:
    with pytest.raises(NoMessage, match="Only who wrote"):
        write.ask(written(), who=LEAD, now=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        *({"areas": ("CV",)}, {"areas": ("BE", "CV")}, {"title": ""}, {"title": "x" * 79}),
        *({"title": "a\nb"}, {"body": " "}, {"body": "x" * 5_001}, {"body": "\ue000"}),
    ],
)
def test_what_cannot_be_written_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(NoMessage):
        written(**changes)
    with pytest.raises(NoMessage, match="own areas"):
        write.draft(content(areas=()), who=AUTHOR, now=NOW)


@pytest.mark.parametrize(
    ("priority", "most"),
    [(Priority.ROUTINE, write.ASKED_A_DAY), (Priority.URGENT, write.URGENT_A_DAY)],
)
def test_one_person_asks_for_so_many_a_day(priority: Priority, most: int) -> None:
    for _ in range(most):
        asked(priority=priority)
    with pytest.raises(NoMessage, match="at most"):
        asked(priority=priority)
    write.ask(written(), who=AUTHOR, now=NOW + DAY)


def test_one_person_approves_so_many_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "APPROVED_A_DAY", 1)
    approved()
    with pytest.raises(NoMessage, match="within a day"):
        approved()


def test_a_translation_is_checked_again_after_a_change_of_the_english() -> None:
    message = written()
    words = Words(language="pl", title="Szopy", body="Zamknij.")
    with pytest.raises(NoMessage, match="who translated"):
        write.translate(message, words, by=" ", who=AUTHOR, now=NOW)
    write.translate(message, words, by="Ola", who=AUTHOR, now=NOW)
    with pytest.raises(NoMessage, match="Somebody else than put it in"):
        write.check(message, "pl", who=AUTHOR, now=NOW)
    write.check(message, "pl", who=SECOND, now=NOW)
    assert Translation.objects.get().checked_by == "Ben"
    write.edit(message, content(is_public=False), who=AUTHOR, now=NOW)
    assert Translation.objects.get().checked_by == "Ben"
    write.edit(message, content(body="Other words"), who=AUTHOR, now=NOW)
    assert Translation.objects.get().checked_by == ""
