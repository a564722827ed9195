"""Many members at once, without the letters by which each would have joined."""

from heard.membership.models import Channel, How, Member, State
from heard.vault.ring import fingerprint_email
from tests.membership.asked import NOW


def members(number: int, *, area: str = "BE") -> None:
    """Keep so many members of an area who get e-mails."""
    rows = []
    for each in range(number):
        address = f"person{each}@people.example"
        rows.append(
            Member(
                state=State.MEMBER,
                email=address,
                email_print=fingerprint_email(address),
                channels=[Channel.EMAIL],
                area=area,
                how=How.SELF,
                asked_at=NOW,
                joined_at=NOW,
                stop_token=f"token-{each}",
            )
        )
    Member.objects.bulk_create(rows)
