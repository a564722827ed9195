"""What the pages of the officer's phone say to whom is asked, in the language that is spoken now.

The phone has no catalogue: it gets every word with the pack. What stands in brackets like
%(total)s is filled in there.
"""

from django.conf import settings
from django.utils.translation import gettext, ngettext

from heard.core.questionnaire.values import LONGEST


def words() -> dict[str, str]:
    """Give every word by a name."""
    return _pages() | _asking() | _equality() | _faults() | _urgent()


def _pages() -> dict[str, str]:
    link = gettext('Change<span class="govuk-visually-hidden"> your answer to: %(question)s</span>')
    change, _, what = link.partition('<span class="govuk-visually-hidden">')
    return {
        "skip": gettext("Skip to main content"),
        "language": gettext("Language"),
        "back": gettext("Back"),
        "continue": gettext("Continue"),
        "start": gettext("Start now"),
        "tell": gettext("Tell us what you think"),
        "asks": gettext("%(force)s would like to know what you think.")
        % {"force": settings.FORCE_NAME},
        "private": gettext(
            "The officer cannot see what you answer. Your answers are locked on this phone as soon "
            "as you have finished."
        ),
        "free": gettext(
            "You do not have to take part. It makes no difference to the help you get from us."
        ),
        "stop_any_time": gettext("You can stop at any time. Then nothing is kept."),
        "stop": gettext("Stop and delete my answers"),
        "stop_sure": gettext("Do you want to stop and delete your answers?"),
        "stopped": gettext("Your answers are deleted"),
        "go_on": gettext("No, go on with the questions"),
        "check": gettext("Check your answers"),
        "not_yet": gettext("Not answered yet"),
        "nothing": gettext("Nothing written"),
        "not_answered": gettext("Not answered"),
        "before": gettext("Answered before the interruption. It is kept, and is not shown again."),
        "change": change,
        "change_what": what.removesuffix("</span>"),
        "locks": gettext(
            "When you send your answers, they are locked and can no longer be seen or changed."
        ),
        "send": gettext("Send my answers"),
        "thanks": gettext("Thank you"),
        "locked": gettext("Your answers are locked"),
        "link_press": gettext(
            "We send you a link. Nothing else comes until you have opened it and pressed the "
            "button there."
        ),
        "link_later": gettext("The link leaves once this phone has a signal."),
        "leave": gettext("You can leave at any time, in one step, from every message."),
        "give_back": gettext("Please give the phone back to the officer."),
        "interrupted": gettext("The questions were interrupted"),
        "only_you": gettext(
            "Only the person who was answering should go on. What was answered so far is kept, and "
            "is not shown again."
        ),
        "full": gettext(
            "The phone has no room left, so this answer could not be kept. Please give the phone "
            "back to the officer."
        ),
    }


def _asking() -> dict[str, str]:
    return {
        "question": gettext("Question %(number)s of %(total)s"),
        "optional": gettext("%(question)s (optional)"),
        "again": gettext("Do you want to add another: %(group)s?"),
        "yes": gettext("Yes"),
        "no": gettext("No"),
        "day": gettext("Day"),
        "month": gettext("Month"),
        "year": gettext("Year"),
        "elsewhere": gettext("Somewhere else"),
        "up_to": ngettext(
            "You can write up to %(longest)s character.",
            "You can write up to %(longest)s characters.",
            LONGEST,
        )
        % {"longest": f"{LONGEST:,}"},
    }


def _equality() -> dict[str, str]:
    return {
        "equality": gettext("Equality questions"),
        "more": gettext(
            "We would like to ask you a few more questions, about you. They let us see whether we "
            "serve everyone equally well. You do not have to answer them."
        ),
        "no_difference": gettext("Your answers make no difference to the help you get from us."),
        "kept_apart": gettext(
            "We keep them apart from what you told us before, without your telephone number."
        ),
        "counted": gettext(
            "Nobody reads them one by one. We only count them, together with those of many people."
        ),
        "leave_out": gettext(
            "You can leave out any question. If you stop halfway, we keep what you answered until "
            "then."
        ),
        "gate": gettext("Do you want to answer the equality questions?"),
        "gate_yes": gettext("Yes, answer the equality questions (takes 2 minutes)"),
        "gate_no": gettext("No, skip the equality questions"),
        "gate_blank": gettext("Choose whether you want to answer the equality questions"),
        "sex_and_gender": gettext("Sex and gender"),
        "without": gettext("You can go on without an answer."),
        "or": gettext("or"),
        "bad_birth": gettext("Write a date with day, month and year, or the year alone"),
    }


def _faults() -> dict[str, str]:
    too_long = ngettext(
        "Your answer must be %(longest)s character or fewer. You wrote %(written)s",
        "Your answer must be %(longest)s characters or fewer. You wrote %(written)s",
        LONGEST,
    )
    return {
        "error": gettext("Error"),
        "error_title": gettext("Error: %(title)s"),
        "problem": gettext("There is a problem"),
        "too_long": too_long % {"longest": f"{LONGEST:,}", "written": "%(written)s"},
        "bad_again": gettext("Choose yes or no"),
        "bad_rule": gettext("This answer cannot be right. Change it"),
        "bad_places": gettext("Give each a different place"),
        "bad_number": gettext("Choose a number from %(first)s to %(last)s"),
        "bad_choice": gettext("Choose one"),
        "bad_choices": gettext("Choose at least one"),
        "bad_rank": gettext("Give each a place"),
        "bad_text": gettext("Write an answer"),
        "bad_integer": gettext("Write a whole number, like 3"),
        "bad_decimal": gettext("Write a number, like 2.5"),
        "bad_range": gettext("Choose a number"),
        "bad_date": gettext("Write a date with day, month and year, like 27 3 2020"),
        "bad_time": gettext("Write a time, like 9:30 or 17:45"),
        "bad_place": gettext("Choose a place from the list"),
        "bad_acknowledge": gettext("Tick the box to go on"),
    }


def _urgent() -> dict[str, str]:
    return {
        "unwatched": gettext("We do not watch this survey for emergencies or reports of crime."),
        "emergency": gettext("In an emergency, call 999. If it is not an emergency, call 101."),
        "relay": gettext(
            "If you cannot hear or speak on the phone, use Relay UK: 18000 in an emergency, or "
            "18001 101."
        ),
    }
