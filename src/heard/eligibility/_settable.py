"""What may be set of a programme, and what keeps a set of values from being a policy."""

import copy
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder

from heard.core.timing import Window
from heard.core.wording import WordingError, compose_opening
from heard.eligibility._policy import categories
from heard.eligibility._refused import RefusedChange
from heard.eligibility.asked_by_text import require_carried
from heard.eligibility.journey import segments, stages
from heard.eligibility.models import Programme
from heard.eligibility.programmes import LINK, words
from heard.events.models import Touchpoint

# Not among them: the route, which says who asks, and the questionnaire, whose versions have a
# life of their own. What decides is a rule, and a rule is code.
SETTABLE = (
    *("name", "asked", "segment", "journey", "stage", "contact_channels", "offences"),
    *("minimum_age", "age_required", "channel", "by_turns", "call_back", "title", "wording"),
    *("fallback_channel", "fallback_title", "fallback_wording"),
    *("delay", "review_delay", "fresh_for", "hold_for", "link_life", "cap", "cap_spares_stages"),
    *("weekday_opens", "weekday_closes", "rest_opens", "rest_closes"),
    *("sample", "daily_most", "premises_most", "reminders", "remind_after"),
    *("equality", "quick_exit"),
)
LETTERS = ("sms", "email")  # by which Heard writes by itself
ANCHORS = frozenset({Touchpoint.Kind.RECORDED, Touchpoint.Kind.FILED})


def plain(values: Mapping[str, object]) -> dict[str, Any]:
    """Give values as JSON keeps them, so that what was and what is can be compared."""
    found: dict[str, Any] = json.loads(json.dumps(values, cls=DjangoJSONEncoder))
    return found


def current(programme: Programme) -> dict[str, Any]:
    """Give what may be set of a programme as it stands, as JSON keeps it."""
    return plain({name: getattr(programme, name) for name in SETTABLE})


def differing(programme: Programme, values: Mapping[str, object]) -> dict[str, Any]:
    """Give those of the values that are other than the programme's. RefusedChange."""
    unknown = sorted(values.keys() - set(SETTABLE))
    if unknown:
        raise RefusedChange(f"This cannot be set: {', '.join(unknown)}.", about=unknown[0])
    before = current(programme)
    return {name: value for name, value in plain(values).items() if before[name] != value}


def changed(programme: Programme, values: Mapping[str, object]) -> Programme:
    """Give a copy of the programme with other values, as if it had been read so. RefusedChange."""
    after = copy.copy(programme)
    after.periods = programme.periods
    for name, value in values.items():
        field = Programme._meta.get_field(name)
        try:
            setattr(after, name, field.to_python(value))  # type: ignore[union-attr] # no relation is settable
        except ValidationError as error:
            raise RefusedChange(_sentence(error), about=name) from error
    _require_policy(programme, after)
    return after


def _require_policy(before: Programme, after: Programme) -> None:
    try:
        after.full_clean(validate_unique=False)
    except ValidationError as error:
        name = next(iter(error.message_dict))
        raise RefusedChange(_sentence(error), about=name) from error
    moved = before.stage != after.stage
    if moved and not (after.victims and {before.stage, after.stage} <= ANCHORS):
        sentence = "The stage can only be moved between a crime's recording and its filing."
        raise RefusedChange(sentence, about="stage")
    if after.fresh_for <= after.delay:
        raise RefusedChange("It must stay fresh for longer than the delay.", about="fresh_for")
    _require_known(after)
    _require_hours(after)
    _require_wording(after)
    require_carried(after)


def _require_known(programme: Programme) -> None:
    """Refuse words that no list has: a slip would quietly ask nobody, or cover nothing."""
    lists: Mapping[str, tuple[Collection[str], Collection[str]]] = {
        "offences": (programme.offences, categories()),
        "journey": (programme.journey, stages()),
        "segment": ([programme.segment] if programme.segment else [], segments()),
        "channel": ([programme.channel], LETTERS if _writes(programme) else [programme.channel]),
    }
    for name, (given, known) in lists.items():
        if unknown := sorted(set(given) - set(known)):
            raise RefusedChange(f"This is in no list: {', '.join(unknown)}.", about=name)


def _writes(programme: Programme) -> bool:
    return programme.route == Programme.Route.AUTOMATIC


def _require_hours(programme: Programme) -> None:
    try:
        Window(
            weekday_opens=programme.weekday_opens,
            weekday_closes=programme.weekday_closes,
            rest_opens=programme.rest_opens,
            rest_closes=programme.rest_closes,
        )
    except ValueError as error:
        sentence = "The hours must open before they close, on the same day."
        raise RefusedChange(sentence, about="weekday_opens") from error


def _require_wording(programme: Programme) -> None:
    if _writes(programme):
        try:
            for channel in programme.channels:
                if programme.by_turns and channel == programme.channel:
                    compose_opening(programme.wording, "")
                else:
                    words(programme, LINK, channel=channel)
        except WordingError as error:
            raise RefusedChange(f"{error}.", about="wording") from error


def _sentence(error: ValidationError) -> str:
    return str(error.messages[0])
