"""What is said of lines and branches that no test runs."""

from tests.covered import Found, percent, told


def found(
    *, run: int, lines: tuple[int, ...] = (), branches: tuple[tuple[int, int], ...] = ()
) -> Found:
    return {
        "missing_lines": [*lines],
        "missing_branches": [*branches],
        "summary": {
            "covered_lines": run,
            "missing_lines": len(lines),
            "covered_branches": 0,
            "missing_branches": len(branches),
        },
    }


def test_the_core_is_asked_for_all_and_the_whole_for_nearly_all() -> None:
    files = {
        "src/heard/core/a.py": found(run=99, branches=((3, 0),)),
        "src/heard/web/b.py": found(run=900),
    }
    assert [*told(files)] == [
        ("  99.0 %  src/heard/core/a.py    3->0", True),
        (" 99.90 %  src/heard/, of which 95 is asked", True),
        (" 99.00 %  src/heard/core/, of which 100 is asked", False),
    ]
    few = {"src/heard/web/b.py": found(run=9, lines=(1,))}
    assert [is_enough for _, is_enough in told(few)] == [True, False, True]


def test_of_nothing_all_was_run() -> None:
    assert percent([]) == 100.0
