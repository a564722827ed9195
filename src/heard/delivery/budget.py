"""What letters cost, whose account pays, and how much that may be in a month."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection, transaction

from heard.core.prices import pence_per_fragment
from heard.core.screening import Stop
from heard.core.timing import LONDON
from heard.delivery.models import Budget, Letter, Spending, State
from heard.journal.write import Actor, write

SPENT = "budget"  # why a letter waits whose account has no more to spend
_WAIT = timedelta(minutes=5)
# Letters that did not leave: out of the counter of the month in which they were counted.
_BACK = """
    WITH old AS (
        SELECT id, counted_in FROM delivery_letter
        WHERE id = ANY(%s) AND counted_in IS NOT NULL FOR UPDATE
    ), back AS (
        UPDATE delivery_letter AS l SET counted_in = NULL FROM old WHERE l.id = old.id
        RETURNING l.account, old.counted_in, l.fragments,
            l.fragments * l.pence_per_fragment AS pence
    ), sums AS (
        SELECT account, counted_in, count(*) AS letters, sum(fragments) AS fragments,
            sum(pence) AS pence
        FROM back GROUP BY account, counted_in
    )
    UPDATE delivery_spending AS s SET letters = s.letters - sums.letters,
        fragments = s.fragments - sums.fragments, pence = s.pence - sums.pence
    FROM sums WHERE s.account = sums.account AND s.month = sums.counted_in
"""


def month_of(now: datetime) -> date:
    """Give the first day of a month in London."""
    return now.astimezone(LONDON).date().replace(day=1)


@transaction.atomic
def set_budget(account: str, month: date, *, pence: Decimal, by: Actor, now: datetime) -> None:
    """Let an account spend so much a month, from this one on; what waits for it is due again."""
    Budget.objects.update_or_create(account=account, month=month, defaults={"pence": pence})
    waiting = Letter.objects.filter(account=account, state=State.CREATED, reason=SPENT)
    waiting.update(due_at=now)
    reason = f"£{pence / 100:.2f} a month from {month:%Y-%m}"
    write("sending.set_budget", subject=f"account:{account}", actor=by, now=now, reason=reason)


def budgets(month: date) -> Mapping[str, Decimal]:
    """Give the pence that each account may spend in a month; one without a row may spend any."""
    rows = Budget.objects.filter(month__lte=month).order_by("month")
    return dict(rows.values_list("account", "pence"))


def charge(letters: Sequence[Letter], *, now: datetime) -> dict[Letter, Stop]:
    """Count letters that are about to leave, and give those that their account cannot pay.

    Within the transaction that claims them: the counter of an account is held until that ends,
    so that two workers never spend the same money.
    """
    month, day = month_of(now), now.astimezone(LONDON).date()
    may_spend = budgets(month)
    over: dict[Letter, Stop] = {}
    by_account: dict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        letter.pence_per_fragment = pence_per_fragment(letter.channel, day)
        by_account[letter.account].append(letter)
    for account in sorted(by_account):
        paid = _pay(account, month, by_account[account], may_spend.get(account))
        late = [letter for letter in by_account[account] if letter not in paid]
        over |= dict.fromkeys(late, Stop(reason=SPENT, until=now + _WAIT))
    return over


def give_back(letters: Sequence[Letter]) -> None:
    """Take letters that did not leave out of the counter of their account, each once."""
    with connection.cursor() as cursor:
        cursor.execute(_BACK, [[letter.pk for letter in letters]])


def _pay(account: str, month: date, letters: Sequence[Letter], most: Decimal | None) -> set[Letter]:
    """Count as many letters, the first due first, as the account can pay."""
    key = {"account": account, "month": month}
    Spending.objects.bulk_create([Spending(**key)], ignore_conflicts=True)
    row = Spending.objects.select_for_update().get(**key)
    paid: set[Letter] = set()
    for letter in letters:
        cost = letter.fragments * (letter.pence_per_fragment or Decimal(0))
        if most is not None and row.pence + cost > most:
            continue
        paid.add(letter)
        letter.counted_in = month
        row.letters, row.fragments = row.letters + 1, row.fragments + letter.fragments
        row.pence += cost
    row.save(update_fields=["letters", "fragments", "pence"])
    return paid
