"""What a letter says that asks a member to the quarterly survey, in their language."""

from dataclasses import dataclass

from django.utils.translation import gettext, override


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The links of one member: to the form, to leave, and to where what they get is changed."""

    form: str
    stop: str
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    title: str
    email: str
    sms: str


def words(language: str, links: Links, *, force: str, again: bool) -> Words:
    """Give the letter as an e-mail and as a text; `again` is the reminder."""
    with override(language):
        title = gettext("How is policing in your area?")
        reminds = gettext("We asked you a few days ago and have not heard from you.")
        asks = gettext(
            "Once a quarter %(force)s asks members what they think of the police in their area. "
            "It takes about five minutes. Your answers are kept without your name and address."
        )
        once = gettext("This link is yours alone and can be used once:")
        less = gettext("To get less from us, or something else:")
        leave = gettext("To leave, so that nothing more comes to you:")
        short = gettext("%(force)s: how is policing in your area? It takes about five minutes:")
        stop = gettext("Leave")
    named = {"force": force}
    parts = [*([reminds] if again else []), asks % named, f"{once}\n{links.form}"]
    parts += [f"{less}\n{links.change}", f"{leave}\n{links.stop}"]
    return Words(
        title=title,
        email="\n\n".join(parts),
        sms=f"{short % named} {links.form} {stop}: {links.stop}",
    )
