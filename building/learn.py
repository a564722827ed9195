"""Write `meaning.npz`, what the second detector of danger learns, and the vectors of the chat."""

import sys
from pathlib import Path

import numpy as np

from heard.core.chat.known import fingerprint, shipped
from heard.core.text.learning import kept, known, learn
from heard.core.text.sentences import vectors

CORE = Path(__file__).resolve().parent.parent / "src/heard/core"
KEPT, OF_CHAT = CORE / "text/meaning.npz", CORE / "chat/vectors.npz"


def main() -> None:
    """Learn from all sentences that are known: some 40 seconds."""
    sentences = known()
    found = learn(sentences, vectors([one.text for one in sentences]))
    np.savez_compressed(
        KEPT,
        vectors=kept(found.vectors),
        shares=found.shares,
        source=np.array(found.source),
    )
    sys.stdout.write(f"heard: learnt from {len(sentences):,} sentences\n")
    of_chat()


def of_chat() -> None:
    """Write the vectors of what people are known to say in the chat: some 8 seconds."""
    texts = shipped()
    np.savez_compressed(OF_CHAT, vectors=kept(vectors(texts)), source=np.array(fingerprint()))
    sys.stdout.write(f"heard: kept the vectors of {len(texts):,} sentences of the chat\n")


if __name__ == "__main__":
    main()
