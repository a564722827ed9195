"""XLSForms for tests, as Markdown."""

from collections.abc import Sequence

HEAD = ("type", "name", "label", "required", "bind::heard:scale", "bind::heard:dimension")
TREATMENT = ("select_one n10", "treatment", "How polite were we?", "yes", "N10", "treatment")
COMMENT = ("text", "comment", "Anything else?", "no", "TEXT", "free_text")
POINTS = ("0 \N{EN DASH} not at all", *map(str, range(1, 10)), "10 \N{EN DASH} completely")


def write_form(
    *questions: Sequence[str],
    head: Sequence[str] = HEAD,
    points: Sequence[str] = POINTS,
    slug: str = "trial",
    version: str = "1",
) -> str:
    """Write a form of these questions, whose list n10 has these labels from 0 up."""
    choices = [("n10", str(value), label) for value, label in enumerate(points)]
    settings = [("Trial", slug, version, 'heard="urn:heard:xform"')]
    return "\n".join(
        [
            *_table("survey", head, questions),
            *_table("choices", ("list_name", "name", "label"), choices),
            *_table("settings", ("form_title", "form_id", "version", "namespaces"), settings),
        ]
    )


def _table(name: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {name} |", *(f"| | {' | '.join(cells)} |" for cells in (head, *rows))]
