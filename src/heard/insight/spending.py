"""What the texts of each survey cost by month, and what came of them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Count

from heard.accounts.wall import whole
from heard.core.prices import allowance, financial_year
from heard.delivery import budget
from heard.delivery.models import Budget, Spending
from heard.insight.queries import programmes
from heard.responses.models import Response

MONTHS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """One survey in one month. `pence` are list prices without VAT.

    `completed` counts the responses that were completed to these letters, whenever that was.
    `budget` is None where there is none, and `each` (pence a response) where nobody responded.
    """

    month: date
    account: str
    name: str
    letters: int
    fragments: int
    pence: Decimal
    budget: Decimal | None
    completed: int

    @property
    def each(self) -> Decimal | None:
        return self.pence / self.completed if self.completed else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A financial year from the first of April: fragments that left, and how many are free."""

    begins: date
    fragments: int
    free: int


def spending(*, now: datetime) -> tuple[Sequence[Month], Sequence[Year]]:
    """Give the last 24 months and their financial years, the newest first.

    A month with a budget has a row even where nothing has left.
    """
    this = budget.month_of(now)
    since = date(this.year - MONTHS // 12, this.month, 1)
    names = {one.slug: one.name for one in programmes()}
    rows = {(r.month, r.account): r for r in Spending.objects.filter(month__gte=since)}
    for account in budget.budgets(this):
        rows.setdefault((this, account), Spending(account=account, month=this))
    completed = _completed(since)
    allowed = _budgets({month for month, _ in rows})
    order = {account: place for place, account in enumerate(names)}
    months = [
        Month(
            month=month,
            account=account,
            name=names.get(account, account),
            letters=row.letters,
            fragments=row.fragments,
            pence=Decimal(row.pence),
            budget=allowed[month].get(account),
            completed=completed.get((month, account), 0),
        )
        for (month, account), row in rows.items()
    ]
    months.sort(key=lambda one: (-one.month.toordinal(), order.get(one.account, len(order))))
    return months, _years(months)


def _completed(since: date) -> Mapping[tuple[date, str], int]:
    """Count completed responses by the month in which their letter left, and its account."""
    found = Response.objects.filter(
        disposition=Response.Disposition.COMPLETE, invitation__letter__counted_in__gte=since
    )
    letter = "invitation__letter__"
    counts = found.values_list(f"{letter}counted_in", f"{letter}account").annotate(n=Count("pk"))
    with whole():
        return {(month, account): n for month, account, n in counts}


def _budgets(months: Collection[date]) -> Mapping[date, Mapping[str, Decimal]]:
    """Give the budgets of each of these months, as `budget.budgets` does for one."""
    rows = list(Budget.objects.order_by("month").values_list("month", "account", "pence"))
    return {
        month: {account: pence for since, account, pence in rows if since <= month}
        for month in months
    }


def _years(months: Sequence[Month]) -> list[Year]:
    sums: dict[date, int] = defaultdict(int)
    for one in months:
        sums[financial_year(one.month)] += one.fragments
    return [Year(begins=begins, fragments=n, free=allowance(begins)) for begins, n in sums.items()]
