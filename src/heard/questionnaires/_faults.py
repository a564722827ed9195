"""What keeps a form from being published, each with the cell that it is in."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell: a sheet, its row from 1, a column's name and the rule."""

    sheet: str
    row: int
    column: str
    rule: str

    def __str__(self) -> str:
        return f"Sheet {self.sheet}, row {self.row}, column {self.column}: {self.rule}."


class RefusedForm(Exception):
    """An XLSForm that cannot be published: a sentence for each fault, a line each.

    `faults` are those that stand in a cell.
    """

    def __init__(self, message: str, faults: tuple[Fault, ...] = ()) -> None:
        super().__init__(message)
        self.faults = faults


def refuse(faults: Iterable[Fault]) -> None:
    """Raise RefusedForm if there is any fault."""
    if found := tuple(faults):
        raise RefusedForm("\n".join(map(str, found)), found)
