"""Why a change was not made."""


class RefusedChange(Exception):
    """A change that cannot be made: one sentence, and the name of the value that it is about."""

    def __init__(self, sentence: str, *, about: str = "") -> None:
        super().__init__(sentence)
        self.about = about
