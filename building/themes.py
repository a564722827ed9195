"""Fits the weights of themes and feelings anew to the sentences that are shipped.

Run by `python -m building.themes`, after a change of `core/text/frame.csv` or `theme_examples.csv`.
"""

from pathlib import Path

from heard.core.text.coding import fit_all, written
from heard.core.text.frame import examples

WEIGHTS = Path(__file__).parent.parent / "src" / "heard" / "core" / "text" / "theme_weights.csv"


def main(to: Path = WEIGHTS) -> None:
    """Write them; it takes some seconds."""
    to.write_text(written(fit_all(examples())), encoding="utf-8")


if __name__ == "__main__":
    main()
