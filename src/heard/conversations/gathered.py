"""What the assistant gathered before it handed over, as those read it who take it up."""

import json
from collections.abc import Sequence

from heard.conversations.models import Conversation


def gathered(talk: Conversation) -> Sequence[tuple[str, str]]:
    """Give each question with what was answered, in the order in which they were asked."""
    found = json.loads(talk.gathered or "[]")
    pairs = found.items() if isinstance(found, dict) else found
    return [(str(asked), str(said)) for asked, said in pairs]
