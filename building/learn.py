"""Write `meaning.npz`: what the second detector of danger learns from its sentences."""

import sys
from pathlib import Path

import numpy as np

from heard.core.text.learning import kept, known, learn
from heard.core.text.sentences import vectors

KEPT = Path(__file__).resolve().parent.parent / "src/heard/core/text/meaning.npz"


def main() -> None:
    """Learn from all sentences that are known: some 30 seconds."""
    sentences = known()
    found = learn(sentences, vectors([one.text for one in sentences]))
    np.savez_compressed(
        KEPT,
        vectors=kept(found.vectors),
        shares=found.shares,
        source=np.array(found.source),
    )
    sys.stdout.write(f"heard: learnt from {len(sentences):,} sentences\n")


if __name__ == "__main__":
    main()
