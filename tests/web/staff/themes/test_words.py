"""Kappas and changes in words."""

import pytest

from heard.core.statistics.agreement import kappa as worked_out
from heard.core.statistics.proportions import share
from heard.core.statistics.verdicts import verdict
from heard.web.staff.themes.words import judged, kappa, strength


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (60, 20, "Real change: up"),
        (20, 60, "Real change: down"),
        (21, 20, "Not distinguishable"),
        (21, None, "Too small to say"),
    ],
)
def test_a_change_is_real_or_may_be_chance_or_is_too_small(
    now: int, before: int | None, said: str
) -> None:
    one = share(now, 100, minimum_base=10)
    other = share(before or 0, 100 if before else 0, minimum_base=10)
    assert judged(verdict(one, other, minimum_base=10)) == said


@pytest.mark.parametrize(
    ("alike", "others", "said", "called"),
    [
        (30, 0, "1.00 (0.77 to 1.00) on 30", "almost perfect"),
        (26, 4, "0.73 (0.49 to 0.98) on 30", "substantial"),
        (15, 15, "0.00 (-0.36 to 0.36) on 30", "slight, or none"),
        (20, 0, "None yet: 20 of 30", ""),
    ],
)
def test_a_kappa_has_its_range_its_base_and_a_name(
    alike: int, others: int, said: str, called: str
) -> None:
    pairs = [(n % 2, n % 2) for n in range(alike)] + [(n % 2, 1 - n % 2) for n in range(others)]
    found = worked_out(pairs, minimum_base=30)
    assert (kappa(found), strength(found)) == (said, called)


def test_where_all_were_sorted_alike_there_is_none() -> None:
    assert kappa(worked_out([(0, 0)] * 30, minimum_base=30)) == "None: all 30 alike"
