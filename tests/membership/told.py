"""Messages that were written and approved, and what they led to."""

from datetime import datetime

from heard.delivery.models import Letter
from heard.journal.write import Actor
from heard.membership import threads, write
from heard.membership.broadcast import Sending, broadcast
from heard.membership.models import Copy, Member, Message
from heard.membership.write import Content, Who
from tests.membership.asked import NOW, draw, member

AUTHOR = Who(actor=Actor(id="user:1", label="Ann"), areas=("BE", "BW"))
SECOND = Who(actor=Actor(id="user:2", label="Ben"), areas=("BE",))
LEAD = Who(actor=Actor(id="user:3", label="Cat"), leads=True)
SENDING = Sending(site="https://heard.example", force="Trial Police", draw=draw)
BODY = "Three sheds were broken into.\n\nLock yours."


def content(**changes: object) -> Content:
    return Content(**({"title": "Sheds", "body": BODY, "areas": ("BE",)} | changes))  # type: ignore[arg-type]


def written(**changes: object) -> Message:
    """Give a message that is being written."""
    return write.draft(
        content(**changes), who=LEAD if changes.get("areas") == () else AUTHOR, now=NOW
    )


def approved(*, at: datetime = NOW, **changes: object) -> Message:
    """Give a message that is ready to be sent."""
    message = written(**changes)
    author = Who(actor=Actor(id=message.author, label=message.author_label))
    write.ask(message, who=author, now=at)
    second = Who(actor=Actor(id="user:9", label="Second"), leads=True)
    write.approve(message, who=second, now=at)
    message.refresh_from_db()
    return message


def sent(*, at: datetime = NOW, limit: int = 500) -> int:
    """Walk all messages that are due to their ends; give how many members were looked at."""
    done, found = 0, limit
    while found >= limit:
        found = broadcast(now=at, limit=limit, sending=SENDING)
        done += found
    return done


def letters() -> list[tuple[str, str]]:
    """Give the subject and the channel of each letter with a message, oldest first."""
    found = Letter.objects.filter(kind="message").order_by("id")
    return list(found.values_list("subject", "channel"))


def replied(words: str = "Which road?") -> Copy:
    """Give the copy of a member in BE who wrote back."""
    one = member()
    Member.objects.filter(pk=one.pk).update(area="BE")
    approved()
    sent()
    copy = Copy.objects.get(member=one)
    threads.reply(copy, words, now=NOW)
    return copy
