"""No version comes out that a programme which asks by text could not ask."""

from datetime import UTC, date, datetime

import pytest

from heard.eligibility._refused import RefusedChange
from heard.eligibility._settable import changed
from heard.eligibility.asked_by_text import by_turns, objections, opening
from heard.eligibility.change import propose_opening
from heard.eligibility.models import Period, Programme
from heard.journal.write import SYSTEM
from heard.questionnaires.models import Questionnaire, Version
from heard.questionnaires.publish import asked, publish
from tests.questionnaires.all_kinds import ALL_KINDS
from tests.questionnaires.said_by_text import BY_TEXT

pytestmark = pytest.mark.django_db

NOW = datetime(2020, 10, 12, 11, tzinfo=UTC)
SOON = datetime(2020, 11, 1, tzinfo=UTC)
WORDING = "About your recent contact with us. {question}"
ORDER = (
    "Question order of version 1 of the questionnaire is of the kind rank: "
    "an order of several can be read in two ways"
)


@pytest.fixture
def programme() -> Programme:
    """A programme that asks the questionnaire `trial` by text, and is open."""
    trial, _ = Questionnaire.objects.get_or_create(slug="trial")
    Programme.objects.filter(slug="sms_contact").update(
        questionnaire=trial, by_turns=True, wording=WORDING
    )
    return Programme.objects.get(slug="sms_contact")


def _bare() -> str:
    """Give the form without the notes before its first question."""
    lines = [line for line in BY_TEXT.splitlines() if "| note | " not in line]
    return "\n".join(lines)


def out(source: str, *, valid_from: datetime = SOON) -> Version:
    return publish(slug="trial", source=source, valid_from=valid_from, now=NOW)


def test_what_a_text_carries_is_not_objected_to(programme: Programme) -> None:
    version = out(_bare())
    assert objections(version) == ()
    assert list(by_turns("trial")) == [programme]
    assert opening(programme, asked(version)) == (
        "About your recent contact with us. How polite were we? "
        "Reply 0 (not at all) to 10 (completely)."
    )


def test_what_a_text_cannot_carry_is_objected_to_with_the_reason(programme: Programme) -> None:
    first, *others = objections(out(ALL_KINDS))
    assert (first, len(others)) == (f"{programme.name} asks by text. {ORDER}.", 4)


def test_a_first_question_that_does_not_fit_into_the_first_text_is_objected_to(
    programme: Programme,
) -> None:
    Programme.objects.update(wording=f"{WORDING} {'x' * 60}")
    assert objections(out(BY_TEXT)) == (
        (
            f"{programme.name} asks by text. "
            "Version 1 of the questionnaire cannot open the survey: "
            "SC-24: the first text takes 2 fragments and may take 1."
        ),
    )


@pytest.mark.parametrize(
    "change",
    [{"by_turns": False}, {"questionnaire": None}],
    ids=["asks by a link", "asks something else"],
)
def test_other_programmes_keep_nothing_back(
    programme: Programme, change: dict[str, object]
) -> None:
    pilot = Questionnaire.objects.get(slug="pilot")
    Programme.objects.filter(pk=programme.pk).update(
        **{name: value if value is not None else pilot for name, value in change.items()}
    )
    assert objections(out(ALL_KINDS)) == ()


def test_a_programme_whose_last_period_is_over_keeps_nothing_back_and_opens_no_more(
    programme: Programme,
) -> None:
    ended = Period.objects.filter(programme=programme, closes_on=None)
    ended.update(closes_on=date(2021, 3, 31))
    late = datetime(2021, 4, 1, tzinfo=UTC)
    assert objections(out(ALL_KINDS, valid_from=late)) == ()
    period = Period(programme=programme, opens_on=date(2021, 5, 1), mode=Period.Mode.SHADOW)
    with pytest.raises(RefusedChange, match=r"^Question order of version 1 .* in two ways\.$"):
        propose_opening(period, reason="Once more", by=SYSTEM, now=NOW)


def test_a_programme_cannot_ask_by_text_what_a_text_cannot_carry() -> None:
    programme = Programme.objects.get(slug="sms_contact")
    values = {"by_turns": True, "wording": WORDING}
    assert changed(programme, values).by_turns
    programme.questionnaire, _ = Questionnaire.objects.get_or_create(slug="trial")
    out(ALL_KINDS)
    with pytest.raises(RefusedChange) as refused:
        changed(programme, values)
    assert (str(refused.value), refused.value.about) == (f"{ORDER}.", "by_turns")


def test_a_programme_cannot_put_more_around_the_first_question_than_fits() -> None:
    programme = Programme.objects.get(slug="sms_contact")
    with pytest.raises(RefusedChange, match=r"^Version 1 .* may take 1\.$"):
        changed(programme, {"by_turns": True, "wording": f"{WORDING} {'x' * 80}"})
