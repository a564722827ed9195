"""Gaps between the surveys by their names, and the other route to whoever cannot be asked."""

from collections.abc import Mapping, Sequence

from heard.insight.coverage import Covered
from heard.insight.unheard import UNKNOWN, Barrier

# What is told to the force otherwise, and what of it Heard has. No figure stands beside it.
OTHER_SOURCES: Sequence[tuple[str, str, str]] = (
    (
        "Complaints",
        "What went wrong, in the words of those who say so; held by those who handle them",
        "No",
    ),
    ("Compliments and thanks", "What went well, by letter, e-mail and social media", "No"),
    (
        "Messages to local teams",
        "Concerns of members, by answers to community messages",
        "Read and answered there, and counted in no figure",
    ),
    (
        "Meetings and advisory groups",
        "Views of those who come, and of groups that advise the force",
        "No",
    ),
)
# Why somebody is never asked, and by which route their view may come in all the same.
BARRIERS: Mapping[str, tuple[str, str]] = {
    Barrier.BLOCKED: (
        "It could put somebody at risk or hurt",
        "A trained caller, where somebody agreed to it at a safe contact; support services",
    ),
    Barrier.OBJECTED: ("They asked us not to write", "None: it is their wish. Any open survey"),
    Barrier.YOUNG: (
        "They are, or may be, a child",
        "Youth groups and cadets, with a parent's consent",
    ),
    Barrier.WITHHELD: (
        "The number was withheld",
        "A link or a code at the front counter and on the website",
    ),
    Barrier.NO_MOBILE: ("The number takes no texts", "A call back, or e-mail where one is held"),
    Barrier.NO_EMAIL: ("No e-mail address is held", "A text where a mobile is held; a letter"),
    Barrier.DEAD_ADDRESS: ("The address does not exist", "Ask for it at the next contact"),
}


def gaps(found: Sequence[Covered]) -> list[str]:
    """Name every gap in a sentence: who is not asked, what about, and not where it happens."""
    said = [f"{group.words}: no survey asks them now." for group in found if group.unheard]
    for group in found:
        if group.missing:
            about = ", ".join(group.missing)
            said.append(f"{group.words}: no survey that runs asks about {about}.")
        if group.never_at_once:
            said.append(f"{group.words}: none is asked at the point of delivery.")
    return said


def kind(name: str) -> str:
    """Say by what people are told apart: 'age', or a word of the force's own."""
    return name.replace("_", " ")


def person_group(name: str) -> str:
    """Give a group of people in words."""
    return "Not known" if name == UNKNOWN else name[:1].upper() + name[1:]
