"""Shows how far a long command is: a bar on a terminal, plain lines elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

LINES = 20  # plain lines in all, where the end is known
STEP = 10_000  # things between two plain lines, where it is not


@contextmanager
def counting(what: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many more were done; `what` is their plural."""
    console = Console(stderr=True)
    if console.is_terminal:
        columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as bar:
            task = bar.add_task(what, total=total)
            yield lambda more: bar.advance(task, more)
        return
    step = max(total // LINES, 1) if total else STEP
    done = 0

    def say(more: int) -> None:
        nonlocal done
        before, done = done, done + more
        if done // step > before // step:
            of = f" of {total:,}" if total else ""
            console.print(f"{what}: {done:,}{of}", highlight=False)

    yield say
