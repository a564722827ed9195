"""Whatever people write: what is read is what they meant, in ways that are drawn by chance."""

from datetime import date, datetime

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from heard.core.questionnaire.form import Kind
from heard.core.timing import LONDON
from heard.core.turns.put import Put
from heard.core.turns.read import CARRIED, doubtful, read

NOON = datetime(2020, 10, 12, 12, tzinfo=LONDON)
NAMES = ("Online", "Telephone", "At a counter", "Live chat", "Post", "Street", "Home", "Car", "Fax")
LISTS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=9, unique=True)
ANY_WORDS = st.text(max_size=40) | st.lists(
    st.sampled_from(
        (
            "1",
            "2",
            "3",
            "10",
            "one",
            "and",
            "or",
            ",",
            "-",
            "/",
            ".",
            "no",
            "yes",
            "online",
            "april",
        )
    ),
    max_size=6,
).map(" ".join)
AROUND = st.sampled_from(("{}", " {} ", "{}.", "I'd say {}", "{} please", "it's {}", "{}!"))
UNHURRIED = settings(deadline=None)  # a machine that does much else is no fault
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def _listed(labels: list[str], kind: Kind, *, optional: bool = False) -> Put:
    points = dict(enumerate(labels, start=1))
    values = {number: f"value{number}" for number in points}
    return Put(kind=kind, label="Which way?", points=points, values=values, optional=optional)


def _read(question: Put, text: str) -> str | None:
    return read(question, text, at=NOON)


@UNHURRIED
@given(labels=LISTS, data=st.data(), around=AROUND)
def test_a_choice_is_read_by_its_number_and_by_its_label(
    labels: list[str], data: st.DataObject, around: str
) -> None:
    chosen = data.draw(st.integers(1, len(labels)))
    question = _listed(labels, Kind.CHOICE)
    for text in (str(chosen), labels[chosen - 1], f"{chosen} {labels[chosen - 1]}"):
        assert _read(question, around.format(text)) == f"value{chosen}"


@UNHURRIED
@given(labels=LISTS, data=st.data(), mark=st.sampled_from((" ", ", ", ",", " and ", " & ", "\n")))
def test_several_choices_are_read_in_any_order(
    labels: list[str], data: st.DataObject, mark: str
) -> None:
    places = st.lists(st.integers(1, len(labels)), min_size=1, unique=True)
    chosen = data.draw(places)
    kept = " ".join(f"value{number}" for number in sorted(chosen))
    question = _listed(labels, Kind.CHOICES)
    assert _read(question, mark.join(map(str, chosen))) == kept
    if mark != " ":
        assert _read(question, mark.join(labels[number - 1] for number in chosen)) == kept


@UNHURRIED
@given(one=st.integers(1, 9), other=st.integers(1, 9), mark=st.sampled_from(" ,/-.:|;+&"))
def test_two_numbers_are_no_answer_to_a_question_for_one(one: int, other: int, mark: str) -> None:
    text = f"{one}{mark}{other}"
    assume(one != other)
    assert _read(_listed(list(NAMES), Kind.CHOICE), text) is None
    assert _read(Put(kind=Kind.INTEGER, label="How many?"), text) is None
    if mark != ".":
        assert _read(Put(kind=Kind.DECIMAL, label="How many?"), text) is None
    for words in (f"{one} or {other}", f"{one}, or {other}", f"{one} maybe {other}"):
        for kind in (Kind.CHOICE, Kind.CHOICES, Kind.INTEGER, Kind.DECIMAL):
            assert _read(_listed(list(NAMES), kind), words) is None


@UNHURRIED
@given(number=st.integers(-999_999_999, 999_999_999), around=AROUND)
def test_a_number_is_read_as_it_stands(number: int, around: str) -> None:
    question = Put(kind=Kind.INTEGER, label="How many?")
    assert _read(question, around.format(number)) == str(number)


@UNHURRIED
@given(day=DAYS, around=st.sampled_from(("{}", "it was on {}", "{}.", " {} ")))
def test_a_day_is_read_in_the_order_of_this_country(day: date, around: str) -> None:
    question = Put(kind=Kind.DATE, label="When?")
    month = f"{day:%B}"
    for text in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {month} {day.year}",
        f"{day:%A} {day.day} {month[:3]} {day.year}",
        f"{month} {day.day}, {day.year}",
        day.isoformat(),
    ):
        assert _read(question, around.format(text)) == day.isoformat()


@UNHURRIED
@given(day=DAYS)
def test_a_month_before_its_day_in_figures_is_never_turned_round(day: date) -> None:
    assume(day.day > 12)
    text = f"{day.month}/{day.day}/{day.year}"
    assert _read(Put(kind=Kind.DATE, label="When?"), text) is None


@UNHURRIED
@given(text=ANY_WORDS, kind=st.sampled_from(sorted(CARRIED)), optional=st.booleans())
@example(text="\u0661\u00b2", kind=Kind.INTEGER, optional=False)
@example(text="9" * 5000, kind=Kind.INTEGER, optional=False)
@example(text="9" * 5000, kind=Kind.CHOICE, optional=False)
@example(text="1/1/0000", kind=Kind.DATE, optional=False)
def test_any_text_is_an_answer_or_none_and_never_a_fault(
    text: str,
    kind: Kind,
    optional: bool,  # noqa: FBT001 - drawn
) -> None:
    found = _read(_listed(list(NAMES), kind, optional=optional), text)
    if not optional:
        assert found != ""
    if found and kind in {Kind.CHOICE, Kind.CHOICES, Kind.SCALE, Kind.RANGE}:
        assert all(value.startswith("value") for value in found.split())


@settings(max_examples=40, deadline=None)
@given(labels=st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=4))
def test_a_label_in_which_nothing_is_doubtful_means_its_own_choice(labels: list[str]) -> None:
    question = _listed(labels, Kind.CHOICE)
    assume(doubtful(question) is None)
    for number, label in question.points.items():
        assert _read(question, str(number)) == f"value{number}"
        assert _read(question, label) in {f"value{number}", None}
