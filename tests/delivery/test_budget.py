"""What letters cost, and that no account spends more than it may."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from heard.channels.memory import Memory
from heard.channels.protocol import BAD_ADDRESS
from heard.core.screening import Stop
from heard.delivery.budget import budgets, set_budget
from heard.delivery.deliver import expire_leases
from heard.delivery.models import Letter, Spending
from heard.delivery.receipts import News, accept
from heard.journal.models import Entry
from heard.journal.write import Actor
from tests.delivery.letters import ADDRESS, LEASE, NOW, delivered, posted, saying_late, states

pytestmark = pytest.mark.django_db
ANN = Actor(id="user:1", label="Ann")
OCTOBER, MINUTE = date(2020, 10, 1), timedelta(minutes=1)
PENCE = Decimal("1.58")  # a fragment in October 2020


def _post(*subjects: str, account: str = "pilot", fragments: int = 1) -> None:
    for subject in subjects:
        letter = posted(subject)
        Letter.objects.filter(pk=letter.pk).update(account=account, fragments=fragments)


def _spent(account: str = "pilot") -> list[tuple[date, int, int, Decimal]]:
    rows = Spending.objects.filter(account=account).order_by("month")
    return list(rows.values_list("month", "letters", "fragments", "pence"))


def _allow(pence: str, month: date = OCTOBER, account: str = "pilot") -> None:
    set_budget(account, month, pence=Decimal(pence), by=ANN, now=NOW)


def test_what_leaves_is_counted_with_the_price_of_its_day() -> None:
    _post("a", "b", fragments=2)

    delivered(Memory())

    assert _spent() == [(OCTOBER, 2, 4, 4 * PENCE)]
    assert set(Letter.objects.values_list("pence_per_fragment", "counted_in")) == {(PENCE, OCTOBER)}


def test_the_month_is_that_of_london() -> None:
    late = datetime(2020, 10, 31, 23, 30, tzinfo=UTC)
    early = datetime(2020, 9, 30, 23, 30, tzinfo=UTC)  # half past midnight in London
    for subject, now in (("a", late), ("b", early)):
        _post(subject)
        Letter.objects.filter(subject=subject).update(
            due_at=now, not_before=now, expires_at=now + MINUTE
        )
        delivered(Memory(), now=now)

    assert _spent() == [(OCTOBER, 2, 2, 2 * PENCE)]


def test_a_budget_is_spent_to_the_last_text_that_fits_and_no_further() -> None:
    _post("a", "b", "c")
    _post("other", account="other")
    _allow("3.16")
    memory = Memory()

    assert delivered(memory) == 4

    assert (_spent(), len(memory.arrived)) == ([(OCTOBER, 2, 2, 2 * PENCE)], 3)
    assert states()["other"] == "sending"
    letter = Letter.objects.get(state="created")
    assert (letter.reason, letter.due_at) == ("budget", NOW + 5 * MINUTE)


def test_what_waits_for_a_budget_leaves_once_it_is_raised() -> None:
    _post("a")
    _allow("0")
    delivered(Memory())
    assert delivered(Memory()) == 0

    _allow("1.58")

    assert (delivered(Memory()), states()) == (1, {"a": "sending"})


def test_what_waits_for_a_budget_expires() -> None:
    _post("a")
    _allow("0")
    delivered(Memory())

    delivered(Memory(), now=NOW + timedelta(days=1))

    assert (states(), Letter.objects.get().reason) == ({"a": "cancelled"}, "expired")


def test_a_budget_holds_until_a_later_month_has_its_own() -> None:
    _allow("100")
    _allow("200", date(2020, 12, 1))

    assert budgets(date(2020, 9, 1)) == {}
    assert budgets(date(2020, 11, 1)) == {"pilot": 100}
    assert budgets(date(2021, 1, 1)) == {"pilot": 200}
    entries = Entry.objects.filter(act="sending.set_budget").order_by("id")
    assert list(entries.values_list("subject", "actor", "reason")) == [
        ("account:pilot", "Ann", "£1.00 a month from 2020-10"),
        ("account:pilot", "Ann", "£2.00 a month from 2020-12"),
    ]


@pytest.mark.parametrize(
    ("gateway", "guard"),
    [
        (Memory(busy=[ADDRESS]), None),
        (Memory(refused={ADDRESS: BAD_ADDRESS}), None),
        (Memory(refused={ADDRESS: "too-long"}), None),
        (Memory(), saying_late(a=Stop(reason="opted_out"))),
        (Memory(), saying_late(a=Stop(reason="quiet_hours", until=NOW))),
    ],
    ids=["busy", "bad address", "refused", "stopped", "to wait"],
)
def test_what_did_not_leave_costs_nothing(gateway: Memory, guard: object) -> None:
    _post("a")

    delivered(gateway, guard=guard)  # type: ignore[arg-type]

    assert _spent() == [(OCTOBER, 0, 0, Decimal(0))]
    assert Letter.objects.get().counted_in is None


def test_what_may_have_left_is_paid_for() -> None:
    _post("a")

    delivered(Memory(silent=[ADDRESS]))
    expire_leases(now=NOW + LEASE)

    assert (states(), _spent()) == ({"a": "unknown"}, [(OCTOBER, 1, 1, PENCE)])


@pytest.mark.parametrize(
    ("status", "letters"), [("technical-failure", 0), ("temporary-failure", 1), ("delivered", 1)]
)
def test_a_receipt_says_whether_it_is_paid_for(status: str, letters: int) -> None:
    _post("a")
    delivered(Memory())
    news = News(reference=Letter.objects.get().reference, status=status, occurred_at=NOW)

    for _ in range(2):
        accept([news], now=NOW + timedelta(days=40))

    assert _spent() == [(OCTOBER, letters, letters, letters * PENCE)]


def test_who_has_no_account_has_no_budget() -> None:
    _post("a", account="")
    _allow("0")

    delivered(Memory())

    assert (states(), _spent("")) == ({"a": "sending"}, [(OCTOBER, 1, 1, PENCE)])
